import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauStore
import PantauTestSupport
import Testing

@testable import PantauEngine

@Suite("The article behind the summary")
struct FullTextTests {
  private static func page(_ text: String, canonical: String? = nil) -> Site.Page {
    let link = canonical.map { "<link rel=\"canonical\" href=\"\($0)\">" } ?? ""
    let filler = "Warga menunggu kabar dari petugas di balai desa sejak pagi sampai sore hari."
    return .answer(
      .ok(
        """
        <html><head>\(link)</head><body><nav><a href="/">Samarinda</a></nav>
        <article><p>\(text) \(filler)</p><p>\(filler)</p></article></body></html>
        """, headers: [("Content-Type", "text/html; charset=utf-8")]))
  }

  /// A feed whose items link to `/1`, `/2` and so on of the same site.
  private static func feed(_ site: Site, _ titles: String...) -> Site.Page {
    var feed = SampleFeed()
    feed.entries = titles.enumerated().map { index, title in
      var entry = SampleFeed.Entry("n\(index + 1)", title: title)
      entry.link = site.server.url("/\(index + 1)")
      return entry
    }
    return .feed(feed)
  }

  private func run(
    _ site: Site, _ home: EngineHome, fullText: Bool = true, privateToo: Bool = false,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) async throws -> RunningEngine {
    var feed = site.feed("/rss")
    feed.fullText = fullText
    var settings = try EngineSettings.test([feed])
    settings.allowsPrivateAddresses = privateToo
    let running = try RunningEngine(settings, store: home.store, clock: clock)
    #expect(await running.engine.runOnce())
    await running.stop()
    return running
  }

  private func states(_ home: EngineHome) throws -> [String] {
    try home.texts("SELECT state || ':' || coalesce(note, '') FROM articles ORDER BY url")
  }

