import PantauTestSupport

/// A folder with a configuration and feeds, as an operator would have it.
struct Site {
  let folder: TemporaryFolder
  let config: String

  /// Writes the configuration: the text of two arrays, and further members behind a comma.
  init(feeds: String, keywords: String = #"["Bontang", "PBB"]"#, rest: String = "") throws {
    folder = try TemporaryFolder()
    let text = #"{"feeds": \#(feeds), "keywords": \#(keywords)\#(rest)}"#
    config = try folder.write(Array(text.utf8), to: "config.json")
  }

  /// Replaces the configuration.
  func rewrite(feeds: String, keywords: String = #"["Bontang", "PBB"]"#, rest: String = "") throws {
    let text = #"{"feeds": \#(feeds), "keywords": \#(keywords)\#(rest)}"#
    _ = try folder.write(Array(text.utf8), to: "config.json")
  }

  /// An RSS document with one item a title.
  static func rss(_ titles: [String], prefix: String = "item") -> String {
    let items = titles.enumerated().map { index, title in
      """
      <item><title>\(title)</title><guid isPermaLink="false">\(prefix)-\(index)</guid>
      <link>https://kabar.example/\(prefix)/\(index)</link></item>
      """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0"><channel><title>Kabar Uji</title>\(items.joined())</channel></rss>
      """
  }
}
