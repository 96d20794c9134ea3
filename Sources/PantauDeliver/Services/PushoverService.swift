import PantauCore

/// Pushover's message API.
///
/// A title has at most 250 characters, a message 1,024, a URL 512.
struct PushoverService: ChatService {
  let url: String
  let token: String
  let user: String

  func request(for message: ChatMessage) -> HTTPRequest {
    post(url) {
      $0.name("token")
      $0.value(token)
      $0.name("user")
      $0.value(user)
      $0.name("title")
      $0.value(TextCut.cut(message.keywords, to: 250, .scalars))
      $0.name("message")
      $0.value(message.fitting(1_024, .scalars, write: Self.text))
      if let url = message.url, url.utf8.count <= 512 {
        $0.name("url")
        $0.value(url)
      }
      $0.name("priority")
      $0.value(message.severity.pushoverPriority)
      $0.name("timestamp")
      $0.value(message.time.millisecondsSince1970 / 1_000)
    }
  }

  private static func text(of message: ChatMessage) -> String {
    [message.title, message.source, message.excerpt ?? "", message.acknowledgeLine]
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A wrong token or user key is no fault of the one message.
  func verdict(status: Int, body: JSONNode?, text: String) -> ServiceVerdict? {
    guard status == 400, body?["token"]?.string == "invalid" || body?["user"]?.string == "invalid"
    else { return nil }
    return .channelFailed("Pushover does not know the token or user; check the channel's secrets.")
  }
}

extension Severity {
  fileprivate var pushoverPriority: Int {
    switch self {
    case .low: -1
    case .normal: 0
    case .high: 1
    }
  }
}
