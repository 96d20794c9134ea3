import Foundation
import PantauCore
import PantauHTTP
import PantauTestSupport

@testable import PantauDeliver

/// One of the services, on loopback: takes what the real one takes, refuses what it refuses, and
/// answers as it does.
final class StrictServer: Sendable {
  let format: WebhookSettings.Format
  let server: LoopbackServer
  private let refusals = Monitor<[String]>([])

  /// Starts it; the first so many requests are answered with "too many".
  init(_ format: WebhookSettings.Format, busyFor busy: Int = 0) throws {
    self.format = format
    let count = Monitor(0)
    server = try LoopbackServer { [refusals] recorded in
      let number = count.update { count in
        count += 1
        return count
      }
      guard number > busy else { return format.busyAnswer }
      guard let refusal = Self.refusal(of: recorded, format) else { return format.successAnswer }
      refusals.update { $0.append(refusal) }
      return format.answer(refusing: refusal)
    }
  }

  /// Why requests were refused.
  var refused: [String] { refusals.read { $0 } }

  /// A sender that leads here, with a token unless told otherwise.
  func sender(_ fetcher: Fetcher, token: String = "T0KEN") throws -> ServiceSender {
    let settings = WebhookSettings(
      format: format, url: server.url("/in/topic"), token: token, recipient: "!room:example.org")
    guard let service = try settings.service(ofChannel: "c") else {
      throw ChannelSettingsError(description: "no service of format \(format.rawValue)")
    }
    return try ServiceSender(
      channel: "c", service: service, settings: settings,
      poster: FetcherPoster(fetcher: fetcher, userAgent: "pantau/test"))
  }

  private static func refusal(
    of recorded: RecordedRequest, _ format: WebhookSettings.Format
  ) -> String? {
    guard recorded.header("Content-Type") == "application/json" else { return "no JSON" }
    guard recorded.header("Content-Length") != nil else { return "no length" }
    guard let wanted = format.target, recorded.target == wanted else {
      return "asked for \(recorded.method) \(recorded.target)"
    }
    if let (name, value) = format.login, recorded.header(name) != value { return "unauthorized" }
    let request = HTTPRequest(
      method: HTTPRequest.Method(rawValue: recorded.method) ?? .post, url: recorded.target,
      headers: [], body: recorded.body)
    if request.method != (format == .matrix ? .put : .post) { return "method" }
    return StrictService.refusal(of: request, format: format)
  }
}

extension WebhookSettings.Format {
  /// The path and query that a request of ``StrictServer`` must have.
  fileprivate var target: String? {
    switch self {
    case .slack, .mattermost, .googlechat, .teams, .pushover: "/in/topic"
    case .discord: "/in/topic?wait=true"
    case .telegram: "/in/topic/botT0KEN/sendMessage"
    case .ntfy: "/in/"
    case .gotify: "/in/topic/message"
    case .matrix:
      "/in/topic/_matrix/client/v3/rooms/%21room%3Aexample.org/send/m.room.message/"
        + "01K0000000000000000000000A"
    case .standard, .cloudevents, .template: nil
    }
  }

  /// The header that carries the token.
  fileprivate var login: (String, String)? {
    switch self {
    case .ntfy, .matrix: ("Authorization", "Bearer T0KEN")
    case .gotify: ("X-Gotify-Key", "T0KEN")
    default: nil
    }
  }

  fileprivate var successAnswer: Answer {
    switch self {
    case .slack, .mattermost: .ok("ok")
    case .discord: .ok(#"{"id":"1100000000000000000","type":0}"#)
    case .telegram: .ok(#"{"ok":true,"result":{"message_id":7}}"#)
    case .ntfy: .ok(#"{"id":"mWhVVJmXfGkA","event":"message"}"#)
    case .matrix: .ok(#"{"event_id":"$abc"}"#)
    case .teams: .status(202)
    case .googlechat: .ok(#"{"name":"spaces/A/messages/B"}"#)
    case .pushover: .ok(#"{"status":1,"request":"r"}"#)
    default: .ok(#"{"id":1}"#)
    }
  }

  /// "Too many", with the wait where each puts it.
  fileprivate var busyAnswer: Answer {
    func answer(_ headers: [(String, String)], _ body: String = "") -> Answer {
      .status(429, headers: headers, body: Array(body.utf8))
    }
    return switch self {
    case .discord: answer([], #"{"message":"rate limited","retry_after":7.0,"global":false}"#)
    case .telegram:
      answer([], #"{"ok":false,"error_code":429,"parameters":{"retry_after":7}}"#)
    case .matrix: answer([], #"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":7000}"#)
    default: answer([("Retry-After", "7")])
    }
  }

  fileprivate func answer(refusing reason: String) -> Answer {
    if reason == "unauthorized" { return .status(401) }
    if reason.hasPrefix("asked for") { return .status(404) }
    return switch self {
    case .telegram:
      .status(
        400, body: Array(#"{"ok":false,"description":"Bad Request: can't parse entities"}"#.utf8))
    case .discord: .status(400, body: Array(#"{"code":50035,"message":"Invalid Form Body"}"#.utf8))
    case .teams: .ok("Webhook message delivery failed with error: HTTP error 413")
    case .ntfy: .status(413)
    default: .status(400)
    }
  }
}
