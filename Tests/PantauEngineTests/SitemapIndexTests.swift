import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@testable import PantauEngine

@Suite("A sitemap index leads to its parts")
struct SitemapIndexTests {
  private static let now = Date()

  private static func index(_ parts: [(url: String, lastmod: String?)]) -> Site.Page {
    .answer(.ok(indexText(parts), headers: [("ETag", "\"i\"")]))
  }

  private static func indexText(_ parts: [(url: String, lastmod: String?)]) -> String {
    let entries = parts.map { url, lastmod in
      "<sitemap><loc>\(url)</loc>\(lastmod.map { "<lastmod>\($0)</lastmod>" } ?? "")</sitemap>"
    }
    return
      "<?xml version=\"1.0\"?><sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
      + entries.joined() + "</sitemapindex>"
  }

  private static func part(_ titles: String..., tag: String = "\"1\"") -> Site.Page {
    .answer(.ok(partText(titles), headers: [("ETag", tag)]))
  }

  private static func partText(_ titles: [String]) -> String {
    let entries = titles.map { title in
      """
      <url><loc>https://kabar.example/\(title.replacing(" ", with: "-"))</loc><news:news>
      <news:publication><news:name>Kabar</news:name></news:publication>
      <news:publication_date>\(ISO8601.text(now))</news:publication_date>
      <news:title>\(title)</news:title></news:news></url>
      """
    }
    return """
      <?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\(entries.joined())</urlset>
      """
  }

  private static let plain = Site.Page.answer(
    .ok("<urlset><url><loc>https://kabar.example/tentang</loc></url></urlset>"))

  @discardableResult
  private func run(_ site: Site, _ home: EngineHome) async throws -> RunningEngine {
    let running = try RunningEngine(.test([site.feed("/peta.xml")]), store: home.store)
    #expect(await running.engine.runOnce())
    await running.stop()
    return running
  }

