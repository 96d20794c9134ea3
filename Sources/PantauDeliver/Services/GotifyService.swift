import PantauCore

/// Gotify's message API; the application's token goes into a header.
struct GotifyService: ChatService {
  /// The server.
  let url: String
  let token: String

  func request(for message: ChatMessage) -> HTTPRequest {
    post(
      url.withoutTrailingSlash + "/message", headers: [HTTPRequest.Header("X-Gotify-Key", token)]
    ) {
      $0.name("title")
      $0.value(TextCut.cut(message.keywords, to: 250, .scalars))
      $0.name("message")
      $0.value(message.fitting(8_000, .bytes, write: Self.text))
      $0.name("priority")
      $0.value(message.severity.gotifyPriority)
      guard let url = message.url else { return }
      $0.name("extras")
      $0.object {
        $0.name("client::notification")
        $0.object {
          $0.name("click")
          $0.object {
            $0.name("url")
            $0.value(url)
          }
        }
      }
    }
  }

  private static func text(of message: ChatMessage) -> String {
    [
      message.title, message.source, message.url ?? "", message.excerpt ?? "",
      message.acknowledgeLine,
    ]
    .filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

extension Severity {
  fileprivate var gotifyPriority: Int {
    switch self {
    case .low: 2
    case .normal: 5
    case .high: 8
    }
  }
}
