public import PantauCore

/// Adds the feeds of an OPML list to the text of a configuration.
///
/// The text is edited where `feeds` ends and nowhere else: order, white space
/// and everything else that the operator arranged stay as they are.
public struct OPMLImport: Sendable, Hashable {
  /// The new text of the configuration.
  public private(set) var bytes: [UInt8]
  /// The URLs added, in order.
  public private(set) var added: [String] = []
  /// The URLs left out, each with the reason.
  public private(set) var leftOut: [LeftOut] = []

  /// An outline that was not taken.
  public struct LeftOut: Sendable, Hashable, CustomStringConvertible {
    /// Its URL.
    public var url: String
    /// Why, for example `is there already`.
    public var reason: String

    /// For example `https://example.org/rss is there already`.
    public var description: String { "\(url) \(reason)" }
  }

  /// Why a configuration cannot be edited.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// It is no JSON.
    case notJSON(TextPosition, String)
    /// It has no list `feeds` at its top level.
    case noFeedList

    /// What is wrong and what to do.
    public var description: String {
      switch self {
      case .notJSON(let position, let problem):
        "\(position): \(problem); `pantau check` shows every fault"
      case .noFeedList: "there is no list \"feeds\" to add to; add \"feeds\": []"
      }
    }
  }

  /// Edits a configuration.
  ///
  /// - Parameters:
  ///   - outlines: the subscriptions; those whose feed is there already, or that are no http(s)
  ///     URL, are left out.
  ///   - configuration: the text of `config.json`, which need not be valid as a whole.
  /// - Throws: ``Failure`` when the text is no JSON or has no `feeds`.
  public init(_ outlines: [OPMLOutline], into configuration: [UInt8]) throws(Failure) {
    bytes = configuration
    let root: JSONNode
    do {
      root = try JSONReader.read(configuration)
    } catch {
      throw .notJSON(TextPosition(of: error.offset, in: configuration), error.problem)
    }
    guard let list = root["feeds"], let feeds = list.array else { throw .noFeedList }
    let entries = newEntries(outlines, beside: feeds)
    guard !entries.isEmpty else { return }
    let edit = FeedListEdit(text: configuration, list: list, feeds: feeds)
    bytes = edit.text(adding: entries)
  }

  private mutating func newEntries(_ outlines: [OPMLOutline], beside feeds: [JSONNode]) -> [[UInt8]]
  {
    var urls = Set(feeds.compactMap { ($0.string ?? $0["url"]?.string).map(Self.sameness) })
    var names = Set(feeds.compactMap { $0["name"]?.string })
    var entries: [[UInt8]] = []
    for outline in outlines {
      let url = Self.trimmed(outline.xmlURL) ?? ""
      guard let address = try? WebAddress(url), ["http", "https"].contains(address.scheme) else {
        leftOut.append(LeftOut(url: url, reason: "is no http: or https: URL"))
        continue
      }
      guard urls.insert(Self.sameness(url)).inserted else {
        leftOut.append(LeftOut(url: url, reason: "is there already"))
        continue
      }
      let name = Self.trimmed(outline.title) ?? Self.trimmed(outline.text)
      let free = name.map { Self.freeName($0, names) }
      if let free { names.insert(free) }
      entries.append(Self.entry(url: url, name: free, group: Self.trimmed(outline.group)))
      added.append(url)
    }
    return entries
  }

  private static func sameness(_ url: String) -> String {
    (try? WebAddress(url))?.sameness ?? url
  }

  /// White space folded; nil where nothing is left.
  private static func trimmed(_ text: String?) -> String? {
    let folded = text?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    return folded.isEmpty ? nil : folded
  }

  private static func freeName(_ name: String, _ taken: Set<String>) -> String {
    var free = name
    var count = 2
    while taken.contains(free) {
      free = "\(name) (\(count))"
      count += 1
    }
    return free
  }

  private static func entry(url: String, name: String?, group: String?) -> [UInt8] {
    guard name != nil || group != nil else { return quoted(url) }
    var text = Array("{\"url\": ".utf8) + quoted(url)
    if let name { text += Array(", \"name\": ".utf8) + quoted(name) }
    if let group { text += Array(", \"group\": ".utf8) + quoted(group) }
    return text + Array("}".utf8)
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(text)
    return writer.bytes
  }
}

/// Where and how new entries go into the list `feeds`.
struct FeedListEdit {
  let text: [UInt8]
  let list: JSONNode
  let feeds: [JSONNode]

  /// The text with entries behind the last one, arranged as the last one is.
  func text(adding entries: [[UInt8]]) -> [UInt8] {
    let separator = [UInt8(ascii: ",")] + gap
    let joined = Array(entries.joined(separator: separator))
    guard let last = feeds.last else {
      return Array(text[..<(list.start + 1)]) + gap + joined + closingGap
        + Array(text[(list.end - 1)...])
    }
    return Array(text[..<last.end]) + separator + joined + Array(text[last.end...])
  }

  /// The white space before each new entry.
  ///
  /// A line of its own, indented as the last entry, where that has a line of its own; else one
  /// space. A blank line before the last entry is not repeated.
  private var gap: [UInt8] {
    guard let last = feeds.last else { return newLine + indent(1) }
    guard let end = lineStart(before: last.start) else {
      return [UInt8(ascii: " ")]
    }
    return newLine + Array(text[end..<last.start])
  }

  /// The offset behind the line end that stands before an entry with nothing but white space
  /// between; nil where something else stands there.
  private func lineStart(before offset: Int) -> Int? {
    var at = offset
    while at > 0, text[at - 1] == UInt8(ascii: " ") || text[at - 1] == UInt8(ascii: "\t") {
      at -= 1
    }
    return at > 0 && text[at - 1] == UInt8(ascii: "\n") ? at : nil
  }

  /// What stands between the last entry of a list that was empty and its bracket.
  private var closingGap: [UInt8] { newLine + indent(0) }

  private var newLine: [UInt8] {
    guard let index = text.firstIndex(of: UInt8(ascii: "\n")) else { return [0x0A] }
    return index > 0 && text[index - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
  }

  /// The indentation of the line that the list begins on, and so many steps of two more.
  private func indent(_ steps: Int) -> [UInt8] {
    var start = list.start
    while start > 0, text[start - 1] != 0x0A { start -= 1 }
    let white = text[start...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let step = white.first == UInt8(ascii: "\t") ? [UInt8(ascii: "\t")] : Array("  ".utf8)
    return Array(white) + Array([[UInt8]](repeating: step, count: steps).joined())
  }
}
