import PantauCore
import PantauMatch
import PantauParse

/// An item written as text: a JSON object, or a title and below it the content.
enum ItemText {
  /// Reads an item; a field with tags or character references is read as HTML.
  ///
  /// - Parameters:
  ///   - text: JSON where its first character is `{`.
  ///   - name: what errors call it.
  /// - Throws: ``Fault`` with code 66 for broken JSON.
  static func read(_ text: String, named name: String) throws -> MatchInput {
    if text.utf8.first == UInt8(ascii: "{") { return try object(text, name) }
    let end = text.firstIndex(where: \.isNewline) ?? text.endIndex
    return MatchInput(
      title: ReadableText.plain(String(text[..<end])),
      content: ReadableText.plain(String(text[end...])))
  }

  /// Whether an answer of the web is a page to be shown, not an item written as text.
  static func isPage(_ text: String, contentType: String?) -> Bool {
    if let type = contentType?.lowercased() {
      return type.hasPrefix("text/html") || type.hasPrefix("application/xhtml")
    }
    let start = text.prefix(200).lowercased()
    return start.contains("<!doctype html") || start.contains("<html")
  }

  private static func object(_ text: String, _ name: String) throws -> MatchInput {
    let bytes = Array(text.utf8)
    let node: JSONNode
    do throws(JSONSyntaxError) {
      node = try JSONReader.read(bytes)
    } catch {
      let place = TextPosition(of: error.offset, in: bytes)
      throw Fault(
        .noInput, "\(name):\(place.line):\(place.column): broken JSON: \(error.problem)")
    }
    return MatchInput(
      title: try field(node, "title", name), summary: try field(node, "summary", name),
      content: try field(node, "content", name), authors: try list(node, "authors", name),
      categories: try list(node, "categories", name), url: node["url"]?.string)
  }

  private static func field(_ node: JSONNode, _ key: String, _ name: String) throws -> String? {
    guard let value = node[key], value.value != .null else { return nil }
    guard let text = value.string else {
      throw Fault(.noInput, "\(name): \"\(key)\" is \(value.value.kind); it takes text.")
    }
    return ReadableText.plain(text)
  }

  private static func list(_ node: JSONNode, _ key: String, _ name: String) throws -> [String] {
    guard let value = node[key], value.value != .null else { return [] }
    if let text = value.string { return [ReadableText.plain(text)] }
    guard let texts = value.array, texts.allSatisfy({ $0.string != nil }) else {
      throw Fault(.noInput, "\(name): \"\(key)\" takes a list of texts.")
    }
    return value.strings.map(ReadableText.plain)
  }
}
