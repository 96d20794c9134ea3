import PantauCore

/// Slack's incoming webhooks.
///
/// A section's text has at most 3,000 characters; `text` is what notifications show. One message a
/// second a channel, short bursts above it.
struct SlackService: ChatService {
  let url: String
  var pace: MessagePace? { MessagePace(burst: 5, interval: .seconds(1)) }

  func request(for message: ChatMessage) -> HTTPRequest {
    let text = message.fitting(3_000, .utf16) { Self.text(of: $0) }
    let headline = TextCut.cut(message.headline, to: 500, .utf16)
    return post(url) {
      $0.name("text")
      $0.value(Markup.slack(headline))
      $0.name("blocks")
      $0.array {
        $0.object {
          $0.name("type")
          $0.value("section")
          $0.name("text")
          $0.object {
            $0.name("type")
            $0.value("mrkdwn")
            $0.name("text")
            $0.value(text)
          }
        }
      }
      $0.name("unfurl_links")
      $0.value(false)
    }
  }

  private static func text(of message: ChatMessage) -> String {
    let title = Markup.slack(message.title)
    let mark = message.severity == .high ? ":rotating_light: " : ""
    var lines = ["\(mark)*\(Markup.slack(message.keywords))*"]
    lines.append(message.url.map { "<\(Markup.slack($0))|\(title.replacingBars)>" } ?? title)
    if !message.source.isEmpty { lines.append(Markup.slack(message.source)) }
    if let excerpt = message.excerpt { lines.append(Markup.quoted(Markup.slack(excerpt))) }
    if let link = message.acknowledge {
      lines.append("<\(Markup.slack(link))|\(ChatMessage.acknowledgeName)>")
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// A bar inside a link's text would end the URL.
  fileprivate var replacingBars: String { String(map { $0 == "|" ? "¦" : $0 }) }
}