  @Test("is read once, stored as content, and alerts for what the summary did not say")
  func reads() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Banjir surut", "Bontang hari ini"), at: "/rss")
    site.put(Self.page("Tim dari Bontang dan Samarinda tiba."), at: "/1")
    site.put(Self.page("Pasar Bontang ramai."), at: "/2")
    let running = try await run(site, home)
    #expect(
      running.alerts.map(\.keywords).sorted { $0.count < $1.count } == [
        ["Bontang"], ["Bontang", "Samarinda"],
      ])
    #expect(try home.count("SELECT count(*) FROM items WHERE content LIKE '%balai desa%'") == 2)
    #expect(try home.texts("SELECT content FROM items").allSatisfy { !$0.contains("<") })
    #expect(try states(home) == ["read:", "read:"])
    #expect(site.requests("/robots.txt").count == 1)
    let request = try #require(site.requests("/1").first)
    #expect(request.header("Accept")?.hasPrefix("text/html") == true)
    #expect(request.header("User-Agent") == "pantau/1.0 (test)")
    #expect(request.header("Cookie") == nil && request.header("Referer") == nil)
    _ = try await run(site, home)
    #expect(site.requests("/1").count == 1)
    #expect(site.requests("/2").count == 1)
  }

  @Test("raises once what title and article both say")
  func once() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Bontang siaga"), at: "/rss")
    site.put(Self.page("Bontang siaga penuh, juga Samarinda."), at: "/1")
    let running = try await run(site, home)
    #expect(running.alerts.map(\.keywords) == [["Bontang"], ["Samarinda"]])
  }

  @Test("is not read without fullText, nor for items older than alerts.maxAge at the first poll")
  func notWanted() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Bontang"), at: "/rss")
    _ = try await run(site, home, fullText: false)
    #expect(site.server.requests.map(\.path) == ["/rss"])
    let other = try EngineHome()
    var old = SampleFeed(.init("a", title: "Lama", date: Date() - 30 * 86_400))
    old.entries[0].link = site.server.url("/1")
    site.put(.feed(old), at: "/rss")
    _ = try await run(site, other)
    #expect(site.requests("/1").isEmpty)
  }

  @Test("robots.txt forbids, and nothing is asked for")
  func robots() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Satu", "Dua"), at: "/rss")
    site.put(.answer(.ok("User-agent: pantau\nDisallow: /1\n")), at: "/robots.txt")
    site.put(Self.page("Bontang"), at: "/1")
    site.put(Self.page("Bontang"), at: "/2")
    _ = try await run(site, home)
    #expect(site.requests("/1").isEmpty)
    #expect(site.requests("/2").count == 1)
    #expect(
      try states(home) == ["failed:robots.txt of the site does not allow it", "read:"])
  }

  @Test("a robots.txt that could not be read forbids all, says so, and is asked for again")
  func robotsUnreadable() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Satu"), at: "/rss")
    site.put(.answer(.status(503)), at: "/robots.txt")
    site.put(Self.page("Kabar dari Bontang."), at: "/1")
    _ = try await run(site, home)
    #expect(
      try states(home) == [
        "waiting:robots.txt of the site could not be read (status 503), which forbids all until it "
          + "can (RFC 9309); it is asked for again in an hour"
      ])
    let now = Date().millisecondsSince1970
    #expect(try home.count("SELECT (due_ms - \(now)) / 60000 FROM articles") >= 30)
    #expect(site.requests("/1").isEmpty)
    site.put(.answer(.status(404)), at: "/robots.txt")
    let again = try await run(site, home) { Date() + 3_600 }
    #expect(again.alerts.map(\.keywords) == [["Bontang"]])
    #expect(try states(home) == ["read:"])
  }

  @Test("a robots.txt that is not there forbids nothing", arguments: [403, 404])
  func robotsStatus(_ status: Int) async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Satu"), at: "/rss")
    site.put(.answer(.status(status)), at: "/robots.txt")
    site.put(Self.page("Bontang"), at: "/1")
    _ = try await run(site, home)
    #expect(site.requests("/1").count == 1)
  }

  @Test("a failure costs a note: the item stands as its feed gave it")
  func failures() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Bontang 1", "Bontang 2", "Bontang 3"), at: "/rss")
    site.put(.answer(.status(500)), at: "/1")
    site.put(.answer(.ok("%PDF", headers: [("Content-Type", "application/pdf")])), at: "/2")
    site.put(.answer(.ok("<p>Pendek")), at: "/3")
    let running = try await run(site, home)
    #expect(running.alerts.count == 3)
    #expect(
      try Set(states(home)) == [
        "failed:the server answered with status 500",
        "failed:it is no web page but application/pdf",
        "failed:no main text was found on the page",
      ])
    #expect(try home.count("SELECT count(*) FROM items WHERE summary LIKE 'Warga%'") == 3)
    #expect(try home.count("SELECT count(*) FROM feeds WHERE failures > 0") == 0)
  }

  @Test("a server that asks for peace is asked again later, three times at most")
  func later() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Satu"), at: "/rss")
    site.put(.answer(.status(503, headers: [("Retry-After", "0")])), at: "/1")
    for _ in 0..<5 { _ = try await run(site, home) }
    #expect(site.requests("/1").count == 3)
    #expect(try states(home) == ["failed:the server asks for fewer requests (503)"])
  }

  @Test("a 429 of an article leaves its host alone for feeds as well, over a restart too")
  func tooMany() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Satu"), at: "/rss")
    site.put(.answer(.status(429, headers: [("Retry-After", "3600")])), at: "/1")
    let start = Date()
    for (seconds, polls) in [(0.0, 1), (3_500, 1), (3_700, 2)] {
      _ = try await run(site, home) { start + seconds }
      #expect(site.requests("/rss").count == polls)
    }
  }

  @Test("a single run waits so long for articles and no longer; the next one reads them")
  func timeIsUp() async throws {
    let (site, home, gate) = (try Site([:]), try EngineHome(), Gate())
    defer { gate.open() }
    site.put(Self.feed(site, "Satu"), at: "/rss")
    site.put(.answer(Answer.ok("x").after(gate)), at: "/1")
    var feed = site.feed("/rss")
    feed.fullText = true
    let running = try RunningEngine(.test([feed]), store: home.store)
    // The server never answers, and each request may take an hour.
    #expect(await running.engine.runOnce(articleTime: .milliseconds(100)))
    #expect(
      await running.log.said("articles wait for the next run: their servers took too long"))
    await running.stop()
    #expect(try states(home) == ["waiting:"])
    #expect(Engine.articleTime == .seconds(300))
    site.put(Self.page("Kabar dari Bontang."), at: "/1")
    #expect(try await run(site, home).alerts.map(\.keywords) == [["Bontang"]])
  }

  @Test("redirects are judged hop by hop, each by the robots.txt of its site")
  func redirects() async throws {
    let other = try LoopbackServer(
      address: "127.0.0.2",
      routes: ["/robots.txt": .ok("User-agent: *\nDisallow: /"), "/x": .ok("x")])
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Satu", "Dua", "Tiga"), at: "/rss")
    site.put(.answer(.redirect(301, to: "/baru")), at: "/1")
    site.put(Self.page("Bontang", canonical: "/kanonik"), at: "/baru")
    site.put(.answer(.redirect(to: other.url("/x"))), at: "/2")
    site.put(.answer(.redirect(to: "/3")), at: "/3")
    _ = try await run(site, home, privateToo: true)
    #expect(
      try states(home) == [
        "read:", "failed:robots.txt of the site does not allow it",
        "failed:it redirects in a ring, or too often",
      ])
    #expect(other.hits("/x") == 0)
    #expect(
      try home.texts("SELECT canonical_url FROM articles WHERE state = 'read'")
        == [site.server.url("/kanonik")])
  }

  @Test("what the page calls its own URL is known as the item's")
  func canonicalIdentity() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.feed(site, "Bontang siaga"), at: "/rss")
    site.put(Self.page("Kabar dari Bontang.", canonical: "/berita/siaga"), at: "/1")
    #expect(try await run(site, home).alerts.count == 1)
    var moved = SampleFeed(.init("lain", title: "Bontang siaga banjir", date: Date()))
    moved.entries[0].link = site.server.url("/berita/siaga?utm_source=rss")
    site.put(.feed(moved), at: "/rss")
    #expect(try await run(site, home).alerts.isEmpty)
    #expect(try home.items == 1)
  }

  @Test("articles of two feeds that are alike only in whole are one story, told once")
  func canonicalStory() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    for (place, title) in ["Air pasang merendam pasar", "Pedagang pindah ke terminal"].enumerated()
    {
      var feed = SampleFeed(
        .init("n\(place)", title: title, text: "Baca selengkapnya di laman kami."))
      feed.entries[0].link = site.server.url("/\(place)")
      site.put(.feed(feed), at: "/rss\(place)")
      site.put(
        Self.page(
          """
          Air pasang merendam pasar Bontang setinggi lutut sejak subuh, dan pedagang pindah ke
          terminal lama. Dinas perdagangan menyiapkan tenda untuk dua pekan ke depan.
          """, canonical: "/pasar"), at: "/\(place)")
    }
    var settings = try EngineSettings.test(
      [0, 1].map { place in
        var feed = site.feed("/rss\(place)")
        feed.fullText = true
        return feed
      })
    settings.allowsPrivateAddresses = false
    let running = try RunningEngine(settings, store: home.store)
    #expect(await running.engine.runOnce())
    await running.stop()
    #expect(running.alerts.count == 1)
    #expect(try home.count("SELECT count(*) FROM items WHERE story_id IS NOT NULL") == 1)
    #expect(try home.count("SELECT count(*) FROM silenced") == 1)
  }

  @Test("a link to a private address is not followed")
  func addresses() async throws {
    let other = try LoopbackServer(address: "127.0.0.2", routes: ["/1": .ok("rahasia")])
    let (site, home) = (try Site([:]), try EngineHome())
    var feed = SampleFeed(.init("a", title: "Satu"))
    feed.entries[0].link = other.url("/1")
    site.put(.feed(feed), at: "/rss")
    _ = try await run(site, home)
    #expect(other.requests.isEmpty)
    #expect(try states(home).first?.contains("polling.allowPrivateAddresses") == true)
  }

  @Test("what waits survives a stop, and a correction of the feed keeps the text")
  func survives() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    let gate = Gate()
    site.put(Self.feed(site, "Satu"), at: "/rss")
    site.put(.answer(Answer.ok("").after(gate)), at: "/1")
    var feed = site.feed("/rss")
    feed.fullText = true
    let running = try RunningEngine(.test([feed]), store: home.store)
    running.engine.start()
    await site.server.waitForRequests(3)
    await running.stop()
    gate.open()
    #expect(try states(home) == ["waiting:"])
    site.put(Self.page("Kabar dari Bontang."), at: "/1")
    let again = try await run(site, home)
    #expect(again.alerts.map(\.keywords) == [["Bontang"]])
    site.put(Self.feed(site, "Satu, dibetulkan"), at: "/rss")
    _ = try await run(site, home)
    #expect(
      try home.count(
        "SELECT count(*) FROM items WHERE title LIKE '%dibetulkan' AND content LIKE '%Kabar dari Bontang%'"
      )
        == 1)
  }
}

