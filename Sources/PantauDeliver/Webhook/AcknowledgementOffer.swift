import FoundationEssentials
import PantauCore

/// The link by which readers of a message acknowledge its alert: the member `acknowledge` of the
/// message's object, and a line or a button where people read it.
///
/// Alerts of high severity have one, for these are what a channel waits for to be acknowledged; also
/// where they go on to another channel. Digests and summaries tell of many alerts, and have none.
struct AcknowledgementOffer: Sendable, Hashable {
  let url: String
  let until: Date

  /// How long a link is good, from when the alert was raised: longer than a dead letter is tried.
  static let lifetime: TimeInterval = 7 * 86_400
  /// What the member takes at most, in bytes.
  static let maxBytes = maxURLBytes + 100
  /// The longest link; only a long `publicURL` makes one longer, which messages then lack.
  static let maxURLBytes = 500

  /// Reads the member; nil where there is none.
  init?(_ node: JSONNode?) {
    guard let url = node?["acknowledge"]?["url"]?.string,
      let until = node?["acknowledge"]?["until"]?.string.flatMap(ISO8601.read)
    else { return nil }
    self.url = url
    self.until = until
  }

  private init?(for alert: Alert, _ links: AcknowledgementLink) {
    // From the alert's own time, so that each attempt sends the same bytes.
    until = Date(
      timeIntervalSince1970: (alert.time + Self.lifetime).timeIntervalSince1970.rounded(.down))
    url = links.url(for: alert.id, until: until)
    guard url.utf8.count <= Self.maxURLBytes else { return nil }
  }

  /// Writes the member.
  func write(to json: inout JSONWriter) {
    json.name("acknowledge")
    json.object {
      $0.name("url")
      $0.value(url)
      $0.name("until")
      $0.value(until)
    }
  }

  /// A message with its link; the message itself where it has none.
  static func adding(_ links: AcknowledgementLink, to message: OutgoingMessage) -> OutgoingMessage {
    // Quotes within texts are escaped, so that this can only be the member; most alerts are spared
    // being read.
    guard message.object.contains(#""severity":"high""#), message.object.hasSuffix("}"),
      message.type == Alert.created || message.type == Alert.escalated,
      let alert = message.alert, alert.severity == .high,
      let offer = AcknowledgementOffer(for: alert, links)
    else { return message }
    var json = JSONWriter()
    offer.write(to: &json)
    var linked = message
    linked.object = message.object.dropLast() + "," + json.text + "}"
    return linked
  }
}

/// Sends messages with their links.
struct LinkingSender: DeliverySender {
  let sender: any DeliverySender
  let links: AcknowledgementLink

  var recordedTogether: Int { sender.recordedTogether }
  var pace: MessagePace? { sender.pace }
  var summarizesAbove: Int? { sender.summarizesAbove }
  var maxDigestBytes: Int? { sender.maxDigestBytes }

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    sender.send(AcknowledgementOffer.adding(links, to: message), stop: stop)
  }
}
