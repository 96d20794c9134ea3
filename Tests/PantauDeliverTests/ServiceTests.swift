import Foundation
import PantauCore
import Testing

@testable import PantauDeliver

@Suite("Chat and push services")
struct ServiceTests {
  static let presets = WebhookSettings.Format.allCases.filter {
    ![.standard, .cloudevents, .template].contains($0)
  }

  static func settings(_ format: WebhookSettings.Format) -> WebhookSettings {
    WebhookSettings(
      format: format, url: "https://\(format.rawValue).example.org/in/topic", token: "T0KEN",
      recipient: "!room:example.org")
  }

  static func request(
    _ format: WebhookSettings.Format, _ message: OutgoingMessage
  ) throws -> HTTPRequest {
    let settings = settings(format)
    let service = try #require(try settings.service(ofChannel: "c"))
    return try ServiceSender(
      channel: "c", service: service, settings: settings, poster: NoPoster()
    ).request(for: message)
  }

  @Test("with a secret the request is signed as a webhook is", arguments: presets)
  func signed(_ format: WebhookSettings.Format) throws {
    var settings = Self.settings(format)
    settings.secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
    let service = try #require(try settings.service(ofChannel: "c"))
    let request = try ServiceSender(
      channel: "c", service: service, settings: settings, poster: NoPoster(), clock: { noon }
    ).request(for: OutgoingMessage(sampleAlert()))
    let secret = try #require(StandardWebhooks.Secret(settings.secrets[0]))
    let expected = StandardWebhooks.headers(
      id: sampleAlert().id, attemptedAt: noon, body: request.body, secrets: [secret])
    #expect(expected.count == 3)
    #expect(Array(request.headers.suffix(3)) == expected)
  }

  private static let fixtures = "\(#filePath)".replacing(
    "ServiceTests.swift", with: "Fixtures/services")

