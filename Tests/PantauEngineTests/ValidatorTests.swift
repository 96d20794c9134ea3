import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("Validators")
struct ValidatorTests {
  private let feed = SampleFeed(.init("a", title: "Banjir di Bontang"))
  private let old = ["ETag": "W/\"satu, dua\"", "Last-Modified": "Kamis, 1 Jan 1970"]
  private let kept = validators("W/\"satu, dua\"", "Kamis, 1 Jan 1970")

  @Test("of a whole feed are stored as received, in the commit of its items, and asked with next")
  func stored() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed, old))
    #expect(try polled.restarted()?.validators == kept)
    #expect(try polled.home.items == 1)
    #expect(polled.state.ask(at: polled.now).validators == kept)
  }

  @Test(
    "of anything but a whole feed are not stored",
    arguments: [
      FetchOutcome.answer(200, webPage, ["ETag": "\"baru\""]),
      .answer(200, "", ["ETag": "\"baru\""]),
      .answer(200, SampleFeed(.init("b", title: "Lain")).truncated, ["ETag": "\"baru\""]),
      .answer(206, SampleFeed(.init("b", title: "Lain")).xml, ["ETag": "\"baru\""]),
      .answer(226, SampleFeed(.init("b", title: "Lain")).xml, ["ETag": "\"baru\""]),
      .answer(404, "", ["ETag": "\"baru\""]),
      .answer(500, SampleFeed(.init("b", title: "Lain")).xml, ["ETag": "\"baru\""]),
      .failed(TransferError(kind: .truncated, message: "broke off")),
    ])
  func notStored(_ outcome: FetchOutcome) throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed, old))
    polled.wait(hours: 1)
    try polled.poll(outcome)
    #expect(polled.state.validators == kept)
    #expect(try polled.restarted()?.validators == kept)
  }

  @Test("of a document that breaks off stay out, its items do not")
  func truncated() throws {
    var polled = try PolledFeed()
    let step = try polled.poll(.answer(200, feed.truncated, ["ETag": "\"baru\""]))
    #expect(step.keywords == [["Bontang"]])
    #expect(step.record.validators == nil)
    #expect(step.record.bodyHash == nil)
    #expect(polled.state.ask(at: polled.now).validators.isEmpty)
  }

  @Test("are replaced together: a feed that sends but one has but one")
  func together() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed, old))
    try polled.poll(.feed(SampleFeed(.init("b", title: "Lain")), ["ETag": "\"dua\""]))
    #expect(try polled.restarted()?.validators == validators("\"dua\""))
  }

  @Test("that no longer come are forgotten")
  func forgotten() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed, old))
    try polled.poll(.feed(SampleFeed(.init("b", title: "Lain"))))
    #expect(try polled.restarted()?.validators == Validators())
  }

  @Test(
    "of a 304 replace those they name; without any, all stay",
    arguments: [
      ([:], validators("W/\"satu, dua\"", "Kamis, 1 Jan 1970")),
      (["ETag": "\"dua\""], validators("\"dua\"", "Kamis, 1 Jan 1970")),
      (["Last-Modified": "nanti"], validators("W/\"satu, dua\"", "nanti")),
      (
        ["ETag": "\"dua\"", "Last-Modified": "nanti"], validators("\"dua\"", "nanti")
      ),
    ] as [([String: String], Validators)])
  func notModified(_ headers: [String: String], _ after: Validators) throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed, old))
    let step = try polled.poll(.answer(304, "", headers))
    #expect(step.record.changes.isEmpty)
    #expect(try polled.restarted()?.validators == after)
    #expect(polled.state.validators == after)
  }

  @Test("are left out once after seven days of nothing but 304")
  func guardAgainstFalse304() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed, old))
    polled.wait(hours: 7 * 24 - 1)
    try polled.poll(.answer(304))
    #expect(!polled.state.ask(at: polled.now).validators.isEmpty)
    polled.wait(hours: 1)
    let ask = polled.state.ask(at: polled.now)
    #expect(ask.validators.isEmpty)
    #expect(!polled.state.ask(at: polled.now).validators.isEmpty)
  }
}
