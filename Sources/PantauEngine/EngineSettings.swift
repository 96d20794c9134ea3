public import PantauCore
public import PantauHTTP

/// All of a configuration that the engine runs by; swapped as a whole on reload.
public struct EngineSettings: Sendable {
  /// The feeds, each URL once.
  public var feeds: [FeedSettings]
  /// The keywords and where their alerts go.
  public var ruleset: Ruleset
  /// How often and how gently to poll.
  public var rules: PollingRules
  /// How long and how large a fetch may grow.
  public var limits: FetchLimits
  /// The value of `User-Agent`.
  public var userAgent: String
  /// Whether URLs from the network may lead to private addresses.
  public var allowsPrivateAddresses: Bool

  /// Makes settings from their parts.
  public init(
    feeds: [FeedSettings], ruleset: Ruleset, rules: PollingRules, limits: FetchLimits,
    userAgent: String, allowsPrivateAddresses: Bool = false
  ) {
    self.feeds = feeds
    self.ruleset = ruleset
    self.rules = rules
    self.limits = limits
    self.userAgent = userAgent
    self.allowsPrivateAddresses = allowsPrivateAddresses
  }
}
