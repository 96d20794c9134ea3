import PantauCore

/// Matrix's client-server API v3, `m.room.message`.
///
/// The alert's id is the transaction id, so a repeated attempt shows no second message. An event has
/// at most 65,536 bytes; both bodies together stay far below it. `m.mentions` is empty: nobody is
/// pinged. A 429 tells the wait in `retry_after_ms`.
struct MatrixService: ChatService {
  /// The homeserver.
  let url: String
  let token: String
  /// The room's id, `!…`.
  let room: String

  func request(for message: ChatMessage) -> HTTPRequest {
    let place =
      "\(url.withoutTrailingSlash)/_matrix/client/v3/rooms/\(Markup.pathSegment(room))"
      + "/send/m.room.message/\(Markup.pathSegment(message.id))"
    var request = post(place, headers: [HTTPRequest.Header("Authorization", "Bearer \(token)")]) {
      $0.name("msgtype")
      $0.value("m.text")
      $0.name("body")
      $0.value(message.fitting(8_000, .bytes, write: Self.plain))
      $0.name("format")
      $0.value("org.matrix.custom.html")
      $0.name("formatted_body")
      $0.value(message.fitting(8_000, .bytes, write: Self.html))
      $0.name("m.mentions")
      $0.object { _ in }
    }
    request.method = .put
    return request
  }

  private static func plain(_ message: ChatMessage) -> String {
    [
      message.headline, message.source, message.url ?? "", message.excerpt ?? "",
      message.acknowledgeLine,
    ]
    .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func html(_ message: ChatMessage) -> String {
    let title = Markup.html(message.title)
    let link = message.url.map { "<a href=\"\(Markup.html($0))\">\(title)</a>" } ?? title
    var text = "<strong>\(Markup.html(message.keywords))</strong>: \(link)"
    if !message.source.isEmpty { text += "<br><em>\(Markup.html(message.source))</em>" }
    if let excerpt = message.excerpt {
      let lines = excerpt.split(separator: "\n").map { Markup.html(String($0)) }
      text += "<blockquote>\(lines.joined(separator: "<br>"))</blockquote>"
    }
    if let link = message.acknowledge {
      text += "<br><a href=\"\(Markup.html(link))\">\(ChatMessage.acknowledgeName)</a>"
    }
    return text
  }

  func verdict(status: Int, body: JSONNode?, text: String) -> ServiceVerdict? {
    guard status == 429, let wait = body?["retry_after_ms"]?.int else { return nil }
    return .retryAfter(.milliseconds(min(max(wait, 0), 1_000_000_000)))
  }
}
