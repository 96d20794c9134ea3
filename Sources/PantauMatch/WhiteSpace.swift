/// White space as regular expressions see it: runs are one space, none stands at the ends.
enum WhiteSpace {
  /// The text with white space collapsed; the same text where it already is.
  static func collapsed(_ text: String) -> String {
    guard needsCollapsing(text) else { return text }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func needsCollapsing(_ text: String) -> Bool {
    var wasSpace = true
    for byte in text.utf8 {
      if byte >= 0x80 { return text.contains { $0.isWhitespace && $0 != " " } || hasRuns(text) }
      if byte < 0x20 { return true }
      let isSpace = byte == 0x20
      if isSpace && wasSpace { return true }
      wasSpace = isSpace
    }
    return wasSpace
  }

  private static func hasRuns(_ text: String) -> Bool {
    text.hasPrefix(" ") || text.hasSuffix(" ") || text.utf8.elementsEqual("".utf8)
      || zip(text.utf8, text.utf8.dropFirst()).contains { $0 == 0x20 && $1 == 0x20 }
  }
}
