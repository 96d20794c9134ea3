import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("The same body again")
struct SameBodyTests {
  private var feed: SampleFeed {
    var feed = SampleFeed(.init("a", title: "Banjir di Bontang"))
    feed.ttlMinutes = 120
    return feed
  }

  @Test("is not parsed: nothing is matched anew, and the new validators are kept")
  func notParsed() throws {
    var polled = try PolledFeed(ruleset: .test(["Bontang"]))
    try polled.poll(.feed(feed, ["ETag": "\"satu\""]))
    // Were the body read, its item would now be new.
    try polled.home.forgetItems()
    polled.wait(hours: 2)
    let step = try polled.poll(.feed(feed, ["ETag": "\"dua\""]))
    #expect(step.record.changes.isEmpty)
    #expect(step.record.health.error == nil)
    #expect(polled.state.validators == validators("\"dua\""))
  }

  @Test("keeps the interval that the document asks for")
  func hints() throws {
    var polled = try PolledFeed()
    let first = try polled.poll(.feed(feed, ["ETag": "\"satu\""]))
    #expect(first.wait >= 7_200)
    polled.wait(hours: 3)
    let second = try polled.poll(.feed(feed, ["ETag": "\"satu\""]))
    #expect(second.wait >= 7_200)
    #expect(polled.state.rhythm.documentSeconds == 7_200)
    #expect(polled.state.rhythm.windowItems == 1)
  }

  @Test("is known across a restart")
  func restart() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    polled.state = try #require(try polled.restarted())
    #expect(polled.state.bodyHash != nil)
    try polled.home.forgetItems()
    #expect(try polled.poll(.feed(feed)).record.changes.isEmpty)
  }

  @Test("that broke off is read again when it is whole")
  func whole() throws {
    var polled = try PolledFeed()
    try polled.poll(.answer(200, feed.truncated))
    var whole = feed
    whole.entries.append(.init("b", title: "Hujan di Samarinda"))
    #expect(try polled.poll(.feed(whole)).keywords == [["Samarinda"]])
  }
}
