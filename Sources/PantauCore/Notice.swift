public import FoundationEssentials

/// A message that is no alert of an item: a feed that fails, a test, a channel switched off.
public struct Notice: Sendable, Hashable {
  /// A ULID.
  public var id: String
  /// The event's type, for instance `feed.failing`.
  public var type: String
  /// When it happened.
  public var time: Date
  /// Its data as JSON on one line; `text` is what people are shown.
  public var object: String

  /// The type of test alerts.
  public static let testType = "test"

  /// Takes the parts.
  public init(id: String, type: String, time: Date, object: String) {
    self.id = id
    self.type = type
    self.time = time
    self.object = object
  }
}

/// A notice and the channels that are to have it.
public struct RoutedNotice: Sendable, Hashable {
  /// The notice.
  public var notice: Notice
  /// The channels' names; with none it is in the database for those who look.
  public var channels: [String]

  /// Takes the parts.
  public init(_ notice: Notice, to channels: [String]) {
    self.notice = notice
    self.channels = channels
  }
}
