public import FoundationEssentials
public import PantauCore
import PantauStore

/// A message of the outbox on its way to one channel.
public struct OutgoingMessage: Sendable, Hashable {
  /// The alert's or notice's id; the same at every attempt and for every channel.
  public var id: String
  /// The event's type, for instance `alert.created`.
  public var type: String
  /// When the event happened.
  public var time: Date
  /// The contract's alert object, or the notice's data, as JSON on one line.
  public var object: String
  /// The channel's receivers that still lack it; nil: all.
  public var rest: [String]?

  /// Takes the parts.
  public init(
    id: String, type: String = Alert.created, time: Date, object: String, rest: [String]? = nil
  ) {
    self.id = id
    self.type = type
    self.time = time
    self.object = object
    self.rest = rest
  }

  /// Puts a message around an alert.
  public init(_ alert: Alert) {
    var json = JSONWriter()
    alert.write(to: &json)
    self.init(id: alert.id, type: alert.type, time: alert.time, object: json.text)
  }

  /// Takes a notice.
  public init(_ notice: Notice) {
    self.init(id: notice.id, type: notice.type, time: notice.time, object: notice.object)
  }

  init(_ delivery: Delivery) {
    self.init(
      id: delivery.messageID, type: delivery.type, time: delivery.raisedAt,
      object: delivery.object, rest: delivery.rest)
  }

  /// The object as a value; nil where it is no JSON.
  public var node: JSONNode? { try? JSONReader.read(Array(object.utf8), tolerant: true) }

  /// The alert; nil for messages that carry none.
  public var alert: Alert? { node.flatMap(Alert.init(json:)) }
}
