import Foundation
import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@testable import PantauDeliver

@Suite("Webhooks before the reference libraries", .enabled(if: PythonPeer.canRun))
struct ReferenceLibraryTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let other = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()

  private func send(
    _ messages: [OutgoingMessage], format: WebhookSettings.Format, secrets: [String],
    received: (PythonPeer, [SendResult]) throws -> Void
  ) throws {
    let peer = try PythonPeer("webhook-receiver", [Self.secret])
    let fetcher = try Fetcher()
    let sender = try WebhookSender(
      channel: "c",
      settings: WebhookSettings(
        format: format, url: "http://127.0.0.1:\(peer.port)/hook", secrets: secrets),
      poster: FetcherPoster(fetcher: fetcher, userAgent: "pantau/test"))
    try received(peer, messages.map { sender.send($0, stop: StopSignal()) })
  }

  private var messages: [OutgoingMessage] {
    var alert = sampleAlert(title: "Wali kota – “rob” é 👩🏽‍🚒 \u{2028} \" \\ & <b>")
    let usual = OutgoingMessage(alert)
    alert.item.summary = String(repeating: "Banjir 👨‍👩‍👧 ", count: 20_000)
    let notice = OutgoingMessage(
      id: "01K0000000000000000000000N", type: "feed.failing", time: noon,
      object: #"{"text":"Kaltim Kini gives 500."}"#)
    let digest = OutgoingMessage(
      AlertDigest(id: "01K0000000000000000000000D", time: noon, alerts: [sampleAlert()]),
      text: "1 alert")
    return [usual, OutgoingMessage(alert), notice, digest]
  }

  @Test("standardwebhooks takes our signatures, each alone and among others")
  func standardWebhooks() throws {
    for secrets in [[Self.secret], [Self.other, Self.secret]] {
      try send(messages, format: .standard, secrets: secrets) { peer, results in
        #expect(results.allSatisfy { $0 == .delivered })
        let told = peer.told(4)
        #expect(told.map { $0["id"]?.string } == messages.map(\.id))
        #expect(told.allSatisfy { $0["genuine"]?.bool == true })
        #expect(told.allSatisfy { ($0["size"]?.int ?? 99_999) < 20_000 })
        #expect(told.map { $0["body"]?["type"]?.string } == messages.map(\.type))
        #expect(
          told[0]["body"]?["data"]?["item"]?["title"]?.string == messages[0].alert?.item.title)
      }
    }
  }

  @Test("standardwebhooks refuses a signature of another secret, and the message is refused")
  func wrongSecret() throws {
    try send([messages[0]], format: .standard, secrets: [Self.other]) { peer, results in
      #expect(results == [.refused("http://127.0.0.1:\(peer.port)/… answered 400.")])
      #expect(peer.told(1)[0]["genuine"]?.bool == false)
    }
  }

  @Test("cloudevents reads our events in structured mode")
  func cloudEvents() throws {
    try send(messages, format: .cloudevents, secrets: [Self.secret]) { peer, results in
      #expect(results.allSatisfy { $0 == .delivered })
      for (told, message) in zip(peer.told(4), messages) {
        let attributes = told["event"]?["attributes"]
        #expect(attributes?["specversion"]?.string == "1.0")
        #expect(attributes?["id"]?.string == message.id)
        #expect(attributes?["source"]?.string == "urn:pantau")
        #expect(attributes?["type"]?.string == "pantau." + message.type)
        #expect(attributes?["datacontenttype"]?.string == "application/json")
        #expect(told["event"]?["data"]?.value.kind == "an object")
        #expect(told["genuine"]?.bool == true)
      }
    }
  }
}
