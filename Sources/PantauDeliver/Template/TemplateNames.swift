import PantauCore

/// Finds names in a template that no message has: Mustache shows nothing in their place, so a slip of
/// the finger would go unseen.
public struct TemplateNames {
  /// A name that is nowhere.
  public struct Unknown: Sendable, Hashable {
    /// The name as the template has it, such as `item.titel`.
    public var name: String
    /// What was probably meant; nil where nothing is near.
    public var nearest: String?
    /// How many bytes of UTF-8 stand before its tag.
    public var offset: Int
  }

  /// What stands at the top of one message or another: alerts, digests, notices, and what the body of
  /// Standard Webhooks has around them.
  private static let top: Set<String> = [
    "type", "timestamp", "data", "id", "time", "severity", "keywords", "matches", "item", "feed",
    "story", "seen", "muted", "old", "escalation", "acknowledge",
    "text", "channel", "since", "error", "count",
    "alerts", "groups", "keyword", "stories", "usual", "plausible", "weeks", "latest",
  ]

  /// What stands in the values that have members, or in the elements of lists.
  private static let members: [String: Set<String>] = [
    "matches": ["keyword", "field", "text", "excerpt", "meaning", "because"],
    "item": [
      "id", "guid", "url", "title", "summary", "published", "authors", "categories",
    ],
    "feed": ["name", "url", "group"],
    "story": ["id", "copies", "sources"],
    "acknowledge": ["url", "until"],
    "escalation": ["channel", "waitedSeconds"],
    "groups": ["keyword", "stories"],
    "stories": [
      "id", "alert", "time", "severity", "keywords", "title", "url", "source", "excerpt", "copies",
    ],
    "copies": ["source", "title", "url"],
    "latest": ["alert", "title", "url", "source"],
    "data": top,
  ]

  private var sections: [String] = []

  /// Looks for names of a template that no message has.
  ///
  /// - Parameter template: a template that ``MessageTemplate`` takes. Behind new delimiters
  ///   (`{{=<% %>=}}`) nothing is looked at.
  /// - Returns: the names in order, each at its first tag.
  public static func unknown(in template: String) -> [Unknown] {
    var names = TemplateNames()
    var found: [Unknown] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"), let tag = Tag(rest[open.upperBound...]) {
      if tag.sign == "=" { break }
      if let unknown = names.visit(tag), !found.contains(where: { $0.name == unknown.name }) {
        let offset = template.utf8.distance(from: template.startIndex, to: open.lowerBound)
        found.append(Unknown(name: unknown.name, nearest: unknown.nearest, offset: offset))
      }
      rest = template[tag.end...]
    }
    return found
  }

  /// Follows sections in and out; gives a name that is unknown where it stands.
  private mutating func visit(_ tag: Tag) -> (name: String, nearest: String?)? {
    switch tag.sign {
    case "!", "%": return nil
    case "/":
      _ = sections.popLast()
      return nil
    case "#", "^":
      // What an inverted section shows has the same names around it as without the section.
      defer { sections.append(tag.sign == "#" ? tag.path.last ?? "" : "") }
      return fault(tag.path)
    default: return fault(tag.path)
    }
  }

  private func fault(_ path: [String]) -> (name: String, nearest: String?)? {
    guard let first = path.first else { return nil }
    var around = sections.reduce(into: Self.top) { $0.formUnion(Self.members[$1] ?? []) }
    // At the top a member's own name is the likeliest slip: {{title}} for {{item.title}}.
    if path.count == 1, sections.isEmpty, !around.contains(first), let owner = Self.owner(of: first)
    {
      return (first, "\(owner).\(first)")
    }
    for (index, part) in path.enumerated() {
      guard around.contains(part) else {
        let nearest = NearestName.of(part, among: around.sorted())
        let whole = nearest.map { (path[..<index] + [$0] + path[(index + 1)...]) }
        return (path.joined(separator: "."), whole?.joined(separator: "."))
      }
      around = Self.members[part] ?? []
    }
    return nil
  }

  private static func owner(of name: String) -> String? {
    ["item", "feed", "story"].first { members[$0]?.contains(name) ?? false }
  }

  /// What stands between two braces and the next two.
  private struct Tag {
    var sign: Character?
    /// The name's parts; empty for the element itself (`.`) and for functions of it (`last()`).
    var path: [String]
    /// Behind the tag.
    var end: String.Index

    /// Takes the text behind the opening braces; nil where the tag has no end.
    init?(_ text: Substring) {
      guard let close = text.firstRange(of: "}}") else { return nil }
      end = close.upperBound
      var inner = text[..<close.lowerBound].drop(while: \.isWhitespace)
      if let first = inner.first, "#^/!=%&{$".contains(first) {
        sign = first
        inner = inner.dropFirst()
      }
      let name = inner.split(separator: "(", omittingEmptySubsequences: false).last ?? ""
      let trimmed = name.prefix { $0 != ")" }.filter { !$0.isWhitespace }
      path = trimmed.split(separator: ".").map(String.init)
    }
  }
}
