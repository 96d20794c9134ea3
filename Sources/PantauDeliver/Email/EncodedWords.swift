import FoundationEssentials

/// Text in headers (RFC 2047): printable ASCII as it is, all other as base64 of UTF-8.
enum EncodedWords {
  /// The longest encoded word, and the longest line that holds one (RFC 2047, section 2).
  static let maxWord = 75
  static let maxLine = 76
  private static let opening = "=?UTF-8?B?"
  private static let end = "?="

  /// The text as encoded words, none of which cuts a grapheme in two unless it is longer than a word.
  ///
  /// - Parameters:
  ///   - text: any text.
  ///   - used: how much of the first line is taken already.
  /// - Returns: words for one line each.
  static func words(_ text: String, used: Int) -> [String] {
    var words: [String] = []
    var piece = ""
    var room = bytes(in: min(maxWord, maxLine - used))
    func close() {
      words.append(opening + Data(piece.utf8).base64EncodedString() + end)
      piece = ""
      room = bytes(in: maxWord)
    }
    for character in text {
      if piece.utf8.count + character.utf8.count > room, !piece.isEmpty { close() }
      guard character.utf8.count > room else {
        piece.append(character)
        continue
      }
      for scalar in character.unicodeScalars {
        if piece.utf8.count + scalar.utf8.count > room, !piece.isEmpty { close() }
        piece.unicodeScalars.append(scalar)
      }
    }
    close()
    return words
  }

  /// How many bytes of text fit into a word so long.
  private static func bytes(in length: Int) -> Int {
    max(4, (length - opening.utf8.count - end.utf8.count) / 4 * 3)
  }

  /// Whether a text may stand in a header as it is: printable ASCII, single spaces inside, no word
  /// that a line cannot hold, nothing that looks like an encoded word.
  static func isPlain(_ text: String) -> Bool {
    guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return false }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    return words.allSatisfy { (1...60).contains($0.utf8.count) && !$0.contains("=?") }
  }
}
