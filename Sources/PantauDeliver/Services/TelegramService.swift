import PantauCore

/// Telegram's Bot API, sendMessage in HTML mode.
///
/// A text has at most 4,096 characters after its markup is read; ours is that short with it. A group
/// takes 20 messages a minute; a 429 tells the wait in `parameters.retry_after`.
struct TelegramService: ChatService {
  /// `https://api.telegram.org` or the operator's own server.
  let url: String
  let token: String
  let chat: String
  var pace: MessagePace? { MessagePace(burst: 5, interval: .seconds(3)) }

  func request(for message: ChatMessage) -> HTTPRequest {
    post("\(url.withoutTrailingSlash)/bot\(token)/sendMessage") {
      $0.name("chat_id")
      $0.value(chat)
      $0.name("text")
      $0.value(message.fitting(4_096, .utf16, write: Self.text))
      $0.name("parse_mode")
      $0.value("HTML")
      $0.name("link_preview_options")
      $0.object {
        $0.name("is_disabled")
        $0.value(true)
      }
      if message.severity == .low {
        $0.name("disable_notification")
        $0.value(true)
      }
    }
  }

  private static func text(of message: ChatMessage) -> String {
    let title = Markup.html(message.title)
    var lines = ["<b>\(Markup.html(message.keywords))</b>"]
    lines.append(message.url.map { "<a href=\"\(Markup.html($0))\">\(title)</a>" } ?? title)
    if !message.source.isEmpty { lines.append("<i>\(Markup.html(message.source))</i>") }
    if let excerpt = message.excerpt { lines.append(Markup.html(excerpt)) }
    if let link = message.acknowledge {
      lines.append("<a href=\"\(Markup.html(link))\">\(ChatMessage.acknowledgeName)</a>")
    }
    return lines.joined(separator: "\n")
  }

  func verdict(status: Int, body: JSONNode?, text: String) -> ServiceVerdict? {
    if status == 429, let seconds = body?["parameters"]?["retry_after"]?.int {
      return .retryAfter(.seconds(min(max(seconds, 0), 1_000_000)))
    }
    guard status == 400, let reason = body?["description"]?.string,
      reason.contains("chat not found")
    else { return nil }
    return .channelFailed("Telegram does not know the chat; check the channel's \"chat\".")
  }
}

extension String {
  /// Without the slashes at its end, so that a path can follow.
  var withoutTrailingSlash: String {
    var text = self[...]
    while text.hasSuffix("/") { text = text.dropLast() }
    return String(text)
  }
}
