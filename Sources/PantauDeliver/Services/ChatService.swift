import PantauCore

/// How one service takes messages: its request, its pace, and what its answers mean.
///
/// Pure: what is sent depends on the message and the settings alone.
protocol ChatService: Sendable {
  /// The request for a message.
  func request(for message: ChatMessage) -> HTTPRequest

  /// How fast messages may follow each other; nil where the service does not say.
  var pace: MessagePace? { get }

  /// What an answer means where it differs from ``AnswerJudge``; nil where it does not.
  func verdict(status: Int, body: JSONNode?, text: String) -> ServiceVerdict?
}

/// What an answer's body says beyond its status.
enum ServiceVerdict: Sendable, Hashable {
  /// A success by its status, and a failure of the channel by its body.
  case channelFailed(String)
  /// The channel has to wait for this long.
  case retryAfter(Duration)
}

extension ChatService {
  var pace: MessagePace? { nil }

  func verdict(status: Int, body: JSONNode?, text: String) -> ServiceVerdict? { nil }

  /// A POST of a JSON object.
  func post(
    _ url: String, headers: [HTTPRequest.Header] = [],
    _ body: (inout JSONWriter) -> Void
  ) -> HTTPRequest {
    var json = JSONWriter()
    json.object(body)
    return HTTPRequest(
      url: url, headers: [HTTPRequest.Header("Content-Type", "application/json")] + headers,
      body: json.bytes)
  }
}

/// A pace: so many messages at once, then one each interval.
public struct MessagePace: Sendable, Hashable {
  /// How many may go at once after a rest, at least 1.
  public var burst: Int
  /// The mean time between messages.
  public var interval: Duration

  /// Takes both.
  public init(burst: Int, interval: Duration) {
    self.burst = max(1, burst)
    self.interval = interval
  }

  /// So many messages in so long: `30/m`.
  public init(messages: Int, per time: Duration) {
    self.init(burst: messages, interval: time / max(1, messages))
  }
}
