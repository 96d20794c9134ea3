/// The links in `Link` headers (RFC 8288): where a feed, its hub or its own address are named.
public struct LinkHeader: Sendable, Hashable {
  /// One link.
  public struct Link: Sendable, Hashable {
    /// What stands between the angle brackets: a reference, to be resolved against the answer's URL.
    public let target: String
    /// The relation types in small letters (`hub`, `self`, `alternate`).
    public let relations: [String]
    /// The media type, where one is given, without its parameters and in small letters.
    public let type: String?
    /// The title, where one is given.
    public let title: String?
  }

  /// The links in order.
  ///
  /// Those about another thing than the answer itself (`anchor`) are left out.
  public let links: [Link]

  /// Reads all `Link` fields of an answer; what cannot be read is left out.
  public init(_ headers: HTTPHeaders) { self.init(headers.all("Link")) }

  /// Reads field values; what cannot be read is left out.
  public init(_ values: [String]) {
    links = values.flatMap { value in
      var reader = LinkReader(value)
      return reader.links()
    }
  }
}

/// Walks one field value, forgiving as RFC 8288, appendix B, asks.
private struct LinkReader {
  private var rest: Substring.UnicodeScalarView

  init(_ value: String) { rest = Substring(value).unicodeScalars }

  mutating func links() -> [LinkHeader.Link] {
    var links: [LinkHeader.Link] = []
    while let target = nextTarget() {
      let parameters = self.parameters()
      guard parameters["anchor"] == nil else { continue }
      let relations = (parameters["rel"] ?? "").asciiLowercased.split(whereSeparator: isBlank)
      let type = parameters["type"]?.prefix { $0 != ";" }.filter { !isBlank($0) }
      links.append(
        LinkHeader.Link(
          target: target, relations: relations.map(String.init),
          type: type.map { String($0).asciiLowercased }, title: parameters["title"]))
    }
    return links
  }

  private mutating func nextTarget() -> String? {
    guard let start = rest.firstIndex(of: "<") else { return nil }
    rest = rest[rest.index(after: start)...]
    guard let end = rest.firstIndex(of: ">") else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return String(trimmed(rest[..<end]))
  }

  /// The parameters up to the next comma outside quotes; the first of a name counts.
  private mutating func parameters() -> [String: String] {
    var found: [String: String] = [:]
    while true {
      rest = trimmedStart(rest)
      guard rest.first == ";" else { return found }
      rest = trimmedStart(rest.dropFirst())
      let name = String(trimmed(take { !"=;,".unicodeScalars.contains($0) })).asciiLowercased
      var value = ""
      if rest.first == "=" {
        rest = trimmedStart(rest.dropFirst())
        value = rest.first == "\"" ? quoted() : String(trimmed(take { $0 != ";" && $0 != "," }))
      }
      if !name.isEmpty, found[name] == nil { found[name] = value }
    }
  }

  private mutating func quoted() -> String {
    var text = String.UnicodeScalarView()
    var isEscaped = false
    rest = rest.dropFirst()
    while let next = rest.popFirst() {
      if isEscaped {
        text.append(next)
        isEscaped = false
      } else if next == "\\" {
        isEscaped = true
      } else if next == "\"" {
        break
      } else {
        text.append(next)
      }
    }
    return String(text)
  }

  private mutating func take(while isWanted: (Unicode.Scalar) -> Bool)
    -> Substring.UnicodeScalarView
  {
    let end = rest.firstIndex { !isWanted($0) } ?? rest.endIndex
    defer { rest = rest[end...] }
    return rest[..<end]
  }

  private func trimmedStart(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
    text.drop { $0 == " " || $0 == "\t" }
  }

  private func trimmed(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
    var text = trimmedStart(text)
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }

  private func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
