import PantauCore

/// What the outermost start tag says of the format.
enum RootTag {
  /// The format of a document that begins so.
  static func format(of kind: Prolog.Root, _ tag: String) -> FeedFormat {
    switch kind {
    case .rss: rss(version: attribute("version", of: tag))
    case .rdf: tag.contains("netscape.com/rdf/simple/0.9") ? .rss090 : .rss10
    case .feed: atom(tag)
    case .channel: .unknown
    case .cdf: .cdf
    case .urlset, .sitemapIndex: .newsSitemap
    }
  }

  /// Whether a namespace of RSS 0.90 or 1.0 is declared.
  static func hasRSS(_ tag: String) -> Bool {
    tag.contains("purl.org/rss/1.0/\"") || tag.contains("purl.org/rss/1.0/'")
      || tag.contains("netscape.com/rdf/simple/0.9")
  }

  /// Whether a tag named `channel` is that of CDF.
  static func isCDF(_ tag: String) -> Bool {
    let own: [StaticString] = ["href", "base", "lastmod", "self", "precache", "level"]
    return own.contains { attribute($0, of: tag) != nil }
  }

  private static func rss(version: String?) -> FeedFormat {
    guard let version = version?.trimmed else { return .unknown }
    switch version {
    case "0.90", "0.9": return .rss090
    case "0.91": return .rss091
    case "0.92": return .rss092
    case "0.93": return .rss093
    case "0.94": return .rss094
    case "1.0": return .rss10
    default: return version.hasPrefix("2") ? .rss20 : .unknown
    }
  }

  private static func atom(_ tag: String) -> FeedFormat {
    let lower = tag.lowercased()
    if lower.contains("www.w3.org/2005/atom") { return .atom10 }
    let old = ["purl.org/atom/ns", "purl.org/pie", "purl.org/echo"]
    if attribute("version", of: tag) == "0.3" || old.contains(where: lower.contains) {
      return .atom03
    }
    return .unknown
  }

  /// The value of an attribute of that name, quoted or not.
  private static func attribute(_ name: StaticString, of tag: String) -> String? {
    var tag = tag
    return tag.withUTF8 { bytes in
      var index = 1
      while index < bytes.count {
        let isStart = PlainText.isSpace(bytes[index - 1]) && bytes.holds(name, at: index)
        if isStart, let value = value(bytes, from: index + name.utf8CodeUnitCount) { return value }
        index += 1
      }
      return nil
    }
  }

  /// What stands behind an `=`; nil where there is none.
  private static func value(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> String? {
    let behindName = bytes[start...].drop(while: PlainText.isSpace)
    guard behindName.first == UInt8(ascii: "=") else { return nil }
    let value = behindName.dropFirst().drop(while: PlainText.isSpace)
    guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return String(decoding: value.prefix { !PlainText.isSpace($0) }, as: UTF8.self)
    }
    return String(decoding: value.dropFirst().prefix { $0 != quote }, as: UTF8.self)
  }
}
