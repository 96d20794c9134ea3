import FoundationEssentials
import PantauCore

/// What a mail says, whatever the message is: safe to show, and bounded.
struct MailContent: Sendable {
  /// What the body holds.
  enum Body: Sendable {
    case alert(Alert)
    case digest(AlertDigest)
    /// A sentence or two.
    case notice(String)
  }

  let subject: String
  let severity: Severity
  /// The number of the story it belongs to; nil for what is about no story.
  let story: Int64?
  let id: String
  let body: Body
  /// The link that acknowledges the alert.
  let acknowledge: String?

  /// The longest subject, title or passage, in letters.
  private static let maxSubject = 250
  /// The longest text of a notice, in letters.
  private static let maxNotice = 20_000

  init(_ message: OutgoingMessage) {
    id = message.id
    let node = message.node
    acknowledge = AcknowledgementOffer(node).flatMap { ChatMessage.showable($0.url) }
    if let alert = node.flatMap(Alert.init(json:)) {
      body = .alert(alert)
      severity = alert.severity
      story = alert.story.id == 0 ? nil : alert.story.id
      let kind = alert.type == Alert.created ? "" : "\(DisplayText.safe(alert.type)): "
      subject = Self.cut(
        "[\(alert.severity.rawValue)] \(kind)\(AlertText.keywords(of: alert)): "
          + AlertText.title(of: alert), Self.maxSubject)
    } else if let digest = message.digest {
      let severities = digest.groups.flatMap { $0.stories.map(\.severity) }
      body = .digest(digest)
      severity = severities.max() ?? .normal
      story = nil
      let keywords = digest.groups.map { DisplayText.safe($0.keyword) }.joined(separator: ", ")
      subject = Self.cut(
        "[\(severity.rawValue)] \(Self.stories(digest)): \(keywords)",
        Self.maxSubject)
    } else {
      let text = node?["text"]?.string ?? message.object
      body = .notice(Self.cut(DisplayText.safe(text), Self.maxNotice))
      severity = .normal
      story = nil
      subject = Self.cut("\(message.type): \(DisplayText.safe(text))", Self.maxSubject)
    }
  }

  static func stories(_ digest: AlertDigest) -> String {
    digest.storyCount.of("story", plural: "stories")
  }

  private static func cut(_ text: String, _ letters: Int) -> String {
    text.count > letters ? text.prefix(letters - 1) + "…" : text
  }
}

extension MailContent {
  /// The most stories that a mail tells; the rest is counted.
  static let maxStories = 500
  /// The most passages of an alert, and copies of a story, that it shows.
  static let maxPassages = 50

  /// Text from a feed, safe and bounded.
  static func shown(_ text: String) -> String { cut(DisplayText.safe(text), 2_000) }

  /// The first stories of a digest, group by group.
  static func shownGroups(_ digest: AlertDigest) -> [AlertDigest.Group] {
    var rest = maxStories
    return digest.groups.compactMap { group in
      guard rest > 0 else { return nil }
      let shown = AlertDigest.Group(
        keyword: group.keyword, stories: Array(group.stories.prefix(rest)))
      rest -= shown.stories.count
      return shown
    }
  }

  /// What is said of stories beyond ``maxStories``; nil where all are shown.
  static func remainder(_ digest: AlertDigest) -> String? {
    guard digest.storyCount > maxStories else { return nil }
    return """
      \(digest.storyCount - maxStories) more: `pantau alerts --since \
      \(ISO8601.text(digest.since))` lists all.
      """
  }
}
