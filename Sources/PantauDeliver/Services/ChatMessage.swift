import FoundationEssentials
import PantauCore

/// What a chat service shows of a message, as plain text that is safe to show.
struct ChatMessage: Sendable, Hashable {
  /// The message's id.
  var id: String
  /// When it happened.
  var time: Date
  var severity: Severity
  /// The keywords with their senses; for notices the type.
  var keywords: String
  /// The headline; for notices the text.
  var title: String
  /// The feed's name; empty for notices.
  var source: String
  /// Where the article stands: http or https, and of a length that every service takes.
  var url: String?
  /// A passage around a hit outside the title; for digests their stories, one a line.
  var excerpt: String?
  /// The link that acknowledges the alert; short enough for every service, and never left out.
  var acknowledge: String?

  /// The longest URL that is shown; a longer one is left out, for half a link leads nowhere.
  static let maxURLBytes = 1_000

  init(_ message: OutgoingMessage) {
    id = message.id
    time = message.time
    let node = message.node
    guard let alert = node.flatMap(Alert.init(json:)) else {
      severity = .normal
      keywords = message.type
      title = DisplayText.safe(node?["text"]?.string ?? message.object)
      source = ""
      excerpt = message.digest.map(Self.stories)
      return
    }
    severity = alert.severity
    keywords = AlertText.keywords(of: alert)
    if alert.type != Alert.created { keywords = "\(DisplayText.safe(alert.type)): \(keywords)" }
    title = AlertText.title(of: alert)
    source = DisplayText.safe(alert.feed.name)
    url = alert.item.url.flatMap(Self.showable)
    excerpt = AlertText.excerpt(of: alert).map(DisplayText.safe)
    acknowledge = AcknowledgementOffer(node).flatMap { Self.showable($0.url) }
  }

  /// The most letters of a digest's stories that are shown, in whole lines.
  private static let maxDigest = 1_200

  /// A digest's stories by keyword: each with how many more outlets carry it.
  private static func stories(of digest: AlertDigest) -> String {
    var lines: [String] = []
    var rest = maxDigest
    var left = digest.storyCount
    for group in digest.groups {
      let heading = "\(DisplayText.safe(group.keyword)) (\(group.stories.count))"
      for (index, story) in group.stories.enumerated() {
        let title = TextCut.cut(DisplayText.safe(story.title ?? "(no title)"), to: 200, .scalars)
        let source = TextCut.cut(DisplayText.safe(story.source), to: 100, .scalars)
        let copies = story.copies.isEmpty ? "" : " +\(story.copies.count)"
        let line = (index == 0 ? "\(heading)\n" : "") + "• \(title) | \(source)\(copies)"
        rest -= line.utf16.count + 1
        guard rest >= 0 else { return (lines + ["… \(left) more"]).joined(separator: "\n") }
        lines.append(line)
        left -= 1
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The URL with the few characters escaped that end a link or mention people in some markup; nil where it is no
  /// plain http or https URL.
  static func showable(_ url: String) -> String? {
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
    var shown = ""
    for byte in url.utf8 {
      switch byte {
      case 0...0x20, 0x7F...0xFF, 0x22, 0x27, 0x28, 0x29, 0x3C, 0x3E, 0x40, 0x5B, 0x5C, 0x5D, 0x5E,
        0x60,
        0x7B, 0x7C, 0x7D:
        shown += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
      default: shown.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return shown.utf8.count <= maxURLBytes ? shown : nil
  }

  /// What people press to acknowledge.
  static let acknowledgeName = "Acknowledge"

  /// The link as a line of plain text; empty where there is none.
  var acknowledgeLine: String { acknowledge.map { "\(Self.acknowledgeName): \($0)" } ?? "" }

  /// The first line without markup: `Bontang, PBB (UN): Walikota …`.
  var headline: String { "\(keywords): \(title)" }

  /// The message with texts cut, so that `write` gives at most so many units.
  ///
  /// Markup and escapes grow a text by what cannot be known before: it is written again with
  /// shorter texts until it fits.
  func fitting(_ limit: Int, _ unit: TextCut.Unit, write: (ChatMessage) -> String) -> String {
    var text = write(self)
    for (longest, keepsURL) in [(1_500, true), (400, true), (100, true), (25, false), (4, false)]
    where unit.count(text) > limit {
      text = write(cut(to: longest, unit, keepsURL: keepsURL))
    }
    return text
  }

  private func cut(to longest: Int, _ unit: TextCut.Unit, keepsURL: Bool) -> ChatMessage {
    var message = self
    message.title = TextCut.cut(title, to: longest, unit)
    message.keywords = TextCut.cut(keywords, to: longest, unit)
    message.source = TextCut.cut(source, to: longest, unit)
    message.excerpt = excerpt.map { TextCut.cut($0, to: longest, unit) }
    if !keepsURL { message.url = nil }
    return message
  }
}
