import FoundationEssentials
import PantauCore
import PantauEvidence
import PantauHTTP
import PantauStore
import PantauTestSupport
import Testing

@testable import PantauEngine

@Suite("What is kept of an alerted item")
struct EvidenceKeepingTests {
  private func run(_ site: Site, _ home: EngineHome, _ feed: FeedSettings) async throws {
    let running = try RunningEngine(.test([feed]), store: home.store)
    #expect(await running.engine.runOnce())
    await running.stop()
  }

  private func kept(_ home: EngineHome) throws -> [[Evidence]] {
    let alerts = try home.store.alerts(AlertFilter())
    return try alerts.map { try home.store.evidence(ofAlert: $0.sequence) }
  }

  private func text(_ packed: [UInt8]?) throws -> String {
    String(decoding: try Packing.unpack(try #require(packed)), as: UTF8.self)
  }

  @Test(
    "is its own bytes and those before the first item, shared; of a poll without alerts nothing")
  func slices() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    let feed = SampleFeed(
      .init("a", title: "Bontang satu"), .init("b", title: "Pasar"),
      .init("c", title: "Bontang tiga"))
    site.put(.feed(SampleFeed(.init("z", title: "Pasar"))), at: "/rss")
    try await run(site, home, site.feed("/rss"))
    #expect(try home.count("SELECT count(*) FROM captures") == 0)
    site.put(.feed(feed), at: "/rss")
    try await run(site, home, site.feed("/rss"))
    let kept = try kept(home).flatMap { $0 }
    #expect(kept.count == 2)
    #expect(try home.count("SELECT count(*) FROM captures") == 1)
    let capture = try #require(kept.first?.capture)
    #expect(!capture.isWhole)
    #expect(capture.url == site.server.url("/rss"))
    #expect(capture.bodyBytes == feed.xml.utf8.count)
    #expect(capture.bodyDigest == Digest.sha256(Array(feed.xml.utf8)))
    #expect(String(decoding: capture.head ?? [], as: UTF8.self).hasPrefix("HTTP/1.1 200 \r\n"))
    let start = try text(capture.content)
    for evidence in kept {
      let item = try text(evidence.item)
      #expect(item.hasPrefix("<item>") && item.hasSuffix("</item>") && item.contains("Bontang"))
      #expect(feed.xml.hasPrefix(start) && feed.xml.contains(item))
    }
  }

  @Test("is the whole document where its bytes cannot be told apart for sure")
  func whole() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    let xml = SampleFeed(.init("a", title: "Bontang satu")).xml
    var body: [UInt8] = [0xFF, 0xFE]
    for unit in xml.utf16 {
      body += [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
    }
    site.put(.answer(.status(200, body: body)), at: "/rss")
    try await run(site, home, site.feed("/rss"))
    let evidence = try #require(try kept(home).first?.first)
    #expect(evidence.capture.isWhole && evidence.item == nil)
    #expect(try Packing.unpack(evidence.capture.content) == body)
  }

  @Test("is the whole document, once, where proving the place of each item would cost too much")
  func costly() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    var feed = SampleFeed()
    feed.title = String(repeating: "Kabar pesisir ", count: 40_000)
    feed.entries = (0..<100).map { .init("a\($0)", title: "Bontang \($0)") }
    site.put(.feed(feed), at: "/rss")
    try await run(site, home, site.feed("/rss"))
    let kept = try kept(home).flatMap { $0 }
    #expect(kept.count == 100)
    #expect(kept.allSatisfy { $0.capture.isWhole && $0.item == nil })
    #expect(try home.count("SELECT count(*) FROM captures") == 1)
  }

  @Test("is, for an item of a sitemap's part, that part")
  func part() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    let part = """
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://kabar.example/1</loc>
      <n:news><n:title>Bontang siaga</n:title></n:news></url></urlset>
      """
    let index =
      "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>"
      + site.server.url("/news.xml") + "</loc></sitemap></sitemapindex>"
    site.put(.answer(.ok(index)), at: "/peta.xml")
    site.put(.answer(.ok(part)), at: "/news.xml")
    try await run(site, home, site.feed("/peta.xml"))
    let evidence = try #require(try kept(home).first?.first)
    #expect(evidence.capture.url == site.server.url("/news.xml"))
    let item = try text(evidence.item)
    #expect(item.hasPrefix("<url>") && item.hasSuffix("</url>"))
  }

  @Test("is, of an item that alerts again when it changes, the text of each time")
  func changed() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    for title in ["Bontang siaga", "Bontang dan Samarinda siaga"] {
      site.put(.feed(SampleFeed(.init("a", title: title))), at: "/rss")
      try await run(site, home, site.feed("/rss"))
    }
    let texts = try kept(home).map { try text($0.first?.item) }
    #expect(texts.count == 2)
    #expect(!texts[0].contains("Samarinda") && texts[1].contains("Samarinda"))
  }

  @Test("names no secret of the feed's address")
  func secret() async throws {
    let (site, home) = (try Site([:]), try EngineHome())
    site.put(.feed(SampleFeed(.init("a", title: "Bontang"))), at: "/rss")
    var feed = site.feed("/rss")
    feed.shownURL = "https://kabar.example/rss?key=…"
    try await run(site, home, feed)
    #expect(try kept(home).first?.first?.capture.url == feed.shownURL)
  }
}
