import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("The engine from start to stop")
struct EngineRunTests {
  private func feed(_ name: String, _ title: String) -> Site.Page {
    .feed(SampleFeed(.init(name, title: title)))
  }

  @Test("a restart polls nothing before it is due, and new feeds at once")
  func restart() async throws {
    let home = try EngineHome()
    let site = try Site(["/a": feed("a", "Satu: Bontang"), "/b": feed("b", "Dua: Bontang")])
    let first = try RunningEngine(.test([site.feed("/a"), site.feed("/b")]), store: home.store)
    first.engine.start()
    #expect(await first.alert(titled: "Satu: Bontang"))
    #expect(await first.alert(titled: "Dua: Bontang"))
    await first.stop()

    site.put(feed("c", "Tiga: Bontang"), at: "/c")
    let feeds = ["/a", "/b", "/c"].map { site.feed($0) }
    let second = try RunningEngine(.test(feeds), store: home.reopened())
    second.engine.start()
    #expect(await second.alert(titled: "Tiga: Bontang"))
    #expect(await second.engine.isResponsive(within: .seconds(30)))
    await second.stop()
    #expect(site.server.hits("/a") == 1)
    #expect(site.server.hits("/b") == 1)
    #expect(second.alerts.count == 1)
  }

  @Test("a cycle of 304 writes no item and raises nothing")
  func notModified() async throws {
    let home = try EngineHome()
    let paths = (0..<20).map { "/\($0)" }
    let site = try Site(
      Dictionary(uniqueKeysWithValues: paths.map { ($0, feed($0, "Bontang \($0)")) }))
    let settings = try EngineSettings.test(paths.map { site.feed($0) })
    let first = try RunningEngine(settings, store: home.store)
    #expect(await first.engine.runOnce())
    await first.stop()
    let changes = try home.count("SELECT max(id) FROM items")
    let second = try RunningEngine(settings, store: home.store)
    #expect(await second.engine.runOnce())
    await second.stop()
    #expect(first.alerts.count == 20)
    #expect(second.alerts.isEmpty)
    #expect(try home.items == 20)
    #expect(try home.count("SELECT max(id) FROM items") == changes)
    #expect(
      try home.count("SELECT count(*) FROM feeds WHERE last_status = 304 AND polls = 2") == 20)
    #expect(site.server.requests.count { $0.header("If-None-Match") != nil } == 20)
  }

  @Test("stop ends within its time though transfers hang; their feeds are polled at the next start")
  func stop() async throws {
    let home = try EngineHome()
    let paths = (0..<8).map { "/\($0)" }
    let hanging = Answer.ok("").after(Gate())
    let site = try Site(Dictionary(uniqueKeysWithValues: paths.map { ($0, .answer(hanging)) }))
    let settings = try EngineSettings.test(paths.map { site.feed($0) })
    let first = try RunningEngine(settings, store: home.store)
    async let finished = first.engine.runOnce()
    await site.server.waitForRequests(8)
    let time = await ContinuousClock().measure { await first.engine.stop(within: .seconds(5)) }
    // The transfers would last 30 s; the tests beside this one take the rest.
    #expect(time < .seconds(25))
    #expect(await finished)
    #expect(try home.count("SELECT count(*) FROM feeds WHERE polls = 0") == 8)

    for path in paths { site.put(feed(path, "Bontang \(path)"), at: path) }
    let second = try RunningEngine(settings, store: home.store)
    second.engine.start()
    #expect(await second.stored { $0.reduce(0) { $0 + $1.alerts.count } == 8 })
    await second.stop()
  }

  @Test("a new configuration adds feeds, drops feeds, and keeps what is known of those that stay")
  func replace() async throws {
    let home = try EngineHome()
    let site = try Site([
      "/a": feed("a", "Satu: Bontang"), "/b": feed("b", "Dua: Bontang"),
      "/c": feed("c", "Tiga: Bontang"),
    ])
    let second = Duration.seconds(1)
    let running = try RunningEngine(
      .test([site.feed("/a", interval: second), site.feed("/b", interval: second)]),
      store: home.store)
    running.engine.start()
    #expect(await running.alert(titled: "Satu: Bontang"))
    #expect(await running.alert(titled: "Dua: Bontang"))
    try running.engine.replace(
      settings: .test(
        [site.feed("/b", interval: second), site.feed("/c")], ruleset: .test(["Berau"])))
    #expect(await running.engine.isResponsive(within: .seconds(30)))
    let before = site.server.hits("/a")
    site.put(feed("d", "Empat: Berau"), at: "/b")
    #expect(await running.alert(titled: "Empat: Berau"))
    await running.stop()
    // One poll of the dropped feed may have been on its way.
    #expect(site.server.hits("/a") <= before + 1)
    #expect(site.server.hits("/c") == 1)
    #expect(site.requests("/b").dropFirst().allSatisfy { $0.header("If-None-Match") != nil })
    #expect(try home.feed(site.server.url("/a")) == nil)
    #expect(try home.feed(site.server.url("/c"))?.polls == 1)
  }

  @Test("a single run leaves out feeds that are gone, and those within a Retry-After")
  func once() async throws {
    let home = try EngineHome()
    let site = try Site([
      "/busy": .answer(.status(503, headers: [("Retry-After", "3600")])),
      "/gone": .answer(.status(410)), "/broken": .answer(.status(500)),
      "/fine": feed("a", "Satu: Bontang"),
    ])
    let feeds = ["/busy", "/gone", "/broken", "/fine"].map { site.feed($0) }
    for _ in 0..<2 {
      let running = try RunningEngine(.test(feeds), store: home.store)
      #expect(await running.engine.runOnce())
      await running.stop()
    }
    #expect(site.server.hits("/busy") == 1)
    #expect(site.server.hits("/gone") == 1)
    #expect(site.server.hits("/broken") == 2)
    #expect(site.server.hits("/fine") == 2)

    let later = try RunningEngine(
      .test(feeds), store: home.store, clock: { Date() + 3_700 })
    #expect(await later.engine.runOnce())
    await later.stop()
    #expect(site.server.hits("/busy") == 2)
    #expect(site.server.hits("/gone") == 1)
  }

  @Test("a gone feed is polled again as soon as someone asks for it")
  func startAgain() async throws {
    let home = try EngineHome()
    let site = try Site(["/gone": .answer(.status(410))])
    let running = try RunningEngine(.test([site.feed("/gone")]), store: home.store)
    running.engine.start()
    #expect(await running.stored { !$0.isEmpty })
    site.put(feed("a", "Kembali: Bontang"), at: "/gone")
    try running.engine.restartRequestedFeeds()
    // A reload is no wish to start it again.
    try running.engine.replace(settings: .test([site.feed("/gone")]))
    #expect(await running.engine.isResponsive(within: .seconds(30)))
    #expect(site.server.hits("/gone") == 1)
    #expect(try home.store.requestRestart(url: site.server.url("/gone")))
    try running.engine.restartRequestedFeeds()
    #expect(await running.alert(titled: "Kembali: Bontang"))
    await running.stop()
    #expect(try home.feed(site.server.url("/gone"))?.isGone == false)
  }

  @Test("a server that says 304 for ever is asked for all of it after a week, and found out")
  func falseNotModified() async throws {
    let (home, titles) = (try EngineHome(), Monitor(["Satu: Bontang"]))
    let server = try LoopbackServer { request in
      guard request.header("If-None-Match") == nil else { return .status(304) }
      let entries = titles.read { $0 }.map { SampleFeed.Entry($0, title: $0) }
      var feed = SampleFeed()
      feed.entries = entries
      return .ok(feed.xml, headers: [("ETag", "\"tetap\"")])
    }
    var alerts: [String] = []
    for (day, isConditional) in [(0.0, false), (1, true), (6.9, true), (7.1, false), (8, true)] {
      let running = try RunningEngine(
        .test([FeedSettings(url: server.url())]), store: home.reopened(),
        clock: { Date() + day * 86_400 })
      #expect(await running.engine.runOnce())
      await running.stop()
      alerts += running.alerts.compactMap(\.item.title)
      #expect((server.requests.last?.header("If-None-Match") != nil) == isConditional)
      if day == 1 { titles.update { $0.append("Dua: Bontang") } }
    }
    #expect(alerts == ["Satu: Bontang", "Dua: Bontang"])
    let rhythm = try #require(try home.feed(server.url()).flatMap { FeedRhythm(bytes: $0.rhythm) })
    #expect(rhythm.guardFoundNews != nil)
  }

  @Test("validators go to the URL that gave them, behind a redirect too", arguments: [301, 302])
  func redirected(_ status: Int) async throws {
    let home = try EngineHome()
    let site = try Site([
      "/lama": .answer(.redirect(status, to: "/baru")), "/baru": feed("a", "Satu: Bontang"),
    ])
    for _ in 0..<3 {
      let running = try RunningEngine(.test([site.feed("/lama")]), store: home.reopened())
      #expect(await running.engine.runOnce())
      await running.stop()
    }
    #expect(site.requests("/lama").allSatisfy { $0.header("If-None-Match") == nil })
    #expect(
      site.requests("/baru").map { $0.header("If-None-Match") != nil } == [false, true, true])
    #expect(try home.feed(site.server.url("/lama"))?.lastStatus == 304)
  }
}
