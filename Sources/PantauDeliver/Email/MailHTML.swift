import FoundationEssentials
import PantauCore

/// Writes the HTML of a mail: no images, no scripts, nothing that is fetched.
struct MailHTML: MailPart {
  let times: AlertText

  func body(_ content: MailContent, channel: String) -> String {
    let text =
      switch content.body {
      case .alert(let alert): html(of: alert, content.acknowledge)
      case .digest(let digest): html(of: digest)
      case .notice(let text): "<p dir=\"auto\">\(Markup.html(text))</p>"
      }
    let footer = Markup.html("pantau, channel \(DisplayText.safe(channel)), \(content.id)")
    return """
      <!DOCTYPE html>
      <html><head><meta charset="utf-8"></head><body>
      \(text)
      <p><small>\(footer)</small></p>
      </body></html>

      """
  }

  private func html(of alert: Alert, _ acknowledge: String?) -> String {
    var parts = [
      "<h2 dir=\"auto\">\(link(AlertText.title(of: alert), to: alert.item.url))</h2>",
      "<p dir=\"auto\"><strong>\(escaped(AlertText.keywords(of: alert)))</strong></p>",
      "<p>"
        + facts(of: alert).map { "\($0.name): \(Markup.html($0.value))" }
        .joined(separator: "<br>\n") + "</p>",
    ]
    if let acknowledge {
      parts.append(
        "<p><a href=\"\(Markup.html(acknowledge))\">\(ChatMessage.acknowledgeName)</a></p>")
    }
    for match in alert.matches.prefix(MailContent.maxPassages) where match.field != .url {
      parts.append(
        "<p>\(Markup.html(passageName(match)))</p>\n" + quote(escaped(match.excerpt)))
    }
    if let summary = alert.item.summary, !summary.isEmpty {
      parts.append("<p dir=\"auto\">\(escaped(summary))</p>")
    }
    return parts.joined(separator: "\n")
  }

  private func html(of digest: AlertDigest) -> String {
    var parts = ["<p>\(digest.count.of("alert")), \(MailContent.stories(digest))</p>"]
    for group in MailContent.shownGroups(digest) {
      parts.append("<h2 dir=\"auto\">\(escaped(group.keyword)) (\(group.stories.count))</h2>\n<ul>")
      parts += group.stories.map { "<li dir=\"auto\">\(html(of: $0))</li>" }
      parts.append("</ul>")
    }
    if let remainder = MailContent.remainder(digest) {
      parts.append("<p>\(Markup.html(remainder))</p>")
    }
    return parts.joined(separator: "\n")
  }

  private func html(of story: AlertDigest.Story) -> String {
    var html =
      "<strong>\(link(story.title ?? "(no title)", to: story.url))</strong>"
      + "<br>\n\(Markup.html(about(story)))"
    if let excerpt = story.excerpt { html += "\n" + quote(escaped(excerpt)) }
    let copies = story.copies.prefix(MailContent.maxPassages).map { copy in
      let title = copy.title.map { ": " + link($0, to: copy.url) } ?? ""
      return "<li dir=\"auto\">\(escaped(copy.source))\(title)</li>"
    }
    if !copies.isEmpty { html += "\n<ul>\n\(copies.joined(separator: "\n"))\n</ul>" }
    return html
  }

  private func escaped(_ text: String) -> String { Markup.html(MailContent.shown(text)) }

  private func quote(_ html: String) -> String {
    "<blockquote dir=\"auto\">\(html)</blockquote>"
  }

  /// A link where the URL is one that may be shown.
  private func link(_ text: String, to url: String?) -> String {
    guard let url = url.flatMap(ChatMessage.showable) else { return escaped(text) }
    return "<a href=\"\(Markup.html(url))\">\(escaped(text))</a>"
  }
}
