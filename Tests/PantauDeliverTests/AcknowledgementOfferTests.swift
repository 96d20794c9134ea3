import Foundation
import PantauCore
import PantauTestSupport
import Testing

@testable import PantauDeliver

@Suite("Links in messages")
struct AcknowledgementOfferTests {
  private let links: AcknowledgementLink

  init() throws { links = try sampleLinks(longer: 351) }

  private func offer(_ message: OutgoingMessage) -> AcknowledgementOffer? {
    AcknowledgementOffer(AcknowledgementOffer.adding(links, to: message).node)
  }

  @Test("an alert of high severity has a link that is good for a week, the same at each attempt")
  func high() throws {
    let alert = sampleAlert()
    let message = AcknowledgementOffer.adding(links, to: OutgoingMessage(alert))
    let offer = try #require(AcknowledgementOffer(message.node))
    #expect(offer.url.utf8.count == 500)
    #expect(offer.until == noon + 306 + 7 * 86_400)
    #expect(offer.url == links.url(for: alert.id, until: offer.until))
    #expect(message.alert == alert)
    #expect(message == AcknowledgementOffer.adding(links, to: OutgoingMessage(alert)))
  }

  @Test("one that goes on to another channel has the link of its alert")
  func escalated() throws {
    var alert = sampleAlert()
    alert.type = Alert.escalated
    var message = OutgoingMessage(alert)
    message.id = "01K0000000000000000000000E"
    #expect(try #require(offer(message)).url.contains("/ack/\(alert.id)?"))
  }

  @Test("others have none, whatever their texts say")
  func others() {
    var alert = sampleAlert(title: #""severity":"high""#)
    alert.severity = .normal
    #expect(offer(OutgoingMessage(alert)) == nil)
    var update = sampleAlert()
    update.type = Alert.updated
    #expect(offer(OutgoingMessage(update)) == nil)
    let notice = OutgoingMessage(
      id: "N", type: "test", time: noon, object: #"{"text":"x","severity":"high"}"#)
    #expect(offer(notice) == nil)
    let digest = AlertDigest(id: "D", time: noon, alerts: [sampleAlert()])
    #expect(offer(OutgoingMessage(digest, text: "1 alert")) == nil)
  }

  @Test("an address too long for messages gives none")
  func longAddress() throws {
    let long = try sampleLinks(longer: 352)
    let message = OutgoingMessage(sampleAlert())
    #expect(AcknowledgementOffer.adding(long, to: message) == message)
  }

  @Test("a webhook that has to be cut keeps its link, below 20 kB", arguments: [0, 18_500, 40_000])
  func webhook(_ letters: Int) throws {
    var alert = sampleAlert()
    alert.item.summary = String(repeating: "s", count: letters)
    let message = AcknowledgementOffer.adding(links, to: OutgoingMessage(alert))
    let body = WebhookBody.standard(message)
    #expect(body.count < StandardWebhooks.maxBodyBytes)
    let data = try JSONReader.read(body)["data"]
    #expect(AcknowledgementOffer(data) == AcknowledgementOffer(message.node))
    #expect(data?["item"]?["title"]?.string == alert.item.title)
  }

  @Test("both parts of a mail have it")
  func mail() throws {
    let content = MailContent(
      AcknowledgementOffer.adding(links, to: OutgoingMessage(sampleAlert())))
    let url = try #require(content.acknowledge)
    let plain = MailPlainText(times: makassarText).body(content, channel: "c")
    #expect(plain.contains("\n\nAcknowledge: \(url)\n\n"))
    let html = MailHTML(times: makassarText).body(content, channel: "c")
    let escaped = url.replacing("&", with: "&amp;")
    #expect(html.contains("<p><a href=\"\(escaped)\">Acknowledge</a></p>"))
  }

  @Test("a template shows it; what goes into the journal or a file has none")
  func elsewhere() throws {
    let message = AcknowledgementOffer.adding(links, to: OutgoingMessage(sampleAlert()))
    let url = try #require(AcknowledgementOffer(message.node)?.url)
    let template = try MessageTemplate(
      "{{#acknowledge}}ack {{url}}{{/acknowledge}}", contentType: "text/plain")
    #expect(
      String(decoding: try #require(template.body(of: message)), as: UTF8.self) == "ack \(url)")
    #expect(TemplateNames.unknown(in: "{{acknowledge.url}} {{data.acknowledge.until}}").isEmpty)
    let factory = SenderFactory(poster: NoPoster(), text: makassarText, links: links)
    let folder = try TemporaryFolder()
    let targets: [ChannelSettings.Target] = [
      .standardOutput(.json), .file(path: folder.file("alerts.jsonl"), .json),
    ]
    for target in targets {
      let sender = try factory.sender(for: ChannelSettings(name: "c", target: target))
      #expect(!(sender is LinkingSender))
    }
    let webhook = WebhookSettings(format: .standard, url: "https://h.example")
    #expect(
      try factory.sender(for: ChannelSettings(name: "c", target: .webhook(webhook)))
        is LinkingSender)
  }
}
