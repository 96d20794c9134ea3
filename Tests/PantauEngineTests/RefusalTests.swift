import FoundationEssentials
import PantauCore
import PantauTestSupport
import Testing

@testable import PantauEngine
@testable import PantauHTTP
@testable import PantauStore

@Suite("A host after 429")
struct HostRestTests {
  @Test("is asked for no other feed before its Retry-After, while other hosts go on")
  func hostRests() async throws {
    let (site, other) = (try Site(["/a": Self.hour, "/b": Self.hour]), try Site([:]))
    // Another name of the loopback server is another host.
    let elsewhere = ["Bontang", "Samarinda"].map { place in
      other.put(.feed(SampleFeed(.init(place, title: place))), at: "/" + place)
      let url = other.server.url("/" + place).replacing("127.0.0.1", with: "localhost")
      return FeedSettings(url: url)
    }
    let home = try EngineHome()
    let running = try RunningEngine(
      .test([site.feed("/a"), site.feed("/b")] + elsewhere, perHost: 1), store: home.store)
    #expect(await running.engine.runOnce())
    await running.stop()
    #expect(site.server.requests.count == 1)
    #expect(Set(running.alerts.map(\.item.title)) == ["Bontang", "Samarinda"])
  }

  private static let start = Date()
  private static let hour = Site.Page.answer(.status(429, headers: [("Retry-After", "3600")]))

  /// Starts anew on an archive, so much later, and polls each feed once.
  private func restart(
    _ home: EngineHome, after seconds: Double, _ settings: EngineSettings
  ) async throws {
    let running = try RunningEngine(
      settings, store: home.reopened(), clock: { Self.start + seconds })
    #expect(await running.engine.runOnce())
    await running.stop()
  }

  @Test("rests over a restart too, for all its feeds, until its time is over")
  func restRestarted() async throws {
    let (site, home) = (try Site(["/a": Self.hour, "/b": Self.hour]), try EngineHome())
    let settings = try EngineSettings.test([site.feed("/a"), site.feed("/b")], perHost: 1)
    for (seconds, requests) in [(0.0, 1), (3_500, 1), (3_700, 2), (7_000, 2)] {
      try await restart(home, after: seconds, settings)
      #expect(site.server.requests.count == requests)
    }
  }

  @Test("a feed that comes to the configuration meanwhile waits with it")
  func newcomer() async throws {
    let (site, home) = (try Site(["/a": Self.hour, "/b": Self.hour]), try EngineHome())
    try await restart(home, after: 0, .test([site.feed("/a")]))
    try await restart(home, after: 60, .test([site.feed("/b")]))
    #expect(site.server.requests.map(\.path) == ["/a"])
  }

  @Test("is the one that a feed has moved to for good; the old one's limits are its other feeds'")
  func moved() async throws {
    let (site, target) = (try Site([:]), try Site(["/x": Self.hour]))
    let elsewhere = target.server.url("/").replacing("127.0.0.1", with: "localhost")
    for (site, path) in [(site, "/b"), (target, "/c")] {
      site.put(.feed(SampleFeed(.init(path, title: "Kabar"))), at: path)
    }
    var polled = try PolledFeed(url: site.server.url("/a"))
    let hop = FetchResult.Hop(url: site.server.url("/a"), status: 301)
    let news = FetchOutcome.feed(SampleFeed(.init("a", title: "Banjir")))
    for _ in 0..<5 {
      polled.wait(hours: 6)
      try polled.poll(news, through: [hop], to: elsewhere + "x")
    }
    let now = polled.now
    let feeds = [site.feed("/a"), site.feed("/b"), FeedSettings(url: elsewhere + "c")]
    var settings = try EngineSettings.test(feeds, perHost: 1)
    settings.allowsPrivateAddresses = true
    let running = try RunningEngine(settings, store: polled.home.store, clock: { now })
    #expect(await running.engine.runOnce())
    await running.stop()
    #expect(site.server.requests.map(\.path) == ["/b"])
    // One at a time there: whichever comes first, nothing follows the 429.
    #expect(target.server.requests.last?.path == "/x")
  }

