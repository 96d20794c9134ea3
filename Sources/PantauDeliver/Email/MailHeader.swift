/// Writes the header fields of a mail (RFC 5322), folded, lines ended by CRLF.
struct MailHeader {
  private(set) var text = ""

  /// Lines are folded to this where they can be (RFC 5322, section 2.1.1); none is longer than 998.
  private static let maxLine = 78

  /// A field of free text.
  mutating func text(_ name: String, _ value: String) {
    let value = Self.oneLine(value)
    let words =
      EncodedWords.isPlain(value)
      ? value.split(separator: " ").map(String.init)
      : EncodedWords.words(value, used: name.utf8.count + 2)
    field(name, words)
  }

  /// A field of addresses, separated by commas.
  mutating func addresses(_ name: String, _ addresses: [String]) {
    field(name, addresses.dropLast().map { $0 + "," } + addresses.suffix(1))
  }

  /// A field of words that stand in a line together where there is room; printable ASCII.
  mutating func field(_ name: String, _ words: [String]) {
    text += name + ":"
    var column = name.utf8.count + 1
    for (index, word) in words.enumerated() {
      let fold = index > 0 && column + 1 + word.utf8.count > limit(for: word)
      text += (fold ? "\r\n " : " ") + word
      column = (fold ? 0 : column) + 1 + word.utf8.count
    }
    text += "\r\n"
  }

  private func limit(for word: String) -> Int {
    word.hasPrefix("=?") ? EncodedWords.maxLine : Self.maxLine
  }

  /// Line ends and other controls as spaces: no text begins a field of its own.
  private static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl =
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        || (0x2028...0x2029).contains(scalar.value)
      line.append(isControl ? " " : scalar)
    }
    return String(line)
  }
}
