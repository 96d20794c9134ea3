import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Answers that are no feed")
struct FailureTests {
  @Test(
    "wait for the interval times one more share with each failure",
    arguments: [
      (.other, 1), (.notAFeed, 1), (.dns, 1), (.http5xx, 0.5), (.http404, 0.5), (.tls, 0.5),
      (.timeout, 0.5), (.dnsTemporary, 0.25),
    ] as [(PollFailure, Double)])
  func growingWaits(_ failure: PollFailure, _ growth: Double) {
    var feed = PolledFeed(interval: .seconds(1_000))
    for times in 1...8 {
      let decision = feed.poll(.failed(failure))
      let expected = 1_000 * (1 + growth * Double(times))
      #expect((expected * 0.9...expected * 1.1).contains(feed.lastWait))
      #expect(decision.reason.basis == .failure)
    }
    feed.poll(.notModified)
    #expect(feed.lastWait <= 1_100)
    feed.poll(.failed(failure))
    #expect(feed.lastWait <= 1_100 * (1 + growth))
  }

  @Test("never wait longer than a day, and are never given up")
  func dayCeiling() {
    var feed = PolledFeed.proven()
    for _ in 0..<2_000 {
      feed.poll(.failed(.other))
      #expect(feed.lastWait <= 86_400)
    }
    #expect(feed.lastWait > 70_000)
    #expect(feed.rhythm.nextDue < .distantFuture)
  }

  @Test("end polling when gone, until the operator starts it again")
  func gone() {
    var feed = PolledFeed.proven()
    let decision = feed.poll(.failed(.gone))
    #expect(decision.due == .distantFuture)
    #expect(decision.notes == [.gone])
    #expect(decision.events == [.failing])
    #expect(decision.demand == .none)
    feed.rhythm.restart(at: feed.now)
    #expect(feed.rhythm.nextDue == feed.now)
    #expect(feed.poll(.feed).events == [.recovered])
  }

  @Test(
    "are obeyed when they carry Retry-After",
    arguments: [.tooMany, .http5xx, .forbidden] as [PollFailure])
  func retryAfter(_ failure: PollFailure) {
    for interval in [nil, Duration.seconds(1)] {
      var feed = PolledFeed(interval: interval)
      for _ in 0..<50 {
        let decision = feed.poll(.failed(failure)) { $0.headers = .of(retryAfter: "7200") }
        #expect((7_200...7_920).contains(feed.lastWait) || decision.reason.basis == .failure)
        #expect(feed.lastWait >= 7_200)
        #expect((decision.hostPause != nil) == (failure == .tooMany))
        #expect(feed.rhythm.notBefore == feed.now.addingTimeInterval(7_200 - feed.lastWait))
      }
    }
  }

  @Test("are obeyed for a day at most, which the log tells")
  func retryAfterCeiling() {
    var feed = PolledFeed.proven()
    let start = feed.now
    let decision = feed.poll(.failed(.tooMany)) { $0.headers = .of(retryAfter: "316800") }
    #expect(decision.notes == [.retryAfterCut(seconds: 316_800)])
    #expect((86_400...87_000).contains(feed.lastWait))
    #expect(decision.hostPause == start.addingTimeInterval(86_400))
    let exact = feed.poll(.failed(.tooMany)) { $0.headers = .of(retryAfter: "86400") }
    #expect(exact.notes.isEmpty)
  }

  @Test("never shorten our own wait by a small Retry-After")
  func smallRetryAfter() {
    var feed = PolledFeed(interval: .seconds(1_000))
    feed.poll(.failed(.http5xx)) { $0.headers = .of(retryAfter: "1") }
    #expect(feed.lastWait >= 1_350)
  }

  @Test(
    "without Retry-After wait ten minutes, doubling",
    arguments: [.tooMany, .forbidden] as [PollFailure])
  func throttled(_ failure: PollFailure) {
    var feed = PolledFeed(interval: .seconds(60))
    var base = 600.0
    for _ in 0..<7 {
      let polledAt = feed.now
      let decision = feed.poll(.failed(failure))
      #expect((base...base * 1.5).contains(feed.lastWait))
      #expect((decision.hostPause != nil) == (failure == .tooMany))
      // The host rests as long, doubling too.
      if let pause = decision.hostPause?.timeIntervalSince(polledAt) {
        #expect((base...base * 1.5).contains(pause))
      }
      base *= 2
    }
    for _ in 0..<80 { feed.poll(.failed(failure)) }
    #expect((57_600...86_400).contains(feed.lastWait))
    feed.poll(.notModified)
    #expect(feed.lastWait <= 66)
    feed.poll(.failed(failure)) { $0.headers = .of(retryAfter: "garbage") }
    #expect((600...900).contains(feed.lastWait))
  }

  @Test("tell of a feed that fails for a day once, and of its recovery")
  func failingEvent() {
    var feed = PolledFeed(interval: .seconds(3_600))
    feed.poll(.feed)
    let start = feed.now
    var told: [Double] = []
    for _ in 0..<30 {
      let at = feed.now.timeIntervalSince(start)
      if feed.poll(.failed(.timeout)).events == [.failing] { told.append(at) }
    }
    #expect(told.count == 1)
    #expect(told.allSatisfy { $0 >= 86_400 })
    #expect(feed.poll(.notModified).events == [.recovered])
    #expect(feed.poll(.notModified).events.isEmpty)
  }
}
