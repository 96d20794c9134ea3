/// What stands before the outermost element of a feed, and where that element begins.
///
/// Servers put warnings, blank lines, cached pages and a second byte order mark before a feed; all
/// of that is passed over. Of a DTD only plain internal entities are kept, so no parser ever sees
/// an external, a parameter or a nested one.
struct Prolog {
  /// The outermost element of a feed.
  enum Root {
    case rss, rdf, feed, channel, cdf, urlset, sitemapIndex
  }

  /// The outermost element and the offset of its `<`.
  private(set) var root: (kind: Root, offset: Int)?
  /// The name of the first element that is none of a feed.
  private(set) var foreignRoot: String?
  /// Whether the document is a web page.
  private(set) var isHTML = false
  /// Whether a DTD is declared, which may declare HTML's entities.
  private(set) var hasDoctype = false
  /// Entities that the document declares for itself.
  private(set) var entities: [String: [UInt8]] = [:]
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  /// The lengths of the terminators that the rest does not hold.
  private var missing: Set<Int> = []

  private static let maxEntities = 256
  private static let maxEntityBytes = 256
  private static let beginningBytes = 65_536
  private static let maxRootTagBytes = 4_096

  /// Looks for the outermost element of a document that may have to be decoded: in its beginning, and
  /// where that leaves a doubt, in all of it.
  init(of document: DocumentText) {
    while document.bytes.count < Self.beginningBytes, document.more() {}
    self.init(of: document.bytes)
    guard !document.isWhole else { return }
    if let root, missing.isEmpty, root.offset + Self.maxRootTagBytes <= bytes.count { return }
    document.readAll()
    self.init(of: document.bytes)
  }

  /// Looks for the outermost element.
  init(of bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    while root == nil, !isHTML,
      let angle = bytes.next(UInt8(ascii: "<"), from: at, to: bytes.count)
    {
      at = angle
      readToken()
      if let foreignRoot, !Self.debris.contains(foreignRoot.lowercased()) { break }
    }
  }

  /// The source of the outermost start tag, cut at 4 KB.
  var rootTag: String {
    guard let root else { return "" }
    let tag = bytes[root.offset..<min(root.offset + Self.maxRootTagBytes, bytes.count)]
    return String(decoding: tag.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
  }

  private mutating func readToken() {
    if bytes.holds("<!--", at: at) {
      skip(past: "-->")
    } else if bytes.holds("<?", at: at) {
      skip(past: "?>")
    } else if bytes.holds("<!DOCTYPE", at: at) {
      readDoctype()
    } else if at + 1 < bytes.count, isNameByte(bytes[at + 1]) {
      readStartTag()
    } else {
      at += 1
    }
  }

  private mutating func readStartTag() {
    var end = at + 1
    while end < bytes.count, end - at < 100, isNameByte(bytes[end]) { end += 1 }
    let name = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
    let local = name.split(separator: ":").last.map(String.init) ?? name
    if local.lowercased() == "html" {
      isHTML = true
    } else if let kind = Self.kind(local) {
      root = (kind, at)
      // RSS without its outermost element writes it small and without attributes.
      if kind == .channel, local != "channel" || RootTag.isCDF(rootTag) { root = (.cdf, at) }
    } else if foreignRoot == nil || Self.debris.contains(foreignRoot?.lowercased() ?? "") {
      foreignRoot = name
    }
    at = end
  }

  private static func kind(_ local: String) -> Root? {
    switch local.lowercased() {
    case "rss": .rss
    case "rdf": .rdf
    case "feed": .feed
    case "channel": .channel
    case "urlset": .urlset
    case "sitemapindex": .sitemapIndex
    default: nil
    }
  }

  /// HTML that scripts and proxies leave before a feed.
  private static let debris: Set<String> = [
    "a", "b", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "head",
    "hr", "i", "img", "link", "meta", "noscript", "p", "pre", "script", "small", "span", "strong",
    "style", "table", "tbody", "td", "th", "title", "tr", "u", "ul", "li",
  ]

  private mutating func readDoctype() {
    hasDoctype = true
    at += 9
    let name = String(decoding: bytes[at..<min(at + 16, bytes.count)], as: UTF8.self)
    let isPage = name.lowercased().hasPrefix(" html")
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: ">"):
        at += 1
        return
      case UInt8(ascii: "["):
        at += 1
        readSubset()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipQuoted()
      case UInt8(ascii: "<"): return
      default: at += 1
      }
    }
    if isPage { isHTML = true }
  }

  private mutating func readSubset() {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "]"):
        at += 1
        return
      case UInt8(ascii: "<"):
        if bytes.holds("<!--", at: at) {
          skip(past: "-->")
        } else if bytes.holds("<!ENTITY", at: at) {
          readEntity()
        } else if bytes.holds("<!", at: at) {
          skipDeclaration()
        } else {
          // No declaration: the subset was never closed, and this is the document.
          return
        }
      default: at += 1
      }
    }
  }

  private mutating func skipDeclaration() {
    while at < bytes.count, bytes[at] != UInt8(ascii: ">") {
      if bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
        skipQuoted()
      } else {
        at += 1
      }
    }
    at = min(at + 1, bytes.count)
  }

  private mutating func skipQuoted() {
    let quote = bytes[at]
    let rest = bytes[(at + 1)...]
    at = (rest.firstIndex(of: quote) ?? bytes.count - 1) + 1
  }

  /// Keeps `<!ENTITY name "text">` where the text is plain.
  private mutating func readEntity() {
    let start = at + 8
    skipDeclaration()
    let parts = bytes[start..<max(start, at - 1)].drop { Self.isSpace($0) }
    let name = parts.prefix { !Self.isSpace($0) }
    let value = parts[name.endIndex...].drop { Self.isSpace($0) }
    guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      let end = value.dropFirst().firstIndex(of: quote), entities.count < Self.maxEntities
    else { return }
    let text = References.resolve(
      UnsafeBufferPointer(rebasing: value[(value.startIndex + 1)..<end]))
    let isPlain = !text.contains(UInt8(ascii: "&")) && !text.contains(UInt8(ascii: "%"))
    guard isPlain, text.count <= Self.maxEntityBytes, name.count <= Self.maxEntityBytes else {
      return
    }
    entities[String(decoding: name, as: UTF8.self)] = text
  }

  /// Moves behind the terminator, or where there is none behind the two characters here; the
  /// document is searched in vain only once for each.
  private mutating func skip(past text: StaticString) {
    guard !missing.contains(text.utf8CodeUnitCount), let end = bytes.end(of: text, from: at)
    else {
      missing.insert(text.utf8CodeUnitCount)
      at += 2
      return
    }
    at = end
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x3A, 0x2D, 0x2E, 0x80...0xFF: true
    default: false
    }
  }
}
