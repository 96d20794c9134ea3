/// The charset that a web page names in a `<meta>` near its beginning (WHATWG HTML, section
/// 13.2.3.2, simplified).
enum PageCharset {
  /// How far in it is looked for; the standard says 1,024, pages put it later.
  private static let searchedBytes = 8_192

  /// The label; nil where the page names none.
  static func label(of page: [UInt8]) -> String? {
    let head = page.prefix(searchedBytes).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var text = String(decoding: head, as: UTF8.self)[...]
    while let tag = text.firstRange(of: "<meta") {
      text = text[tag.upperBound...]
      let end = text.firstIndex(of: ">") ?? text.endIndex
      if let label = label(in: text[..<end]) { return label }
      text = text[end...]
    }
    return nil
  }

  private static func label(in tag: Substring) -> String? {
    guard let name = tag.firstRange(of: "charset") else { return nil }
    var rest = tag[name.upperBound...].drop { $0.isWhitespace }
    guard rest.first == "=" else { return nil }
    rest = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
    let label = rest.prefix { !$0.isWhitespace && !"\"';/>".contains($0) }
    return label.isEmpty ? nil : String(label)
  }
}