  /// `FORMAT.txt` has an alert, `FORMAT-digest.txt` a digest, `FORMAT-notice.txt` a notice,
  /// `FORMAT-surge.txt` a surge, `FORMAT-acknowledge.txt` an alert with the link that acknowledges.
  static let goldenNames: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: fixtures)) ?? [])
    .sorted()

  private static func goldenMessage(_ kind: Substring) throws -> OutgoingMessage {
    var alert = sampleAlert(title: "Banjir <di> *Bontang* & @everyone | [PBB] \"bantu\"")
    alert.item.url = "https://example.org/berita/1?a=1&b=(2)|3"
    return switch kind {
    case "digest":
      OutgoingMessage(
        AlertDigest(id: "01K0000000000000000000000D", time: noon, alerts: [alert]),
        text: "1 alert: Bontang (1). First: Banjir <di> & @everyone.")
    case "surge":
      OutgoingMessage(
        Surge(
          keyword: "Bontang", time: noon, stories: 9,
          history: SurgeHistory(days: Array(repeating: 1, count: 56)), plausible: 8,
          latest: [Surge.Story(alert)]
        ).notice(id: "01K0000000000000000000000S"))
    case "acknowledge":
      AcknowledgementOffer.adding(try sampleLinks(), to: OutgoingMessage(alert))
    case "notice":
      OutgoingMessage(
        id: "01K0000000000000000000000N", type: "feed.failing", time: noon,
        object: #"{"text":"Kaltim Kini <gagal> & @here."}"#)
    default: OutgoingMessage(alert)
    }
  }

  @Test("each request is as its golden file has it", arguments: goldenNames)
  func golden(_ file: String) throws {
    let parts = file.dropLast(".txt".count).split(separator: "-")
    let format = try #require(WebhookSettings.Format(rawValue: String(parts[0])))
    let request = try Self.request(format, try Self.goldenMessage(parts.count > 1 ? parts[1] : ""))
    let lines =
      ["\(request.method.rawValue) \(request.url)"]
      + request.headers.map { "\($0.name): \($0.value)" }
    let text =
      lines.joined(separator: "\n") + "\n\n" + String(decoding: request.body, as: UTF8.self) + "\n"
    let path = "\(Self.fixtures)/\(file)"
    // PANTAU_WRITE_GOLDEN=1 writes what is sent now, to be read by a person before it is kept.
    if ProcessInfo.processInfo.environment["PANTAU_WRITE_GOLDEN"] != nil {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOfFile: path, encoding: .utf8)))
    #expect(StrictService.refusal(of: request, format: format) == nil)
  }

  @Test(
    "every service has golden files of an alert, with a link too, a digest, a notice and a surge",
    arguments: presets
  )
  func goldenFiles(_ format: WebhookSettings.Format) {
    for kind in ["", "-acknowledge", "-digest", "-notice", "-surge"] {
      #expect(Self.goldenNames.contains("\(format.rawValue)\(kind).txt"))
    }
  }

  @Test(
    "whatever the feed says, a service takes it",
    arguments: presets, ["a", "&", "<", "👨‍👩‍👧", "*", "é\u{301}\u{302}", "@everyone ", "\u{202E}"])
  func limits(_ format: WebhookSettings.Format, _ letter: String) throws {
    for count in [0, 1, 60, 300, 2_500] {
      let text = String(repeating: letter, count: count)
      var alert = sampleAlert(title: text)
      alert.keywords = [text, "PBB"]
      alert.matches[0].keyword = text
      alert.matches[1].excerpt = text
      alert.feed.name = text
      alert.item.url = "https://example.org/\(text)"
      // The longest link that there is: 500 bytes.
      let message = AcknowledgementOffer.adding(
        try sampleLinks(longer: 351), to: OutgoingMessage(alert))
      let request = try Self.request(format, message)
      #expect(StrictService.refusal(of: request, format: format) == nil)
      let link = try #require(AcknowledgementOffer(message.node)?.url)
      let body = String(decoding: request.body, as: UTF8.self).replacing("&amp;", with: "&")
      #expect(body.contains(link))
    }
  }

  @Test("a notice is shown by its type and text", arguments: presets)
  func notice(_ format: WebhookSettings.Format) throws {
    let notice = OutgoingMessage(
      id: "N", type: "feed.failing", time: noon, object: #"{"text":"Kaltim Kini gives 500"}"#)
    let request = try Self.request(format, notice)
    #expect(StrictService.refusal(of: request, format: format) == nil)
    let body = String(decoding: request.body, as: UTF8.self)
    #expect(body.contains("Kaltim Kini gives 500"))
  }

  @Test(
    "what a format needs and does not have is told",
    arguments: [
      (WebhookSettings.Format.telegram, "token"), (.matrix, "token"), (.pushover, "token"),
      (.gotify, "token"),
    ])
  func missing(_ format: WebhookSettings.Format, _ key: String) {
    #expect(
      throws: ChannelSettingsError(
        description: "channel \"c\": format \"\(format.rawValue)\" needs \"\(key)\"; add it.")
    ) {
      try WebhookSettings(format: format, url: "https://example.org").service(ofChannel: "c")
    }
  }

  @Test("the same message to Matrix has the same transaction id")
  func matrixTransaction() throws {
    let request = try Self.request(.matrix, OutgoingMessage(sampleAlert()))
    #expect(request.method == .put)
    #expect(request.url.hasSuffix("/send/m.room.message/01K0000000000000000000000A"))
  }

  private func result(
    _ format: WebhookSettings.Format, _ status: Int, _ body: String, retryAfter: Duration? = nil
  ) throws -> SendResult {
    let settings = Self.settings(format)
    let service = try #require(try settings.service(ofChannel: "c"))
    let poster = FixedPoster(
      answer: .answered(status: status, retryAfter: retryAfter, body: Array(body.utf8)))
    return try ServiceSender(channel: "c", service: service, settings: settings, poster: poster)
      .send(OutgoingMessage(sampleAlert()), stop: StopSignal())
  }

  @Test(
    "the wait that stands in a body is kept",
    arguments: [
      (WebhookSettings.Format.discord, #"{"retry_after": 2.5}"#, 2_500),
      (.telegram, #"{"ok":false,"parameters":{"retry_after":35}}"#, 35_000),
      (.matrix, #"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1500}"#, 1_500),
    ])
  func retryAfter(_ format: WebhookSettings.Format, _ body: String, _ milliseconds: Int) throws {
    guard case .channelFailed(_, let wait) = try result(format, 429, body) else {
      Issue.record("not the channel's fault")
      return
    }
    #expect(wait == .milliseconds(milliseconds))
  }

  @Test("an error inside a 200 of Teams is a failure")
  func teams() throws {
    #expect(try result(.teams, 200, "1") == .delivered)
    #expect(try result(.teams, 202, "") == .delivered)
    #expect(
      try result(.teams, 200, "Webhook message delivery failed with error: HTTP error 429")
        == .channelFailed("Teams answered 200 with an error in its text."))
  }

  @Test("a wrong chat or token concerns the channel, not the message")
  func wrongPlaces() throws {
    #expect(
      try result(.telegram, 400, #"{"ok":false,"description":"Bad Request: chat not found"}"#)
        == .channelFailed("Telegram does not know the chat; check the channel's \"chat\"."))
    #expect(
      try result(.pushover, 400, #"{"user":"invalid","status":0}"#)
        == .channelFailed(
          "Pushover does not know the token or user; check the channel's secrets."))
    #expect(
      try result(.pushover, 400, #"{"message":"cannot be blank"}"#)
        == .refused("https://pushover.example.org/… answered 400."))
  }
}

struct FixedPoster: HTTPPoster {
  let answer: HTTPAnswer
  func send(_ request: HTTPRequest, stop: StopSignal) -> HTTPAnswer { answer }
}
