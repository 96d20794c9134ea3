/// The name in an author field as RSS has it: `ana@example.org (Ana Putri)`, `Ana <ana@…>`, a name.
enum PersonName {
  /// The name, or the whole text where it is an address alone.
  static func read(_ text: String) -> String {
    let text = text.trimmed
    let bytes = text.utf8
    if bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")),
      bytes[..<open].contains(UInt8(ascii: "@"))
    {
      return kept(text[text.index(after: open)...].dropLast(), else: text[..<open])
    }
    if bytes.last == UInt8(ascii: ">"), let open = bytes.lastIndex(of: UInt8(ascii: "<")) {
      return kept(text[..<open], else: text[text.index(after: open)...].dropLast())
    }
    return text
  }

  private static func kept(_ name: Substring, else address: Substring) -> String {
    var name = name.trimmed
    if name.utf8.contains(UInt8(ascii: "\"")) { name = name.filter { $0 != "\"" }.trimmed }
    return name.isEmpty ? address.trimmed : name
  }
}
