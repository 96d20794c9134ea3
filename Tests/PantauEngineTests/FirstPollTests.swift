import FoundationEssentials
import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("The first poll of a feed")
struct FirstPollTests {
  private static let week: Double = 7 * 86_400
  private static let channels = [
    ChannelRoute(name: "log", showsOld: true), ChannelRoute(name: "humas", showsOld: false),
  ]

  private func polled() throws -> PolledFeed {
    try PolledFeed(ruleset: .test(channels: Self.channels))
  }

  @Test(
    "makes old what is dated before maxAge: archived, and shown by channels of type stdout alone",
    arguments: [(week + 1, true), (week, false), (60, false), (-3_600, false)])
  func dated(_ age: Double, _ old: Bool) throws {
    var polled = try polled()
    let feed = SampleFeed(.init("a", title: "Banjir di Bontang", date: polled.now - age))
    let step = try polled.poll(.feed(feed))
    #expect(step.summary.alerts.map(\.old) == [old])
    #expect(step.summary.channels == (old ? ["log"] : ["log", "humas"]))
    #expect(try polled.home.store.waitingCounts()["humas"] == (old ? nil : 1))
    #expect(try polled.home.items == 1)
  }

  @Test("takes what has no date for new")
  func undated() throws {
    var polled = try polled()
    let step = try polled.poll(.feed(SampleFeed(.init("a", title: "Banjir di Bontang"))))
    #expect(step.summary.alerts.map(\.old) == [false])
  }

  @Test("is the first that brings a feed: failures before it do not count")
  func afterFailures() throws {
    var polled = try polled()
    try polled.poll(.answer(500))
    polled.wait(hours: 1)
    let feed = SampleFeed(.init("a", title: "Bontang", date: polled.now - Self.week - 1))
    #expect(try polled.poll(.feed(feed)).summary.alerts.map(\.old) == [true])
  }

  @Test("is not over while its document breaks off: what stands behind the break is no news")
  func brokenOff() throws {
    var polled = try polled()
    let old = polled.now - Self.week - 1
    let first = SampleFeed(.init("a", title: "Bontang satu", date: old))
    #expect(try polled.poll(.answer(200, first.truncated)).summary.alerts.map(\.old) == [true])
    polled.state = try #require(try polled.restarted())
    polled.wait(hours: 1)
    let whole = SampleFeed(
      .init("a", title: "Bontang satu", date: old), .init("b", title: "Bontang dua", date: old))
    #expect(try polled.poll(.feed(whole)).summary.alerts.map(\.old) == [true])
    polled.wait(hours: 1)
    let later = SampleFeed(.init("c", title: "Bontang tiga", date: old))
    #expect(try polled.poll(.feed(later)).summary.alerts.map(\.old) == [false])
  }

  @Test("is over with the second document, whole or not")
  func alwaysBroken() throws {
    var polled = try polled()
    let old = polled.now - Self.week - 1
    var olds: [[Bool]] = []
    for name in ["a", "b", "c"] {
      let feed = SampleFeed(.init(name, title: "Bontang \(name)", date: old))
      olds.append(try polled.poll(.answer(200, feed.truncated)).summary.alerts.map(\.old))
      polled.wait(hours: 1)
    }
    #expect(olds == [[true], [true], [false]])
  }

  @Test("is the only one that makes anything old, however late the next comes")
  func later() throws {
    var polled = try polled()
    try polled.poll(.feed(SampleFeed(.init("a", title: "Panen raya"))))
    polled.wait(hours: 24 * 60)
    polled.state = try #require(try polled.restarted())
    let late = SampleFeed(.init("b", title: "Bontang", date: polled.now - 10 * Self.week))
    let step = try polled.poll(.feed(late))
    #expect(step.summary.alerts.map(\.old) == [false])
    #expect(step.summary.channels == ["log", "humas"])
  }

  @Test("comes to new feeds in the order of the configuration")
  func order() throws {
    let names = (0..<40).map { "Kabar\($0)" }
    let feeds = try Newsroom(names).feeds
    let registry = FeedRegistry(feeds.reversed())
    #expect(registry.all.map(\.settings.name) == names)
  }
}
