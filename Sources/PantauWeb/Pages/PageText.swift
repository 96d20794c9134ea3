import FoundationEssentials
import PantauCore

/// Instants, passages and links as the pages show them.
struct PageText: Sendable {
  /// How far local time is ahead of UTC at an instant, in seconds.
  let secondsEast: @Sendable (Date) -> Int

  /// `2026-11-23 12:05:06`, in local time; readers of programs get UTC.
  func time(_ instant: Date) -> HTML {
    let local = ISO8601.text(instant + Double(secondsEast(instant))).prefix(19)
    let shown = String(local.map { $0 == "T" ? " " : $0 })
    return "<time datetime=\"\(ISO8601.text(instant))\">\(shown)</time>"
  }

  /// A text that leads to an article, where its address may be followed.
  func link(_ text: String, to url: String?) -> HTML {
    guard let url = url.flatMap(Self.followable) else { return "\(text)" }
    return "<a href=\"\(url)\" rel=\"noopener noreferrer\">\(text)</a>"
  }

  /// A headline that leads to its article, the hits in it marked.
  func headline(of alert: Alert) -> HTML {
    let title = Self.title(alert.item.title)
    let words = alert.matches.filter { $0.field == .title }.map(\.text)
    let marked = Self.marked(title, words.filter { !$0.isEmpty })
    guard let url = alert.item.url.flatMap(Self.followable) else { return marked }
    return "<a href=\"\(url)\" rel=\"noopener noreferrer\">\(marked)</a>"
  }

  /// A text with each place of the words marked, the first word of those that overlap.
  private static func marked(_ text: String, _ words: [String]) -> HTML {
    var parts: [HTML] = []
    var rest = text[...]
    while let next = words.compactMap({ rest.firstRange(of: $0) })
      .min(by: { $0.lowerBound < $1.lowerBound })
    {
      parts.append("\(String(rest[..<next.lowerBound]))<mark>\(String(rest[next]))</mark>")
      rest = rest[next.upperBound...]
    }
    return HTML(joining: parts + ["\(String(rest))"], with: "")
  }

  /// A headline.
  static func title(_ title: String?) -> String {
    title.flatMap { $0.isEmpty ? nil : $0 } ?? "(no title)"
  }

  /// An article's address where it is http or https; anything else (`javascript:`, `data:`) is no
  /// place to go to.
  static func followable(_ url: String) -> String? {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    return scheme == "http" || scheme == "https" ? url : nil
  }

  /// An excerpt, the hits in it marked.
  ///
  /// Hits stand in square brackets, as other texts may: those are marked that hold the words that
  /// matched; where none does, all.
  static func excerpt(of match: KeywordMatch) -> HTML {
    let parts = bracketed(match.excerpt)
    let words = match.text.lowercased()
    let knowsWords = parts.contains { $0.isBracketed && $0.text.lowercased() == words }
    return HTML(
      joining: parts.map { part in
        guard part.isBracketed else { return "\(part.text)" }
        let isHit = !knowsWords || part.text.lowercased() == words
        return isHit ? "<mark>\(part.text)</mark>" : "[\(part.text)]"
      }, with: "")
  }

  private static func bracketed(_ text: String) -> [(text: String, isBracketed: Bool)] {
    var parts: [(text: String, isBracketed: Bool)] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      parts.append((String(rest[..<open]), false))
      parts.append((String(rest[open...].dropFirst().prefix { $0 != "]" }), true))
      rest = rest[close...].dropFirst()
    }
    return parts + [(String(rest), false)]
  }
}
