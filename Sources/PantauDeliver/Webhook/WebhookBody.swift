import PantauCore

/// The bodies of signed webhooks, always below 20 kB.
enum WebhookBody {
  /// What the envelope around the object takes at most, in bytes.
  private static let envelope = 500
  /// How long the data may be without being cut.
  static let maxDataBytes = StandardWebhooks.maxBodyBytes - envelope

  /// The body of Standard Webhooks: `{"type": …, "timestamp": …, "data": …}`; the same at every
  /// attempt.
  static func standard(_ message: OutgoingMessage) -> [UInt8] {
    var json = JSONWriter()
    json.object {
      $0.name("type")
      $0.value(message.type)
      $0.name("timestamp")
      $0.value(message.time)
      $0.name("data")
      $0.raw(data(of: message))
    }
    return json.bytes
  }

  /// A CloudEvents 1.0 event in structured mode (application/cloudevents+json).
  ///
  /// `source` and `id` together are unique, as the specification asks, for the id is a ULID.
  static func cloudEvent(_ message: OutgoingMessage) -> [UInt8] {
    var json = JSONWriter()
    json.object {
      $0.name("specversion")
      $0.value("1.0")
      $0.name("id")
      $0.value(message.id)
      $0.name("source")
      $0.value("urn:pantau")
      $0.name("type")
      $0.value("pantau." + message.type)
      $0.name("time")
      $0.value(message.time)
      $0.name("datacontenttype")
      $0.value("application/json")
      $0.name("data")
      $0.raw(data(of: message))
    }
    return json.bytes
  }

  private static func data(of message: OutgoingMessage) -> [UInt8] {
    let limit = maxDataBytes
    let object = Array(message.object.utf8)
    guard object.count > limit else { return object }
    var json = JSONWriter()
    if let alert = message.alert {
      let offer = AcknowledgementOffer(message.node)
      alert.fitting(bytes: limit - (offer == nil ? 0 : AcknowledgementOffer.maxBytes))
        .write(to: &json) { offer?.write(to: &$0) }
    } else {
      json.object {
        $0.name("id")
        $0.value(message.id)
        $0.name("text")
        $0.value(TextCut.cut(message.node?["text"]?.string ?? "", to: 3_000, .bytes))
      }
    }
    return json.bytes
  }
}