  @Test("their items are the feed's own, also those that come later")
  func follows() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(
      Self.index([
        (site.server.url("/news.xml"), "2026-11-20T08:00:00Z"),
        (site.server.url("/laman.xml"), nil),
      ]), at: "/peta.xml")
    site.put(Self.part("Bontang siaga"), at: "/news.xml")
    site.put(Self.plain, at: "/laman.xml")
    let first = try await run(site, home)
    #expect(first.alerts.map(\.item.title) == ["Bontang siaga"])
    #expect(first.alerts.first?.feed.url == site.server.url("/peta.xml"))
    #expect(site.server.requests.map(\.path) == ["/peta.xml", "/news.xml", "/laman.xml"])
    try await run(site, home)
    #expect(site.requests("/news.xml").count == 1)
    #expect(site.requests("/laman.xml").count == 1)
    site.put(
      Self.index([(site.server.url("/news.xml"), "2026-11-20T09:00:00Z")]), at: "/peta.xml")
    site.put(Self.part("Samarinda juga", "Bontang siaga", tag: "\"2\""), at: "/news.xml")
    let later = try await run(site, home)
    #expect(later.alerts.map(\.item.title) == ["Samarinda juga"])
    #expect(site.requests("/news.xml").last?.header("If-None-Match") == "\"1\"")
    #expect(try home.items == 2)
  }

  @Test("a part that is a gzip file is read as well")
  func gzipPart() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(
      Self.index([(site.server.url("/news.xml.gz"), "2026-11-20T08:00:00Z")]), at: "/peta.xml")
    let file = Deflate.gzip(Array(Self.partText(["Bontang siaga"]).utf8))
    let headers = [("Content-Type", "application/gzip"), ("ETag", "\"1\"")]
    site.put(.answer(.status(200, headers: headers, body: file)), at: "/news.xml.gz")
    #expect(try await run(site, home).alerts.map(\.item.title) == ["Bontang siaga"])
    #expect(try home.count("SELECT failures FROM feeds") == 0)
  }

  @Test("parts without lastmod are asked for each time, with validators, also behind a 304")
  func withoutLastmod() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    let index = Self.index([(site.server.url("/news.xml"), nil)])
    site.put(index, at: "/peta.xml")
    site.put(Self.part("Bontang satu"), at: "/news.xml")
    try await run(site, home)
    site.put(.answer(.status(304)), at: "/news.xml")
    try await run(site, home)
    #expect(site.requests("/news.xml").count == 2)
    #expect(site.requests("/news.xml").last?.header("If-None-Match") == "\"1\"")
    #expect(try home.count("SELECT failures FROM feeds") == 0)
    site.put(Self.part("Bontang dua", tag: "\"2\""), at: "/news.xml")
    site.put(.answer(.status(304)), at: "/peta.xml")
    #expect(try await run(site, home).alerts.map(\.item.title) == ["Bontang dua"])
  }

  @Test("a part that fails is a note; where all fail the poll does, and nothing is lost")
  func failures() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(
      Self.index([
        (site.server.url("/news-1.xml"), "2026-11-20"),
        (site.server.url("/news-2.xml"), "2026-11-20"),
      ]), at: "/peta.xml")
    site.put(.answer(.status(500)), at: "/news-1.xml")
    site.put(Self.part("Bontang dua"), at: "/news-2.xml")
    let first = try await run(site, home)
    #expect(first.alerts.count == 1)
    #expect(try home.texts("SELECT last_note FROM feeds").first?.contains("status 500") == true)
    site.put(.answer(.status(500)), at: "/news-2.xml")
    try await run(site, home)
    #expect(try home.count("SELECT failures FROM feeds") == 1)
    site.put(Self.part("Bontang satu"), at: "/news-1.xml")
    #expect(try await run(site, home).alerts.map(\.item.title) == ["Bontang satu"])
  }

  @Test("an index within an index is followed, two levels deep, each part once")
  func nested() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    let url = site.server.url
    site.put(Self.index([(url("/a.xml"), nil), (url("/peta.xml"), nil)]), at: "/peta.xml")
    site.put(Self.index([(url("/b.xml"), nil), (url("/a.xml"), nil)]), at: "/a.xml")
    site.put(Self.index([(url("/c.xml"), nil), (url("/news.xml"), nil)]), at: "/b.xml")
    site.put(Self.index([(url("/d.xml"), nil)]), at: "/c.xml")
    site.put(Self.part("Bontang siaga"), at: "/news.xml")
    let first = try await run(site, home)
    #expect(first.alerts.map(\.item.title) == ["Bontang siaga"])
    #expect(site.requests("/a.xml").count == 1)
    #expect(site.requests("/d.xml").isEmpty)
    #expect(
      try home.texts("SELECT last_note FROM feeds").first?.contains("lies too deep in others")
        == true)
    site.put(Self.part("Samarinda juga", tag: "\"2\""), at: "/news.xml")
    #expect(try await run(site, home).alerts.map(\.item.title) == ["Samarinda juga"])
  }

  @Test("an index that is a file is followed to the web, and nowhere inside but by leave")
  func file() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.part("Bontang siaga"), at: "/news.xml")
    let folder = try TemporaryFolder()
    let text = Self.indexText([(site.server.url("/news.xml"), nil)])
    let file = try folder.write(text.utf8, to: "peta.xml")
    for isAllowed in [false, true] {
      var settings = try EngineSettings.test([FeedSettings(url: "file://" + file)])
      settings.allowsPrivateAddresses = isAllowed
      let running = try RunningEngine(settings, store: home.store)
      #expect(await running.engine.runOnce())
      await running.stop()
      #expect(running.alerts.map(\.item.title) == (isAllowed ? ["Bontang siaga"] : []))
    }
    #expect(site.server.requests.count == 1)
  }

  @Test("a slow part holds up no other index")
  func slow() async throws {
    let (site, other, home) = (try Site([:]), try Site([:]), try EngineHome())
    let gate = Gate()
    site.put(Self.index([(site.server.url("/lambat.xml"), nil)]), at: "/peta.xml")
    site.put(.answer(Answer.ok("").after(gate)), at: "/lambat.xml")
    other.put(Self.index([(other.server.url("/news.xml"), nil)]), at: "/peta.xml")
    other.put(Self.part("Bontang siaga"), at: "/news.xml")
    let running = try RunningEngine(
      .test([site.feed("/peta.xml")]), store: home.store)
    running.engine.start()
    await site.server.waitForRequests(2)
    try running.engine.replace(
      settings: .test([site.feed("/peta.xml"), other.feed("/peta.xml")]))
    #expect(await running.alert(titled: "Bontang siaga"))
    gate.open()
    await running.stop()
  }

  @Test("a part answered with 429 has its host left in peace")
  func tooMany() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(
      Self.index([
        (site.server.url("/news-1.xml"), nil), (site.server.url("/news-2.xml"), nil),
      ]), at: "/peta.xml")
    site.put(.answer(.status(429, headers: [("Retry-After", "1")])), at: "/news-2.xml")
    site.put(Self.part("Bontang satu"), at: "/news-1.xml")
    let start = MonotonicInstant.now
    #expect(try await run(site, home).alerts.count == 1)
    #expect(site.server.requests.map(\.path) == ["/peta.xml", "/news-2.xml", "/news-1.xml"])
    #expect(MonotonicInstant.now.seconds(since: start) >= 1)
  }

  @Test("parts at private addresses are not asked for")
  func addresses() async throws {
    let other = try LoopbackServer(address: "127.0.0.2", routes: ["/news.xml": .ok("x")])
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(Self.index([(other.url("/news.xml"), nil)]), at: "/peta.xml")
    try await run(site, home)
    #expect(other.requests.isEmpty)
    #expect(
      try home.texts("SELECT last_error FROM feeds").first?.contains("allowPrivateAddresses")
        == true)
  }
}

