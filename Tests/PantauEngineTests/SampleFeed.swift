import FoundationEssentials
import PantauCore

/// A small RSS document made by a test.
struct SampleFeed {
  struct Entry {
    var guid: String?
    var link: String
    var title: String
    var text = "Warga menunggu kabar."
    var date: Date?

    /// An entry whose guid and link follow from one name.
    init(_ name: String, title: String, date: Date? = nil) {
      guid = name
      link = "https://berita.example/\(name)"
      self.title = title
      self.date = date
    }
  }

  var title = "Kabar Pesisir"
  var ttlMinutes: Int?
  var entries: [Entry]

  init(_ entries: Entry...) { self.entries = entries }

  var xml: String { start + entries.map(Self.item).joined() + "</channel></rss>" }

  /// The document broken off within an element that follows the entries.
  var truncated: String { start + entries.map(Self.item).joined() + "<item><title>Wali k" }

  private var start: String {
    let ttl = ttlMinutes.map { "<ttl>\($0)</ttl>" } ?? ""
    return "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>\(title)</title>\(ttl)"
  }

  private static func item(_ entry: Entry) -> String {
    let guid = entry.guid.map { "<guid isPermaLink=\"false\">\($0)</guid>" } ?? ""
    let date = entry.date.map { "<pubDate>\(ISO8601.text($0))</pubDate>" } ?? ""
    return "<item>\(guid)<link>\(entry.link)</link><title>\(entry.title)</title>"
      + "<description>\(entry.text)</description>\(date)</item>"
  }
}

/// A page that is no feed.
let webPage = "<!doctype html><html><head><title>Masuk</title></head><body>Masuk dulu</body></html>"
