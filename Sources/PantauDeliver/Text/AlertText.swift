public import FoundationEssentials
import Glibc
public import PantauCore

/// Writes an alert as one line for people.
///
///     2026-11-23 12:05:06 [high] Bontang, PBB (UN): Walikota Bontang ke Korea | Kaltim Kini | https://…
///
/// An excerpt follows where the title alone does not show the hit. Text from feeds goes through
/// `DisplayText`.
public struct AlertText: Sendable {
  /// Whether to use a terminal's colours.
  public var isColoured: Bool
  private let secondsEast: @Sendable (Date) -> Int

  /// Takes the style.
  ///
  /// - Parameters:
  ///   - isColoured: whether to use a terminal's colours (ECMA-48, SGR).
  ///   - secondsEast: how far local time is ahead of UTC at an instant.
  public init(isColoured: Bool, secondsEast: @escaping @Sendable (Date) -> Int) {
    self.isColoured = isColoured
    self.secondsEast = secondsEast
  }

  /// For standard output: local time of the machine; colours on a terminal that has them, unless
  /// `NO_COLOR` is set (no-color.org).
  public static func onTerminal() -> AlertText {
    let isPlain = isSet("NO_COLOR") || getenv("TERM").map { String(cString: $0) } == "dumb"
    return AlertText(
      isColoured: isatty(STDOUT_FILENO) == 1 && !isPlain, secondsEast: MachineZone.secondsEast)
  }

  private static func isSet(_ name: String) -> Bool {
    getenv(name).map { $0.pointee != 0 } ?? false
  }

  /// The same without colours.
  public var plain: AlertText { AlertText(isColoured: false, secondsEast: secondsEast) }

  /// The line of an alert, without its end.
  public func line(of alert: Alert) -> String {
    var parts = [Self.title(of: alert), DisplayText.safe(alert.feed.name)]
    if let url = alert.item.url { parts.append(paint(DisplayText.safe(url), .link)) }
    if let copies = Self.copies(of: alert) { parts.append(copies) }
    if let excerpt = Self.excerpt(of: alert) { parts.append(DisplayText.safe(excerpt)) }
    return head(of: alert) + parts.joined(separator: " | ")
  }

  /// The line of any message: an alert as above, others with their type and data.
  public func line(of message: OutgoingMessage) -> String {
    let node = message.node
    if let alert = node.flatMap(Alert.init(json:)) { return line(of: alert) }
    let text = node?["text"]?.string ?? message.object
    return "\(time(message.time)) [\(message.type)] \(DisplayText.safe(text))"
  }

  /// An instant in local time: `2026-11-23 12:05:06`.
  public func time(_ instant: Date) -> String {
    let local = instant + Double(secondsEast(instant))
    let text = ISO8601.text(local).prefix(19).map { $0 == "T" ? " " : $0 }
    return paint(String(text), .faint)
  }

  /// A keyword with the sense of its occurrence: `PBB (UN)`.
  static func keyword(_ keyword: String, of alert: Alert) -> String {
    let meaning = alert.matches.first { $0.keyword == keyword }?.meaning
    return meaning.map { "\(keyword) (\($0))" } ?? keyword
  }

  /// All of an alert's keywords, safe to show.
  static func keywords(of alert: Alert) -> String {
    alert.keywords.map { DisplayText.safe(keyword($0, of: alert)) }.joined(separator: ", ")
  }

  private func head(of alert: Alert) -> String {
    let marks = [
      alert.type == Alert.created ? nil : alert.type, alert.old ? "old" : nil,
      alert.muted ? "muted" : nil,
    ].compactMap { $0.map { " (\(DisplayText.safe($0)))" } }.joined()
    let severity = paint("[\(alert.severity.rawValue)]", Colour(alert.severity))
    return "\(time(alert.time)) \(severity)\(marks) "
      + paint(Self.keywords(of: alert), .keyword) + ": "
  }

  static func title(of alert: Alert) -> String {
    guard let title = alert.item.title, !title.isEmpty else { return "(no title)" }
    return DisplayText.safe(title)
  }

  /// Who else tells the story and who had it first: `+3 copies, first: Antara`.
  static func copies(of alert: Alert) -> String? {
    let more = alert.story.copies - 1
    guard more > 0, let first = alert.story.sources.first else { return nil }
    return "+\(more.of("copy", plural: "copies")), first: \(DisplayText.safe(first))"
  }

  /// The first excerpt of a hit outside the title.
  static func excerpt(of alert: Alert) -> String? {
    alert.matches.first { $0.field != .title && $0.field != .url && !$0.excerpt.isEmpty }?.excerpt
  }

  private func paint(_ text: String, _ colour: Colour) -> String {
    isColoured && colour != .none ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Parameters of Select Graphic Rendition.
  private enum Colour: String {
    case none = ""
    case faint = "2"
    case keyword = "1"
    case link = "4"
    case high = "1;31"

    init(_ severity: Severity) {
      switch severity {
      case .low: self = .faint
      case .normal: self = .none
      case .high: self = .high
      }
    }
  }
}