  @Test("of feeds whose first polls are led to it those that wait for their turn leave it alone")
  func firstPolls() async throws {
    let (target, home) = (try Site(["/x": Self.hour]), try EngineHome())
    let elsewhere = try (2...9).map { number in
      try LoopbackServer(
        address: "127.0.0.\(number)", routes: ["/a": .redirect(to: target.server.url("/x"))])
    }
    var settings = try EngineSettings.test(
      elsewhere.map { FeedSettings(url: $0.url("/a")) }, perHost: 1)
    settings.allowsPrivateAddresses = true
    try await restart(home, after: 0, settings)
    #expect(elsewhere.map(\.requests.count) == Array(repeating: 1, count: 8))
    #expect(target.server.requests.count == 1)
  }

  @Test("of which a redirect led to it both are left alone")
  func redirected() async throws {
    let (site, target, home) = (try Site([:]), try Site(["/x": Self.hour]), try EngineHome())
    let elsewhere = target.server.url("/").replacing("127.0.0.1", with: "localhost")
    site.put(.answer(.redirect(to: elsewhere + "x")), at: "/a")
    for feeds in [[site.feed("/a")], [site.feed("/b"), FeedSettings(url: elsewhere + "c")]] {
      var settings = try EngineSettings.test(feeds)
      settings.allowsPrivateAddresses = true
      try await restart(home, after: 0, settings)
    }
    #expect((site.server.requests + target.server.requests).map(\.path) == ["/a", "/x"])
  }
}

@Suite("Refusals of a server")
struct RefusalTests {
  private static let news = SampleFeed(.init("a", title: "Banjir di Bontang"))

  @Test("410 ends polling, over a restart too, until someone starts the feed again")
  func gone() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(Self.news))
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
    #expect(try polled.poll(.feed(Self.news)).record.nextDue != nil)
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

  @Test(
    "each kind of failure lets the wait grow by its share of the interval, and brings no item",
    arguments: [
      (.answer(500, news.xml), 0.5), (.answer(599), 0.5), (.answer(404, news.xml), 0.5),
      (.failed(TransferError(kind: .tls, message: "")), 0.5),
      (.failed(TransferError(kind: .timeout, message: "")), 0.5),
      (.failed(TransferError(kind: .dnsTemporary, message: "")), 0.25),
      (.failed(TransferError(kind: .dns, message: "")), 1),
      (.failed(TransferError(kind: .connect, message: "")), 1), (.answer(400), 1),
      (.answer(206, news.xml), 1), (.answer(226, news.xml), 1), (.answer(200, webPage), 1),
      (.answer(200, ""), 1),
    ] as [(FetchOutcome, Double)])
  func growth(_ outcome: FetchOutcome, _ share: Double) throws {
    var polled = try PolledFeed(interval: .seconds(3_600))
    for failures in 1...3 {
      let wait = 3_600 * (1 + share * Double(failures))
      let step = try polled.poll(outcome)
      #expect((wait * 0.9...wait * 1.1).contains(step.wait))
      #expect(step.record.health.error != nil)
      polled.wait(hours: 1)
    }
    #expect(try polled.home.items == 0)
    #expect(try polled.poll(.feed(Self.news)).wait <= 3_960)
    #expect(try polled.home.items == 1)
  }

  @Test("403 and 429 without Retry-After wait ten minutes, doubling", arguments: [403, 429])
  func throttled(_ status: Int) throws {
    var polled = try PolledFeed(interval: .seconds(60))
    for wait in [600.0, 1_200, 2_400] {
      #expect((wait...wait * 1.5).contains(try polled.poll(.answer(status)).wait))
    }
  }

  @Test("a success ends a Retry-After")
  func ended() throws {
    var polled = try PolledFeed()
    try polled.poll(.answer(503, "", ["Retry-After": "60"]))
    polled.wait(hours: 1)
    try polled.poll(.feed(Self.news))
    #expect(polled.state.rhythm.notBefore == nil)
  }
}
