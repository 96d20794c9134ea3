import PantauCore
import PantauParse
import Testing

@Suite("Ceilings of the parser")
struct LimitTests {
  private func parse(_ text: String, _ limits: ParseLimits = .default) throws -> ParsedFeed {
    try FeedParser.parse(Array(text.utf8), contentType: nil, url: nil, limits: limits)
  }

  private func rss(_ inside: String) -> String {
    "<rss version=\"2.0\"><channel><title>T</title>\(inside)</channel></rss>"
  }

  @Test(
    "5,000 items are kept and no more, with a warning that counts them",
    arguments: [
      (5_000, 5_000, [String]()),
      (5_001, 5_000, ["the feed has 5001 items; the first 5000 were kept"]),
    ])
  func itemLimit(_ count: Int, _ kept: Int, _ warnings: [String]) throws {
    let feed = try parse(rss((0..<count).map { "<item><title>n\($0)</title></item>" }.joined()))
    #expect(feed.items.count == kept)
    #expect(feed.items.last?.title == "n\(kept - 1)")
    #expect(feed.warnings == warnings)
    #expect(feed.isComplete)
  }

  @Test("JSON Feed has the same ceiling of items")
  func jsonItemLimit() throws {
    let items = (0..<4).map { "{\"id\":\"\($0)\",\"content_text\":\"x\"}" }.joined(separator: ",")
    let text = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[\(items)]}"
    #expect(try parse(text, ParseLimits(maxItems: 4)).warnings.isEmpty)
    let feed = try parse(text, ParseLimits(maxItems: 3))
    #expect(feed.items.count == 3)
    #expect(feed.warnings == ["the feed has 4 items; the first 3 were kept"])
  }

  @Test("Elements may nest 256 deep; one deeper ends the reading", arguments: [253, 254])
  func depthLimit(_ inner: Int) throws {
    let nested =
      String(repeating: "<b>", count: inner) + "x" + String(repeating: "</b>", count: inner)
    // rss, channel and item come on top.
    let feed = try parse(rss("<item><title>a</title></item><item>\(nested)</item>"))
    let isWithin = inner + 3 <= 256
    #expect(feed.isComplete == isWithin)
    #expect(feed.items.map(\.title) == (isWithin ? ["a", nil] : ["a"]))
    #expect(feed.warnings.isEmpty == isWithin)
    if !isWithin {
      #expect(
        feed.warnings.first?.hasSuffix("elements nest deeper than 256; reading stopped here")
          == true)
    }
  }

  @Test("A text is read up to its ceiling", arguments: [(100, false), (101, true)])
  func textLimit(_ length: Int, _ isCut: Bool) throws {
    let text = String(repeating: "a", count: length)
    let feed = try parse(
      rss("<item><title>\(text)</title><link>https://a.example/1</link></item>"),
      ParseLimits(maxTextBytes: 100))
    #expect(feed.items.first?.title == String(text.prefix(100)))
    #expect(feed.items.first?.url == "https://a.example/1")
    #expect(feed.warnings.contains { $0.contains("longer than 100 bytes") } == isCut)
  }

  @Test("An item keeps so many authors, categories and enclosures, each for itself")
  func listLimit() throws {
    let many = (0..<5).map {
      "<category>c\($0)</category><author>a\($0)</author><enclosure url=\"https://a.example/\($0)\"/>"
    }
    let feed = try parse(rss("<item>\(many.joined())</item>"), ParseLimits(maxListCount: 3))
    let item = try #require(feed.items.first)
    #expect(item.categories == ["c0", "c1", "c2"])
    #expect(item.authors == ["a0", "a1", "a2"])
    #expect(item.enclosures.count == 3)
  }

  @Test("Warnings are bounded, and the last says how many more there were")
  func warningLimit() throws {
    let feed = try parse(
      rss((0..<10).map { "<item><pubDate>entah \($0)</pubDate></item>" }.joined()),
      ParseLimits(maxWarnings: 4))
    #expect(feed.warnings.count == 5)
    #expect(feed.warnings.last == "and 6 more oddities of the kinds above or others")
  }

  @Test("Namespaces in scope are bounded, for libxml2 searches them one by one")
  func namespaceLimit() throws {
    func nested(_ depth: Int) -> String {
      let declared = (0..<10).map { "xmlns:n\($0)=\"urn:\($0)\"" }.joined(separator: " ")
      return rss(
        "<item><title>a</title></item><item>"
          + (0..<depth).map { "<x \(declared) a='\($0)'>" }.joined()
          + String(repeating: "</x>", count: depth) + "</item>")
    }
    #expect(try parse(nested(51)).isComplete)
    let feed = try parse(nested(60))
    #expect(!feed.isComplete)
    #expect(feed.items.map(\.title) == ["a"])
  }

  @Test("A long tag may have 256 attributes; one more ends the reading", arguments: [256, 257])
  func attributeLimit(_ count: Int) throws {
    let attributes = (0..<count).map { "attribute\($0)='a value of a tag that is long'" }
    let feed = try parse(
      rss("<item><title>a</title></item><item \(attributes.joined(separator: " "))></item>"))
    #expect(feed.isComplete == (count == 256))
    #expect(feed.items.count == (count == 256 ? 2 : 1))
    let warning = "line 1, column 74: a tag has more than 256 attributes; reading stopped here"
    #expect(feed.warnings == (count == 256 ? [] : [warning]))
  }

  @Test("A sitemap index keeps so many parts")
  func partLimit() throws {
    let parts = (0..<4).map { "<sitemap><loc>https://a.example/\($0)</loc></sitemap>" }.joined()
    let text =
      "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\(parts)</sitemapindex>"
    #expect(try parse(text, ParseLimits(maxParts: 4)).parts.count == 4)
    #expect(try parse(text, ParseLimits(maxParts: 3)).parts.count == 3)
  }

  @Test("Entities of the document's own may add 64 KB in all and no more")
  func expansionLimit() throws {
    let value = String(repeating: "a", count: 250)
    let text =
      "<!DOCTYPE rss [<!ENTITY x \"\(value)\">]>"
      + rss("<item><title>\(String(repeating: "&x;", count: 300))</title></item>")
    let title = try #require(try parse(text).items.first?.title)
    #expect(title.utf8.count { $0 == UInt8(ascii: "a") } == 250 * 262)
    #expect(title.hasSuffix("&x;"))
  }
}
