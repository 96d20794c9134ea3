import Crypto
import Foundation
import PantauCore
import Testing

@testable import PantauDeliver

@Suite("Standard Webhooks")
struct StandardWebhooksTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  private func signature(
    secret: String = secret, id: String = "msg_p5jXN8AQM9LWM0D4loKWxJek",
    timestamp: Int = 1_614_265_330, body: String = #"{"test": 2432232314}"#
  ) throws -> String {
    StandardWebhooks.signature(
      id: id, timestamp: timestamp, body: Array(body.utf8),
      secrets: [try #require(StandardWebhooks.Secret(secret))])
  }

  @Test("the known answer of the specification's libraries")
  func knownAnswer() throws {
    let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    #expect(try signature() == known)
    #expect(try signature(secret: String(Self.secret.dropFirst(6))) == known)
    #expect(try signature(id: "msg_p5jXN8AQM9LWM0D4loKWxJeK") != known)
    #expect(try signature(timestamp: 1_614_265_331) != known)
    #expect(try signature(body: #"{"test":2432232314}"#) != known)
    #expect(try signature(secret: "whsec_NfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") != known)
  }

  @Test("secrets have 24 to 64 bytes in base64")
  func secrets() {
    func text(_ count: Int) -> String {
      "whsec_" + Data(repeating: 7, count: count).base64EncodedString()
    }
    #expect(StandardWebhooks.Secret(text(23)) == nil)
    #expect(StandardWebhooks.Secret(text(24)) != nil)
    #expect(StandardWebhooks.Secret(text(64)) != nil)
    #expect(StandardWebhooks.Secret(text(65)) == nil)
    #expect(StandardWebhooks.Secret("whsec_not base64!") == nil)
    #expect(StandardWebhooks.Secret("") == nil)
  }

  private func sender(_ settings: WebhookSettings, at clock: HandClock) throws -> WebhookSender {
    try WebhookSender(
      channel: "newsroom", settings: settings, poster: NoPoster(), clock: { clock.now })
  }

  @Test("each attempt has the same id and body, and a timestamp and signatures of its own")
  func attempts() throws {
    let clock = HandClock()
    let other = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
    let sender = try sender(
      WebhookSettings(url: "https://example.org/x", secrets: [Self.secret, other]), at: clock)
    let message = OutgoingMessage(sampleAlert())
    let first = try #require(sender.request(for: message))
    clock.advance(300)
    let second = try #require(sender.request(for: message))
    #expect(first.body == second.body)
    func header(_ name: String, _ request: HTTPRequest) -> String? {
      request.headers.first { $0.name == name }?.value
    }
    #expect(header("webhook-id", first) == message.id)
    #expect(header("webhook-id", second) == message.id)
    #expect(header("webhook-timestamp", first) == "1795406400")
    #expect(header("webhook-timestamp", second) == "1795406700")
    #expect(header("webhook-signature", first) != header("webhook-signature", second))
    let signatures = try #require(header("webhook-signature", first)).split(separator: " ")
    #expect(signatures.count == 2)
    let expected = try [Self.secret, other].map {
      try signature(
        secret: $0, id: message.id, timestamp: 1_795_406_400,
        body: String(decoding: first.body, as: UTF8.self))
    }
    #expect(signatures.map(String.init) == expected)
  }

  @Test("the body holds type, timestamp and the alert object")
  func body() throws {
    let alert = sampleAlert()
    let node = try JSONReader.read(WebhookBody.standard(OutgoingMessage(alert)))
    #expect(node["type"]?.string == "alert.created")
    #expect(node["timestamp"]?.string == "2026-11-23T04:05:06.789Z")
    #expect(node["data"].flatMap(Alert.init(json:)) == alert)
  }

  @Test("a cloud event has the attributes that the specification requires")
  func cloudEvent() throws {
    let sender = try sender(
      WebhookSettings(format: .cloudevents, url: "https://example.org/x"), at: HandClock())
    let request = try #require(sender.request(for: OutgoingMessage(sampleAlert())))
    let node = try JSONReader.read(request.body)
    #expect(node["specversion"]?.string == "1.0")
    #expect(node["id"]?.string == sampleAlert().id)
    #expect(node["source"]?.string == "urn:pantau")
    #expect(node["type"]?.string == "pantau.alert.created")
    #expect(node["data"]?["item"]?["title"]?.string == sampleAlert().item.title)
    #expect(
      request.headers.contains(
        HTTPRequest.Header("Content-Type", "application/cloudevents+json; charset=utf-8")))
    #expect(!request.headers.contains { $0.name == "webhook-signature" })
  }

  @Test(
    "however long the item, the body stays below 20 kB and valid",
    arguments: ["a", "\u{1}", "👨‍👩‍👧", "\"", "é", "\u{2028}"], [100, 1_500, 12_000])
  func longItems(_ letter: String, _ count: Int) throws {
    let text = String(repeating: letter, count: count)
    var alert = sampleAlert(title: text)
    alert.item.summary = text
    alert.item.url = "https://example.org/" + text
    alert.item.authors = [text, text]
    alert.keywords = (0..<500).map { "kata \($0)" }
    alert.matches = alert.keywords.map {
      KeywordMatch(
        keyword: $0, field: .title, text: String(text.prefix(100)), excerpt: "[\(letter)]")
    }
    for body in [
      WebhookBody.standard(OutgoingMessage(alert)), WebhookBody.cloudEvent(OutgoingMessage(alert)),
    ] {
      #expect(body.count < 20_000)
      let data = try #require(try JSONReader.read(body)["data"].flatMap(Alert.init(json:)))
      #expect(data.id == alert.id)
      #expect(data.item.url == nil || data.item.url == alert.item.url)
    }
  }

  @Test("a wrong secret is told without showing it")
  func wrongSecret() {
    #expect(
      throws: ChannelSettingsError(
        description: """
          channel "newsroom": the secret is not of the form whsec_ and base64 of 24 to 64 bytes; \
          make one with: echo "whsec_$(head -c 32 /dev/urandom | base64)"
          """)
    ) {
      try sender(
        WebhookSettings(url: "https://example.org/x", secrets: ["geheim"]), at: HandClock())
    }
  }
}

