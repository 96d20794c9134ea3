/// Cuts text to a service's limit, in the service's own unit, at the border of a grapheme: no
/// letter loses its accent, no emoji its parts.
enum TextCut {
  /// What a service counts.
  enum Unit {
    /// Bytes of UTF-8.
    case bytes
    /// UTF-16 code units.
    case utf16
    /// Unicode scalars ("code points", "runes").
    case scalars

    func count(_ character: Character) -> Int {
      switch self {
      case .bytes: character.utf8.count
      case .utf16: character.utf16.count
      case .scalars: character.unicodeScalars.count
      }
    }

    func count(_ text: String) -> Int {
      switch self {
      case .bytes: text.utf8.count
      case .utf16: text.utf16.count
      case .scalars: text.unicodeScalars.count
      }
    }
  }

  /// The text, or as much of its beginning as fits with `…` behind it.
  static func cut(_ text: String, to limit: Int, _ unit: Unit) -> String {
    guard unit.count(text) > limit else { return text }
    let ellipsis: Character = "…"
    var rest = limit - unit.count(ellipsis)
    guard rest >= 0 else { return "" }
    var end = text.startIndex
    while end < text.endIndex {
      rest -= unit.count(text[end])
      guard rest >= 0 else { break }
      end = text.index(after: end)
    }
    return text[..<end] + String(ellipsis)
  }
}
