/// Brings one message at a time to a channel's receiver.
///
/// Called by the channel's own thread only; may block it, but returns within about a second once
/// `stop` is given.
public protocol DeliverySender: Sendable {
  /// How many successes may be recorded together. A crash sends those not yet recorded again, so
  /// a sender whose messages are dear says 1.
  var recordedTogether: Int { get }

  /// How fast messages may follow each other; nil: as fast as they are taken.
  var pace: MessagePace? { get }

  /// Above so many waiting messages one summary goes out in their place; nil: always each by itself.
  var summarizesAbove: Int? { get }

  /// How long the data of a digest may be, in bytes; a longer one is split. nil: any length.
  var maxDigestBytes: Int? { get }

  /// Tries to deliver a message once.
  ///
  /// - Parameters:
  ///   - message: the message.
  ///   - stop: given when the channel has to end.
  /// - Returns: what came of it.
  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult
}

/// What came of one attempt to deliver.
public enum SendResult: Sendable, Hashable {
  /// The receiver has it.
  case delivered
  /// The channel as a whole does not work now; the receiver may have said how long to wait.
  case channelFailed(String, retryAfter: Duration? = nil)
  /// The receiver takes other messages, but not this one.
  case refused(String)
  /// Some of the channel's receivers have it. The others, named, are tried apart, so that they
  /// hold up nobody; they may recover by themselves or not.
  case partly(String, rest: [String], mayRecover: Bool)
  /// The receiver wants no messages any more (status 410).
  case disabled(String)
  /// The stop came first; the attempt does not count.
  case interrupted
}

extension DeliverySender {
  /// No limit.
  public var pace: MessagePace? { nil }

  /// Each by itself.
  public var summarizesAbove: Int? { nil }

  /// Any length.
  public var maxDigestBytes: Int? { nil }
}