@Suite("Which parts of a sitemap index a poll follows")
struct PartChoiceTests {
  private let now = Date(timeIntervalSince1970: 1_795_406_400)

  private func part(_ path: String, _ days: Double? = nil) -> SitemapPart {
    SitemapPart(
      url: "https://kabar.example/\(path)", lastModified: days.map { now - $0 * 86_400 })
  }

  private func paths(_ parts: [KnownPart]) -> [Substring] {
    parts.map { $0.part.url.dropFirst("https://kabar.example/".count) }
  }

  @Test("news first, then the youngest, then the highest number; five at most")
  func order() {
    let listed = [
      part("post-sitemap9.xml"), part("post-sitemap10.xml"), part("page.xml", 3),
      part("tag.xml", 1),
      part("sitemap-news.xml"), part("a.xml"), part("b.xml"),
    ]
    let chosen = PartChoice.parts(listed: listed + listed, known: [], now: now)
    #expect(
      paths(chosen) == [
        "sitemap-news.xml", "tag.xml", "page.xml", "post-sitemap10.xml", "post-sitemap9.xml",
      ])
  }

  @Test("one whose lastmod it was read with is left out, and one without news for a week")
  func leftOut() {
    var read = KnownPart(part("read.xml", 1))
    read.readAt = now - 3_600
    var failed = KnownPart(part("failed.xml", 1))
    failed.readAt = nil
    var plain = KnownPart(part("plain.xml"))
    plain.isPlain = true
    plain.readAt = now - 3_600
    let known = [read, failed, plain]
    #expect(paths(PartChoice.parts(listed: nil, known: known, now: now)) == ["failed.xml"])
    let week = now + 8 * 86_400
    #expect(
      paths(
        PartChoice.parts(listed: [part("read.xml", 0), part("plain.xml")], known: known, now: week))
        == ["read.xml", "plain.xml"])
  }
}
