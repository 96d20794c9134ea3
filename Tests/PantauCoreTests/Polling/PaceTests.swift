import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Pace of polling")
struct PaceTests {
  @Test("varies an operator's interval evenly within ten per cent")
  func jitters() {
    var feed = PolledFeed(interval: .seconds(600))
    var waits: [Double] = []
    for _ in 0..<1_000 {
      feed.poll(.notModified)
      waits.append(feed.lastWait)
    }
    #expect(waits.allSatisfy { (540...660).contains($0) })
    for quarter in 0..<4 {
      let from = 540 + Double(quarter) * 30
      let share = waits.count { $0 >= from && $0 < from + 30 }
      #expect((190...310).contains(share))
    }
  }

  @Test("stays above 30 minutes until validators have worked, jitter included")
  func cautiousFloor() {
    var feed = PolledFeed()
    for _ in 0..<50 {
      let decision = feed.poll(.feed) { $0.newItems = 5 }
      #expect((1_800...1_980).contains(feed.lastWait))
      #expect(decision.reason.limit == .unprovenValidators)
    }
    feed.poll(.notModified)
    #expect(feed.lastWait < 1_800)
    #expect(feed.lastWait >= 300)
  }

  @Test("takes the longest interval as the floor where that is below 30 minutes")
  func shortCeiling() {
    var feed = PolledFeed(PollingRules(maxInterval: .seconds(900)))
    feed.poll(.feed)
    #expect((900...990).contains(feed.lastWait))
  }

  @Test("goes below 30 minutes when max-age says so, but not for max-age=0")
  func invitedByMaxAge() {
    var feed = PolledFeed()
    for _ in 0..<20 { feed.poll(.feed) { $0.newItems = 9 } }
    feed.poll(.feed) {
      $0.newItems = 9
      $0.headers = .of(cacheControl: "max-age=600")
    }
    #expect((600...700).contains(feed.lastWait))
    feed.poll(.feed) {
      $0.newItems = 9
      $0.headers = .of(cacheControl: "max-age=0")
    }
    #expect(feed.lastWait >= 1_800)
  }

  @Test("goes below 30 minutes where the operator wrote an interval")
  func operatorInterval() {
    var feed = PolledFeed(interval: .seconds(1))
    feed.poll(.feed)
    #expect((0.9...1.1).contains(feed.lastWait))
  }

  @Test("stops believing in validators that bring the same body five times in a row")
  func disprovedValidators() {
    var feed = PolledFeed.proven()
    for _ in 0..<4 { feed.poll(.feed) }
    #expect(feed.rhythm.validatorsWork)
    feed.poll(.feed)
    #expect(!feed.rhythm.validatorsWork)
    #expect(feed.lastWait >= 1_800)
    feed.poll(.notModified)
    #expect(feed.rhythm.validatorsWork)
  }

  struct Hint: Sendable, CustomStringConvertible {
    var description: String
    var limit: PollReason.Limit
    var seconds: Double
    var headers = PollHeaders()
    var hints = FeedHints()
  }

  static let hints: [Hint] = [
    Hint(
      description: "max-age", limit: .maxAge, seconds: 7_200,
      headers: .of(cacheControl: "max-age=7200")),
    Hint(
      description: "max-age minus Age", limit: .maxAge, seconds: 7_200,
      headers: .of(age: "800", cacheControl: "max-age=8000")),
    Hint(
      description: "Expires minus Date", limit: .expires, seconds: 7_200,
      headers: .of(
        date: "Sun, 06 Nov 1994 08:00:00 GMT", expires: "Sun, 06 Nov 1994 10:00:00 GMT")),
    Hint(
      description: "ttl", limit: .ttl, seconds: 7_200, hints: FeedHints(ttlSeconds: 7_200)),
    Hint(
      description: "sy:updatePeriod", limit: .syndication, seconds: 7_200,
      hints: FeedHints(ttlSeconds: 3_600, syndicationSeconds: 7_200)),
    Hint(
      description: "max-age beyond the ceiling", limit: .maxAge, seconds: 21_600,
      headers: .of(cacheControl: "max-age=99999999999999999999")),
    Hint(
      description: "ttl beyond the ceiling", limit: .ttl, seconds: 21_600,
      hints: FeedHints(ttlSeconds: .max)),
  ]

  @Test(
    "is slowed by what the server asks for, never below it, up to the ceiling", arguments: hints)
  func slowedByHints(_ hint: Hint) {
    var feed = PolledFeed.proven()
    for _ in 0..<50 {
      let decision = feed.poll(.feed) {
        $0.headers = hint.headers
        $0.hints = hint.hints
      }
      #expect((hint.seconds...hint.seconds * 1.1).contains(feed.lastWait))
      #expect(decision.reason.limit == hint.limit)
    }
  }