/// For tests of what would be sent.
struct NoPoster: HTTPPoster {
  func send(_ request: HTTPRequest, stop: StopSignal) -> HTTPAnswer { .failed("no network.") }
}

@Suite("What an answer to a webhook means")
struct AnswerJudgeTests {
  private func result(_ status: Int) -> SendResult {
    AnswerJudge.result(
      of: .answered(status: status, retryAfter: .seconds(9), body: []), from: "https://h/…")
  }

  @Test("2xx alone is success", arguments: [200, 201, 202, 204, 299])
  func success(_ status: Int) { #expect(result(status) == .delivered) }

  @Test(
    "what concerns the receiver pauses the channel and keeps Retry-After",
    arguments: [301, 302, 307, 308, 401, 403, 404, 408, 425, 429, 500, 502, 503, 504, 599])
  func channel(_ status: Int) {
    guard case .channelFailed(let reason, let wait) = result(status) else {
      Issue.record("not the channel's fault: \(status)")
      return
    }
    #expect(wait == .seconds(9))
    #expect(reason.hasPrefix("https://h/… answered \(status)"))
  }

  @Test("another 4xx concerns the message alone", arguments: [400, 405, 413, 415, 422])
  func message(_ status: Int) {
    #expect(result(status) == .refused("https://h/… answered \(status)."))
  }

  @Test("410 ends the channel")
  func gone() {
    #expect(result(410) == .disabled("https://h/… answered 410: it wants no messages any more."))
  }

  @Test(
    "a URL is shown without what may be secret",
    arguments: [
      ("https://hooks.example.org/services/T0/B0/x", "https://hooks.example.org/…"),
      ("https://user:pass@example.org:8443/x?token=y", "https://example.org:8443/…"),
      ("https://example.org?token=y", "https://example.org/…"), ("kata", "the receiver"),
    ])
  func place(_ url: String, _ shown: String) { #expect(AnswerJudge.place(of: url) == shown) }
}
