import Foundation
import PantauCore
import Testing

@testable import PantauParse

@Suite("Where items stand in a document")
struct ItemLocatorTests {
  private func places(_ text: String, format: FeedFormat = .rss20) throws -> [String?] {
    let body = Array(text.utf8)
    let feed = try FeedParser.parse(body, contentType: nil, url: "https://kabar.example/rss")
    let locator = ItemLocator(
      body, format: format, contentType: nil, url: "https://kabar.example/rss")
    return feed.items.enumerated().map { index, item in
      locator.place(of: item, at: index).map { String(decoding: body[$0], as: UTF8.self) }
    }
  }

  @Test("the bytes of an item are those between its tags, decoys in comments and CDATA aside")
  func decoys() throws {
    let first =
      "<item><title>Banjir</title><description><![CDATA[</item><item>]]></description></item>"
    let second = "<ITEM ><title>Bontang</title><!-- <item> --></ITEM\n>"
    let text =
      "<?xml version='1.0'?><rss version='2.0'><channel><!-- <item> --><title>K</title>"
      + "\(first)\n<items/>\(second.lowercased())</channel></rss>"
    #expect(try places(text) == [first, second.lowercased()])
  }

  @Test("an item that is not closed ends where the next begins")
  func unclosed() throws {
    let text =
      "<rss version='2.0'><channel><item><title>Banjir</title><item><title>Pasar</title></item>"
      + "</channel></rss>"
    #expect(
      try places(text) == ["<item><title>Banjir</title>", "<item><title>Pasar</title></item>"])
  }

  @Test("an item that something behind it helps to read is not found, rather than wrongly")
  func behind() throws {
    let text = """
      {"version": "https://jsonfeed.org/version/1.1", "title": "K", "items": [{"id": "1", "title": "A"}],
       "authors": [{"name": "Sari"}]}
      """
    #expect(try places(text, format: .jsonFeed11) == [nil])
    let plain = text.replacingOccurrences(of: "\"authors\"", with: "\"x\"")
    #expect(try places(plain, format: .jsonFeed11) == [#"{"id": "1", "title": "A"}"#])
  }

  @Test("of all sample feeds nearly every item is found, and each stands in the document")
  func fixtures() throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var (found, missed) = (0, [String]())
    for case let file as URL in files where ["xml", "json"].contains(file.pathExtension) {
      guard !file.lastPathComponent.hasSuffix(".expected.json") else { continue }
      let body = Array(try Data(contentsOf: file))
      guard let feed = try? FeedParser.parse(body, contentType: nil, url: "https://a.example/f")
      else { continue }
      let locator = ItemLocator(
        body, format: feed.format, contentType: nil, url: "https://a.example/f")
      for (index, item) in feed.items.enumerated().prefix(20) {
        if locator.place(of: item, at: index) != nil {
          found += 1
        } else {
          missed.append(file.lastPathComponent)
        }
      }
    }
    #expect(found > 100)
    #expect(missed.count * 10 < found, "\(Set(missed).sorted())")
  }
}