  @Test("ignores the server's hints where the operator wrote an interval", arguments: hints)
  func operatorOverrules(_ hint: Hint) {
    var feed = PolledFeed(interval: .seconds(600))
    feed.poll(.feed) {
      $0.headers = hint.headers
      $0.hints = hint.hints
    }
    #expect(feed.lastWait <= 660)
  }

  @Test("keeps to what the document and the headers said when a 304 says nothing")
  func hintsOutliveNotModified() {
    var feed = PolledFeed.proven()
    feed.poll(.feed) { $0.hints = FeedHints(ttlSeconds: 5_400) }
    feed.poll(.notModified)
    #expect(feed.lastWait >= 5_400)
    feed.poll(.feed) { $0.headers = .of(cacheControl: "max-age=7200") }
    feed.poll(.notModified)
    #expect(feed.lastWait >= 7_200)
    feed.poll(.notModified) { $0.headers = .of(cacheControl: "max-age=60") }
    #expect(feed.lastWait < 7_200)
    feed.poll(.notModified) { $0.headers = .of(cacheControl: "max-age=9000") }
    #expect(feed.lastWait >= 9_000)
  }

  @Test(
    "survives absurd hints",
    arguments: [
      FeedHints(ttlSeconds: 0), FeedHints(ttlSeconds: -60), FeedHints(ttlSeconds: .min),
      FeedHints(syndicationSeconds: 0), FeedHints(syndicationSeconds: .min),
      FeedHints(skipHours: Set(-5...99), skipDays: Set(-5...99)),
    ])
  func survivesHints(_ hints: FeedHints) {
    var feed = PolledFeed.proven()
    feed.poll(.feed) { $0.hints = hints }
    #expect((300...23_760).contains(feed.lastWait))
  }

  @Test("polls outside skipHours and skipDays")
  func skipTimes() {
    var feed = PolledFeed.proven()
    // From 10:00 on a Monday: everything but 14 to 16 h is closed.
    let open: Set<Int> = [14, 15]
    feed.now = PolledFeed.start
    let decision = feed.poll(.feed) {
      $0.hints = FeedHints(skipHours: Set(0...23).subtracting(open))
    }
    #expect(decision.reason.limit == .skipTimes)
    #expect((4 * 3_600...4 * 3_600 + 600).contains(feed.lastWait))
    // Hour 24 is hour 0.
    #expect(FeedHints(skipHours: [24]).skipHours == 1)
    // A day that is closed for longer than the ceiling does not stop polling.
    var weekly = PolledFeed.proven()
    weekly.now = PolledFeed.start
    weekly.poll(.feed) { $0.hints = FeedHints(skipDays: Set(0...6)) }
    #expect(weekly.lastWait <= 21_600)
    // Nor is a wait of the operator's changed.
    var own = PolledFeed(interval: .seconds(600))
    own.poll(.feed) { $0.hints = FeedHints(skipHours: Set(0...23).subtracting(open)) }
    #expect(own.lastWait <= 660)
  }

  @Test("looks sooner once after news")
  func soonerAfterNews() {
    var quiet = PolledFeed.proven()
    var lively = PolledFeed.proven()
    for _ in 0..<6 { lively.poll(.feed) { $0.newItems = 1 } }
    #expect(lively.rhythm.why.basis == .afterNews)
    for _ in 0..<6 { quiet.poll(.notModified) }
    #expect(quiet.rhythm.why.basis == .budget)
    lively.poll(.notModified)
    #expect(lively.rhythm.why.basis == .budget)
  }

  @Test("polls more often while nothing of the last window is still there")
  func completenessGuard() {
    var feed = PolledFeed.proven()
    feed.budget = BudgetTerms(requestsPerHourEach: 1)
    for _ in 0..<10 { feed.poll(.notModified) }
    let before = feed.lastWait
    let decision = feed.poll(.feed) {
      $0.newItems = 30
      $0.knownItems = 0
    }
    #expect(decision.notes == [.itemsMayBeMissed])
    #expect(decision.reason.basis == .missedItems)
    #expect(feed.lastWait < before * 0.6)
    #expect(feed.rhythm.missGuard == 0.5)
    let missed = feed.now
    while feed.now.timeIntervalSince(missed) < 2 * 86_400 { feed.poll(.notModified) }
    #expect(feed.rhythm.missGuard == 1)
  }
}