@Suite("Articles in line")
struct ArticleLinesTests {
  private let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

  private func article(_ id: Int64, _ url: String) -> WaitingArticle {
    WaitingArticle(itemID: id, feedID: 1, url: url, language: nil)
  }

  @Test("robots.txt comes first, then an article each two seconds, one at a time")
  func pace() {
    var lines = ArticleLines()
    let host = PollHost(name: "kabar.example")
    for id in 1...3 { lines.add(article(Int64(id), "https://kabar.example/\(id)")) }
    lines.add(article(1, "https://kabar.example/1"))
    #expect(lines.items.count == 3)
    #expect(
      lines.next(now: start) { _ in nil }
        == .robots(
          origin: "https://kabar.example", host: host, of: article(1, "https://kabar.example/1")))
    #expect(lines.next(now: start) { _ in nil } == nil)
    lines.ended(host, now: start)
    lines.learn(.rules(.everything), of: "https://kabar.example", now: start)
    #expect(
      lines.next(now: start) { _ in nil }
        == .article(article(1, "https://kabar.example/1"), host: host))
    lines.ended(host, now: start)
    #expect(lines.next(now: start + .milliseconds(1_999)) { _ in nil } == nil)
    #expect(lines.wake == start + .seconds(2))
    #expect(
      lines.next(now: start + .seconds(2)) { _ in nil }
        == .article(article(2, "https://kabar.example/2"), host: host))
  }

  @Test("a host that its feeds keep busy is asked when they leave room")
  func leave() {
    var lines = ArticleLines()
    lines.add(article(1, "https://kabar.example/1"))
    lines.learn(.rules(.everything), of: "https://kabar.example", now: start)
    let busy = start + .seconds(5)
    #expect(lines.next(now: start) { _ in busy } == nil)
    #expect(lines.wake == busy)
    #expect(lines.flying == 0)
    #expect(lines.next(now: busy) { _ in nil } != nil)
  }

  @Test("a robots.txt that could not be read is asked for again after an hour")
  func expiry() {
    var lines = ArticleLines()
    lines.add(article(1, "https://kabar.example/1"))
    lines.learn(
      .unreadable("status 500"), of: "https://kabar.example", now: start)
    #expect(
      lines.next(now: start + .seconds(600)) { _ in nil }
        == .unreadable(
          article(1, "https://kabar.example/1"), "status 500", seconds: 3_000))
    lines.add(article(2, "https://kabar.example/2"))
    let later = start + ArticleLines.failureHolds
    guard case .robots = lines.next(now: later, leave: { _ in nil }) else {
      Issue.record("robots.txt was not asked for")
      return
    }
  }
}
