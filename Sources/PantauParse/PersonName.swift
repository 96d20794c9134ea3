/// The name in an author field as RSS has it: `ana@example.org (Ana Putri)`, `Ana <ana@…>`, a name.
enum PersonName {
  /// The name, or the whole text where it is an address alone.
  static func read(_ text: String) -> String {
    let text = text.trimmed
    if text.last == ")", let open = text.lastIndex(of: "("), text[..<open].contains("@") {
      return kept(text[text.index(after: open)...].dropLast(), else: text[..<open])
    }
    if text.last == ">", let open = text.lastIndex(of: "<") {
      return kept(text[..<open], else: text[text.index(after: open)...].dropLast())
    }
    return text
  }

  private static func kept(_ name: Substring, else address: Substring) -> String {
    let name = String(name).trimmed.filter { $0 != "\"" }
    return name.isEmpty ? String(address).trimmed : name
  }
}
