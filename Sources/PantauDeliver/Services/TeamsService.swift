import PantauCore

/// Microsoft Teams by a Workflows webhook: an Adaptive Card of plain text runs.
///
/// A message has at most 28 KB; four a second. Old connectors answered 200 with an error in the
/// text: a 200 whose body is neither empty nor `1` counts as a failure.
struct TeamsService: ChatService {
  let url: String
  var pace: MessagePace? { MessagePace(burst: 4, interval: .milliseconds(250)) }

  func request(for message: ChatMessage) -> HTTPRequest {
    post(url) {
      $0.name("type")
      $0.value("message")
      $0.name("attachments")
      $0.array {
        $0.object {
          $0.name("contentType")
          $0.value("application/vnd.microsoft.card.adaptive")
          $0.name("content")
          $0.object { card(message, &$0) }
        }
      }
    }
  }

  private func card(_ message: ChatMessage, _ json: inout JSONWriter) {
    func cut(_ text: String) -> String { TextCut.cut(text, to: 3_000, .bytes) }
    json.name("$schema")
    json.value("http://adaptivecards.io/schemas/adaptive-card.json")
    json.name("type")
    json.value("AdaptiveCard")
    json.name("version")
    json.value("1.4")
    json.name("body")
    json.array {
      paragraph(cut(message.keywords), isBold: true, &$0)
      paragraph(cut(message.title), isBold: false, &$0)
      if !message.source.isEmpty { paragraph(cut(message.source), isBold: false, &$0) }
      if let excerpt = message.excerpt { paragraph(cut(excerpt), isBold: false, &$0) }
    }
    let links = [("Open", message.url), (ChatMessage.acknowledgeName, message.acknowledge)]
      .compactMap { name, url in url.map { (name, $0) } }
    guard !links.isEmpty else { return }
    json.name("actions")
    json.array { list in
      for (name, url) in links {
        list.object {
          $0.name("type")
          $0.value("Action.OpenUrl")
          $0.name("title")
          $0.value(name)
          $0.name("url")
          $0.value(url)
        }
      }
    }
  }

  /// A rich text block: its runs are read without Markdown, so nothing needs escaping.
  private func paragraph(_ text: String, isBold: Bool, _ json: inout JSONWriter) {
    json.object {
      $0.name("type")
      $0.value("RichTextBlock")
      $0.name("inlines")
      $0.array {
        $0.object {
          $0.name("type")
          $0.value("TextRun")
          $0.name("text")
          $0.value(text)
          guard isBold else { return }
          $0.name("weight")
          $0.value("Bolder")
        }
      }
    }
  }

  func verdict(status: Int, body: JSONNode?, text: String) -> ServiceVerdict? {
    guard status == 200 else { return nil }
    let isFine = text.allSatisfy(\.isWhitespace) || text == "1"
    return isFine ? nil : .channelFailed("Teams answered 200 with an error in its text.")
  }
}
