import FoundationEssentials
import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("Refusals of a server")
struct RefusalTests {
  private let feed = SampleFeed(.init("a", title: "Banjir di Bontang"))

  @Test("410 ends polling, over a restart too, until someone starts the feed again")
  func gone() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    let step = try polled.poll(.answer(410))
    #expect(step.record.nextDue == nil)
    #expect(step.poll.decision.due == .distantFuture)
    #expect(step.poll.decision.notes == [.gone])
    let stored = try #require(try polled.home.feed(PolledFeed.url))
    #expect(stored.isGone)
    #expect(stored.nextDue == nil)
    #expect(stored.lastError == "the server says that the feed is gone for good (410)")
    #expect(try polled.restarted()?.rhythm.isGone == true)

    #expect(try polled.home.store.requestRestart(url: PolledFeed.url))
    let restarted = try #require(try polled.restarted())
    #expect(!restarted.rhythm.isGone)
    #expect(restarted.rhythm.nextDue == polled.now)
    polled.state = restarted
    #expect(try polled.poll(.feed(feed)).record.nextDue != nil)
    #expect(try polled.restarted()?.rhythm.isGone == false)
  }

  @Test(
    "Retry-After in seconds or as a date is waited out and lengthened by a tenth at most",
    arguments: [429, 503],
    [
      ["Retry-After": "7200"],
      // The server's clock is a year behind: only the distance to its own Date counts.
      [
        "Date": "Mon, 24 Nov 2025 04:00:00 GMT", "Retry-After": "Mon, 24 Nov 2025 06:00:00 GMT",
      ],
      ["Retry-After": "Mon, 23 Nov 2026 02:00:00 GMT"],
    ])
  func retryAfter(_ status: Int, _ headers: [String: String]) throws {
    var polled = try PolledFeed(interval: .seconds(60))
    polled.now = Date(timeIntervalSince1970: 1_795_392_000)
    let step = try polled.poll(.answer(status, "", headers))
    let until = polled.now + 7_200
    #expect((7_200...7_920).contains(step.wait))
    #expect(polled.state.rhythm.notBefore == until)
    #expect(step.poll.decision.hostPause == (status == 429 ? until : nil))
    #expect(try polled.restarted()?.rhythm.notBefore == until)
  }

  @Test("Retry-After of more than a day is cut to a day, and the log says so")
  func cut() throws {
    var polled = try PolledFeed(interval: .seconds(60))
    let step = try polled.poll(.answer(503, "", ["Retry-After": "86401"]))
    #expect(polled.state.rhythm.notBefore == polled.now + 86_400)
    #expect(step.poll.decision.notes == [.retryAfterCut(seconds: 86_401)])
  }

  @Test("a success ends a Retry-After")
  func ended() throws {
    var polled = try PolledFeed()
    try polled.poll(.answer(503, "", ["Retry-After": "60"]))
    polled.wait(hours: 1)
    try polled.poll(.feed(feed))
    #expect(polled.state.rhythm.notBefore == nil)
  }
}
