/// Lists of strings as the archive keeps them in one column.
public enum StringList {
  /// Writes a JSON array; nil for an empty list.
  public static func text(_ list: [String]) -> String? {
    guard !list.isEmpty else { return nil }
    var json = JSONWriter()
    json.value(list)
    return json.text
  }

  /// Reads what ``text(_:)`` wrote.
  public static func read(_ text: String?) -> [String] {
    guard let text, let node = try? JSONReader.read(Array(text.utf8)) else { return [] }
    return node.strings
  }
}

extension JSONNode {
  /// The strings of an array of strings; anything else in it is left out.
  public var strings: [String] { array?.compactMap(\.string) ?? [] }
}
