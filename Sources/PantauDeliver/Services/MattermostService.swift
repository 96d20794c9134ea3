import PantauCore

/// Mattermost's incoming webhooks: Markdown of at most 16,383 code points; no mention pings.
struct MattermostService: ChatService {
  let url: String

  func request(for message: ChatMessage) -> HTTPRequest {
    post(url) {
      $0.name("text")
      $0.value(message.fitting(16_383, .scalars, write: Self.text))
    }
  }

  private static func text(of message: ChatMessage) -> String {
    let title = Markup.markdown(message.title)
    var lines = ["**\(Markup.markdown(message.keywords))**"]
    lines.append(message.url.map { "[\(title)](\($0))" } ?? title)
    if !message.source.isEmpty { lines.append(Markup.markdown(message.source)) }
    if let excerpt = message.excerpt { lines.append(Markup.quoted(Markup.markdown(excerpt))) }
    if let link = message.acknowledge {
      lines.append("[\(ChatMessage.acknowledgeName)](\(link))")
    }
    return lines.joined(separator: "\n")
  }
}
