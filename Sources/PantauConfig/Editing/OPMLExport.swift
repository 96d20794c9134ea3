/// Writes feeds as an OPML 2.0 subscription list (opml.org/spec2.opml), for other readers.
///
/// Feeds stand in the outline of their group, groups in the order of their first feed. User info
/// and secret query values are left out of URLs, for such a file is made to be given away.
public enum OPMLExport {
  /// The document in UTF-8, with a line end at its end.
  public static func text(_ feeds: [FeedConfiguration], title: String) -> String {
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<opml version=\"2.0\">", "  <head>",
      "    <title>\(escaped(title))</title>", "  </head>", "  <body>",
    ]
    var written: Set<String> = []
    for feed in feeds {
      guard let group = feed.group else {
        lines.append("    \(outline(feed))")
        continue
      }
      guard written.insert(group).inserted else { continue }
      lines.append("    <outline text=\"\(escaped(group))\" title=\"\(escaped(group))\">")
      lines += feeds.filter { $0.group == group }.map { "      \(outline($0))" }
      lines.append("    </outline>")
    }
    lines += ["  </body>", "</opml>", ""]
    return lines.joined(separator: "\n")
  }

  private static func outline(_ feed: FeedConfiguration) -> String {
    let name = escaped(feed.name ?? feed.shownURL)
    let url = escaped(feed.shownURL)
    return "<outline type=\"rss\" text=\"\(name)\" title=\"\(name)\" xmlUrl=\"\(url)\"/>"
  }

  /// Text for an attribute or element; what XML 1.0 cannot hold becomes U+FFFD (section 2.2).
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
      case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
