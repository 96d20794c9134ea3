/// Says what a body is that is no feed, so that a person knows what to do.
enum Lookalike {
  private static let sampleBytes = 65_536

  /// What a document without a feed's outermost element looks like.
  static func of(_ bytes: UnsafeBufferPointer<UInt8>, _ prolog: Prolog) -> NotAFeed.Looks {
    guard bytes.contains(where: { !PlainText.isSpace($0) }) else { return .empty }
    if prolog.isHTML { return .htmlPage(title: title(of: bytes)) }
    if let root = prolog.foreignRoot {
      if root.lowercased() == "opml" { return .opml }
      return isHTMLFragment(root) ? .htmlPage(title: title(of: bytes)) : .otherXML(root: root)
    }
    let sample = UnsafeBufferPointer(rebasing: bytes.prefix(sampleBytes))
    return isBinary(sample) ? .binary : .text(beginning: beginning(of: sample))
  }

  private static func isHTMLFragment(_ root: String) -> Bool {
    ["body", "head", "div", "p", "script", "meta", "title", "center", "table", "br", "h1", "b"]
      .contains(root.lowercased())
  }

  private static func title(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let sample = String(decoding: bytes.prefix(sampleBytes), as: UTF8.self)
    guard let open = sample.firstRange(of: "<title") ?? sample.firstRange(of: "<TITLE") else {
      return nil
    }
    let rest = sample[open.upperBound...].drop { $0 != ">" }.dropFirst()
    var text = String(rest.prefix { $0 != "<" }.prefix(200))
    let title = text.withUTF8 { HTMLText.plainText($0) }
    return title.isEmpty ? nil : String(title.prefix(100))
  }

  /// Text has hardly any control or replacement characters.
  private static func isBinary(_ sample: UnsafeBufferPointer<UInt8>) -> Bool {
    var odd = 0
    for byte in sample where byte < 0x20 && !PlainText.isSpace(byte) || byte == 0x7F { odd += 1 }
    let replaced = String(decoding: sample, as: UTF8.self).unicodeScalars.count { scalar in
      scalar == "\u{FFFD}" || (0x80...0x9F).contains(scalar.value)
    }
    return odd + replaced > sample.count / 50
  }

  private static func beginning(of sample: UnsafeBufferPointer<UInt8>) -> String {
    String((PlainText.collapse(sample) ?? "").prefix(60))
  }
}
