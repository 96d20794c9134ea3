import PantauCore

/// Discord's webhooks: one embed a message; no mention ever pings.
///
/// An embed's title has at most 256 characters, its description 4,096, all of it 6,000. Thirty
/// messages a minute a channel; a 429 tells the wait in its body too.
struct DiscordService: ChatService {
  let url: String
  var pace: MessagePace? { MessagePace(burst: 5, interval: .seconds(2)) }

  func request(for message: ChatMessage) -> HTTPRequest {
    // With wait=true an error of the message is told, and success answers with its id.
    post(url + (url.contains("?") ? "&wait=true" : "?wait=true")) {
      $0.name("embeds")
      $0.array { $0.object { embed(message, &$0) } }
      $0.name("allowed_mentions")
      $0.object {
        $0.name("parse")
        $0.value([String]())
      }
    }
  }

  private func embed(_ message: ChatMessage, _ json: inout JSONWriter) {
    json.name("title")
    json.value(message.fitting(256, .utf16) { Markup.markdown($0.title) })
    if let url = message.url {
      json.name("url")
      json.value(url)
    }
    json.name("description")
    json.value(
      message.fitting(2_000, .utf16) { message in
        var lines = ["**\(Markup.markdown(message.keywords))**"]
        if let excerpt = message.excerpt { lines.append(Markup.markdown(excerpt)) }
        if let link = message.acknowledge {
          lines.append("[\(ChatMessage.acknowledgeName)](\(link))")
        }
        return lines.joined(separator: "\n")
      })
    json.name("color")
    json.value(message.severity.colour)
    json.name("timestamp")
    json.value(message.time)
    if !message.source.isEmpty {
      json.name("footer")
      json.object {
        $0.name("text")
        $0.value(TextCut.cut(message.source, to: 256, .utf16))
      }
    }
  }

  func verdict(status: Int, body: JSONNode?, text: String) -> ServiceVerdict? {
    guard status == 429, let seconds = body?["retry_after"]?.double else { return nil }
    return .retryAfter(.milliseconds(Int64(min(max(seconds, 0), 1e6) * 1_000)))
  }
}

extension Severity {
  /// Red, blue, grey as 24 bits.
  fileprivate var colour: Int {
    switch self {
    case .low: 0x80_8080
    case .normal: 0x1F_6FEB
    case .high: 0xD7_3A49
    }
  }
}
