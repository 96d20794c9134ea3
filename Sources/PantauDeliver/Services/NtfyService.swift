import PantauCore

/// ntfy, published as JSON so that titles need no encoding.
///
/// A message has at most 4,096 bytes, a title 1,000 here; then 60 messages at once and one each five
/// seconds. The channel's URL ends in the topic.
struct NtfyService: ChatService {
  let url: String
  let token: String?
  var pace: MessagePace? { MessagePace(burst: 60, interval: .seconds(5)) }

  func request(for message: ChatMessage) -> HTTPRequest {
    let path = url.withoutTrailingSlash
    let slash = path.lastIndex(of: "/")
    let topic = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let root = slash.map { String(path[...$0]) } ?? path
    return post(
      root, headers: token.map { [HTTPRequest.Header("Authorization", "Bearer \($0)")] } ?? []
    ) {
      $0.name("topic")
      $0.value(topic)
      $0.name("title")
      $0.value(TextCut.cut(message.keywords, to: 250, .bytes))
      $0.name("message")
      $0.value(message.fitting(4_096, .bytes, write: Self.text))
      if let url = message.url {
        $0.name("click")
        $0.value(url)
      }
      $0.name("priority")
      $0.value(message.severity.ntfyPriority)
      guard let link = message.acknowledge else { return }
      $0.name("actions")
      $0.array {
        $0.object {
          $0.name("action")
          $0.value("view")
          $0.name("label")
          $0.value(ChatMessage.acknowledgeName)
          $0.name("url")
          $0.value(link)
        }
      }
    }
  }

  private static func text(of message: ChatMessage) -> String {
    [message.title, message.source, message.excerpt ?? ""].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }
}

extension Severity {
  fileprivate var ntfyPriority: Int {
    switch self {
    case .low: 2
    case .normal: 3
    case .high: 5
    }
  }
}
