/// A channel as the operator set it up, secrets resolved.
public struct ChannelSettings: Sendable, Hashable {
  /// The unique name, which the outbox knows it by.
  public var name: String
  /// Where it leads.
  public var target: Target
  /// The waits between attempts, the last one repeated; nil means the standard ones.
  public var retryWaits: [Duration]?
  /// The channel's own `rate`, beside the service's pace; nil: none.
  public var rate: MessagePace?
  /// When messages are held; nil: never.
  public var quietHours: QuietHours?
  /// When alerts go out together; nil: each at once.
  public var digest: DigestTimes?
  /// Whether quiet hours and digests hold alerts of high severity too.
  public var holdsHigh: Bool

  /// Where a channel leads, with what its kind needs.
  public enum Target: Sendable, Hashable {
    /// The process's standard output; nil: text on a terminal, JSON elsewhere.
    case standardOutput(LineFormat?)
    /// A file that lines are appended to.
    case file(path: String, LineFormat)
    /// A program that gets the object on its standard input.
    case exec(ExecSettings)
    /// HTTP requests.
    case webhook(WebhookSettings)
    /// Mails.
    case email(EmailSettings)
  }

  /// Takes the parts.
  public init(
    name: String, target: Target, retryWaits: [Duration]? = nil, rate: MessagePace? = nil,
    quietHours: QuietHours? = nil, digest: DigestTimes? = nil, holdsHigh: Bool = false
  ) {
    self.name = name
    self.target = target
    self.retryWaits = retryWaits
    self.rate = rate
    self.quietHours = quietHours
    self.digest = digest
    self.holdsHigh = holdsHigh
  }
}

/// How an alert is written as a line.
public enum LineFormat: String, Sendable, Hashable, CaseIterable {
  /// The contract's alert object.
  case json
  /// A sentence for people.
  case text
}

/// Why a channel cannot be set up; names the channel and what to do, never a secret.
public struct ChannelSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The sentence.
  public var description: String
}
