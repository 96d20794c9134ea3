import FoundationEssentials
import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore
@testable import PantauHTTP

@Suite("Permanent redirects")
struct PermanentRedirectTests {
  private let target = "https://berita.example/feed.xml"
  private let feed = SampleFeed(.init("a", title: "Banjir di Bontang"))

  /// So many polls, so many hours apart, that all end at the target.
  @discardableResult
  private func redirect(
    _ polled: inout PolledFeed, times: Int, hours: Double, status: Int = 301,
    to target: String? = nil
  ) throws -> PolledFeed.Step {
    let target = target ?? self.target
    let hop = FetchResult.Hop(url: polled.state.settings.url, status: status)
    var step = try polled.poll(.feed(feed), through: [hop], to: target)
    for _ in 1..<times {
      polled.wait(hours: hours)
      step = try polled.poll(.feed(feed), through: [hop], to: target)
    }
    return step
  }

  @Test("count after five equal answers over 24 hours", arguments: [301, 308])
  func adopted(_ status: Int) throws {
    var polled = try PolledFeed()
    let step = try redirect(&polled, times: 5, hours: 6, status: status)
    #expect(step.poll.decision.notes == [.redirectAdopted(target: target)])
    let ask = polled.state.ask(at: polled.now)
    #expect(ask.url == target)
    #expect(!ask.isOriginal)
    var restarted = try #require(try polled.restarted())
    #expect(restarted.ask(at: polled.now).url == target)
  }

  @Test(
    "do not count before that, nor when they are temporary",
    arguments: [(4, 24.0, 301), (5, 5.99, 301), (9, 24.0, 302), (9, 24.0, 303), (9, 24.0, 307)])
  func notAdopted(_ times: Int, _ hours: Double, _ status: Int) throws {
    var polled = try PolledFeed()
    try redirect(&polled, times: times, hours: hours, status: status)
    #expect(polled.state.ask(at: polled.now).url == PolledFeed.url)
  }

  @Test("start from nothing when one of the five leads to no feed")
  func broken() throws {
    var polled = try PolledFeed()
    try redirect(&polled, times: 4, hours: 8)
    polled.wait(hours: 8)
    let hop = FetchResult.Hop(url: PolledFeed.url, status: 301)
    try polled.poll(.answer(200, webPage), through: [hop], to: target)
    polled.wait(hours: 8)
    try redirect(&polled, times: 1, hours: 8)
    #expect(polled.state.ask(at: polled.now).isOriginal)
  }

  @Test("have the old address tried once a week, and only then")
  func weekly() throws {
    var polled = try PolledFeed()
    try redirect(&polled, times: 5, hours: 6)
    polled.wait(hours: 7 * 24 - 1)
    try polled.poll(.feed(feed))
    #expect(!polled.state.ask(at: polled.now).isOriginal)
    polled.wait(hours: 1)
    #expect(polled.state.ask(at: polled.now).isOriginal)
    try redirect(&polled, times: 1, hours: 0)
    #expect(!polled.state.ask(at: polled.now).isOriginal)
  }

  @Test("are dropped when the old address answers itself again")
  func dropped() throws {
    var polled = try PolledFeed()
    try redirect(&polled, times: 5, hours: 6)
    polled.wait(hours: 7 * 24)
    let step = try polled.poll(.feed(feed))
    #expect(step.poll.decision.notes == [.redirectDropped(target: target)])
    #expect(polled.state.ask(at: polled.now).isOriginal)
  }

  @Test("are dropped when the target is gone, which ends the feed only by its own address")
  func targetGone() throws {
    var polled = try PolledFeed()
    try redirect(&polled, times: 5, hours: 6)
    polled.wait(hours: 1)
    let step = try polled.poll(.answer(410))
    #expect(step.poll.decision.notes == [.redirectDropped(target: target)])
    #expect(step.record.nextDue != nil)
    #expect(try polled.home.feed(PolledFeed.url)?.isGone == false)
    #expect(polled.state.ask(at: polled.now).isOriginal)
    try polled.poll(.answer(410), through: [.init(url: PolledFeed.url, status: 301)], to: target)
    #expect(try polled.home.feed(PolledFeed.url)?.isGone == true)
  }

  @Test(
    "are not adopted for a feed with credentials, which the target would not be sent",
    arguments: [
      (PolledFeed.url, [(name: "X-Kunci", value: "rahasia")], "https://lain.example/feed.xml"),
      (PolledFeed.url, [(name: "X-Kunci", value: "rahasia")], "http://berita.example/feed.xml"),
      ("https://humas:rahasia@berita.example/rss", [], "https://berita.example/feed.xml"),
    ])
  func credentials(
    _ url: String, _ headers: [(name: String, value: String)], _ target: String
  ) throws {
    var polled = try PolledFeed(headers: headers, url: url)
    try redirect(&polled, times: 9, hours: 6, to: target)
    #expect(polled.state.ask(at: polled.now).url == url)
  }

  @Test("of either kind count at the host that answered last, over a restart too")
  func way() throws {
    var polled = try PolledFeed()
    let (old, new) = (PollHost(name: "berita.example"), PollHost(name: "lain.example"))
    #expect(polled.state.way(at: polled.now) == PollWay(asked: old, answering: old))
    try redirect(&polled, times: 1, hours: 0, status: 302, to: "https://lain.example/x")
    let way = PollWay(asked: old, answering: new)
    #expect(polled.state.way(at: polled.now) == way)
    #expect(try polled.restarted()?.way(at: polled.now) == way)
    try redirect(&polled, times: 5, hours: 6, to: "https://lain.example/x")
    #expect(polled.state.way(at: polled.now) == PollWay(asked: new))
  }

  @Test("within the feed's origin are adopted with its headers, which go along")
  func ownOrigin() throws {
    var polled = try PolledFeed(headers: [(name: "X-Kunci", value: "rahasia")])
    try redirect(&polled, times: 5, hours: 6)
    let ask = polled.state.ask(at: polled.now)
    #expect(ask.url == target)
    let request = try EngineSettings.test([polled.state.settings])
      .request(for: .init(ask: ask, state: polled.state))
    #expect(request.url == target)
    #expect(request.headers.map(\.value) == ["rahasia"])
  }

  @Test("that were adopted do not hold for credentials that come to the configuration")
  func credentialsLater() throws {
    var polled = try PolledFeed()
    try redirect(&polled, times: 5, hours: 6, to: "https://lain.example/feed.xml")
    #expect(polled.state.ask(at: polled.now).url == "https://lain.example/feed.xml")
    polled.state.settings.headers = [(name: "X-Kunci", value: "rahasia")]
    let ask = polled.state.ask(at: polled.now)
    #expect(ask.url == PolledFeed.url && ask.isOriginal)
  }
}
