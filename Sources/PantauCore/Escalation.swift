/// That an alert of high severity goes on to another channel when nobody acknowledges it.
public struct Escalation: Sendable, Hashable {
  /// The channel whose alerts are meant.
  public var channel: String
  /// How long to wait, from the raising on.
  public var wait: Duration
  /// The channel it goes to then.
  public var next: String

  /// Makes a rule.
  public init(channel: String, wait: Duration, next: String) {
    self.channel = channel
    self.wait = wait
    self.next = next
  }
}
