import PantauCore

/// Google Chat's webhooks: text of at most 4,096 characters; one message a second a space.
struct GoogleChatService: ChatService {
  let url: String
  var pace: MessagePace? { MessagePace(burst: 1, interval: .seconds(1)) }

  func request(for message: ChatMessage) -> HTTPRequest {
    post(url) {
      $0.name("text")
      $0.value(message.fitting(4_096, .bytes, write: Self.text))
    }
  }

  private static func text(of message: ChatMessage) -> String {
    let title = Markup.googleChat(message.title)
    var lines = ["*\(Markup.googleChat(message.keywords))*"]
    lines.append(
      message.url.map { "<\($0)|\(String(title.map { $0 == "|" ? "¦" : $0 }))>" } ?? title)
    if !message.source.isEmpty { lines.append(Markup.googleChat(message.source)) }
    if let excerpt = message.excerpt { lines.append(Markup.googleChat(excerpt)) }
    if let link = message.acknowledge { lines.append("<\(link)|\(ChatMessage.acknowledgeName)>") }
    return lines.joined(separator: "\n")
  }
}
