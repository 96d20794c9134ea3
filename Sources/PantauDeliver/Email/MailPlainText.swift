import FoundationEssentials
import PantauCore

/// Writes the plain text of a mail, lines ended by LF.
struct MailPlainText {
  let times: AlertText

  func body(_ content: MailContent, channel: String) -> String {
    let text =
      switch content.body {
      case .alert(let alert): self.text(of: alert, content.acknowledge)
      case .digest(let digest): self.text(of: digest)
      case .notice(let text): text
      }
    // Two hyphens and a space begin what mail programs know as a signature.
    return text + "\n\n-- \npantau, channel \(DisplayText.safe(channel)), \(content.id)\n"
  }

  private func text(of alert: Alert, _ acknowledge: String?) -> String {
    var lines = [MailContent.shown(AlertText.title(of: alert))]
    if let url = alert.item.url { lines.append(DisplayText.safe(url)) }
    if let acknowledge { lines += ["", "\(ChatMessage.acknowledgeName): \(acknowledge)"] }
    lines.append("")
    lines.append("Keywords: \(MailContent.shown(AlertText.keywords(of: alert)))")
    lines += facts(of: alert).map { "\($0.name): \($0.value)" }
    for match in alert.matches.prefix(MailContent.maxPassages) where match.field != .url {
      lines += ["", "\(passageName(match)):", "  " + MailContent.shown(match.excerpt)]
    }
    if let summary = alert.item.summary, !summary.isEmpty {
      lines += ["", MailContent.shown(summary)]
    }
    return lines.joined(separator: "\n")
  }

  private func text(of digest: AlertDigest) -> String {
    var lines = ["\(digest.count.of("alert")), \(MailContent.stories(digest))"]
    for group in MailContent.shownGroups(digest) {
      lines += ["", "\(MailContent.shown(group.keyword)) (\(group.stories.count))"]
      for story in group.stories { lines += [""] + self.lines(of: story) }
    }
    if let remainder = MailContent.remainder(digest) { lines += ["", remainder] }
    return lines.joined(separator: "\n")
  }

  private func lines(of story: AlertDigest.Story) -> [String] {
    var lines = ["* " + MailContent.shown(story.title ?? "(no title)")]
    if let url = story.url { lines.append("  " + DisplayText.safe(url)) }
    lines.append("  " + about(story))
    if let excerpt = story.excerpt { lines.append("  " + MailContent.shown(excerpt)) }
    for copy in story.copies.prefix(MailContent.maxPassages) {
      let parts = [copy.source, copy.title, copy.url].compactMap { $0.map(MailContent.shown) }
      lines.append("  also: " + parts.joined(separator: " | "))
    }
    return lines
  }
}

/// What both parts of a mail say in the same words.
protocol MailPart {
  var times: AlertText { get }
}

extension MailPlainText: MailPart {}

extension MailPart {
  /// What there is to know of an alert beside its passages.
  func facts(of alert: Alert) -> [(name: String, value: String)] {
    let group = alert.feed.group.map { " (\(MailContent.shown($0)))" } ?? ""
    var facts = [
      ("Severity", alert.severity.rawValue),
      ("Source", MailContent.shown(alert.feed.name) + group),
    ]
    if let published = alert.item.published { facts.append(("Published", times.time(published))) }
    facts.append(("Seen", times.time(alert.seen)))
    if alert.story.copies > 1 {
      let sources = alert.story.sources.prefix(MailContent.maxPassages).joined(separator: ", ")
      facts.append(("Copies", "\(alert.story.copies) (\(MailContent.shown(sources)))"))
    }
    return facts
  }

  /// `PBB (UN), content`.
  func passageName(_ match: KeywordMatch) -> String {
    let sense = match.meaning.map { " (\($0))" } ?? ""
    return MailContent.shown("\(match.keyword)\(sense), \(match.field.rawValue)")
  }

  /// `Kaltim Kini | 2026-11-23 12:05:06 | high | Bontang, PBB (UN)`.
  func about(_ story: AlertDigest.Story) -> String {
    [
      MailContent.shown(story.source), times.time(story.time), story.severity.rawValue,
      MailContent.shown(story.keywords.joined(separator: ", ")),
    ].joined(separator: " | ")
  }
}
