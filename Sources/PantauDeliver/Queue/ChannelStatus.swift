public import FoundationEssentials

/// How a channel does, for the log, the page and `doctor`.
public struct ChannelStatus: Sendable, Hashable {
  /// The channel's name.
  public var name: String
  /// Attempts that failed in a row.
  public var failures = 0
  /// When the channel is tried again; nil while it works.
  public var nextAttempt: Date?
  /// Why the last attempt failed, without secrets; nil after a success.
  public var problem: String?
  /// Whether the receiver switched the channel off (status 410).
  public var isOff = false
  /// Messages delivered since the start.
  public var delivered = 0
}

/// What `run --once` delivered.
public struct DrainSummary: Sendable, Hashable {
  /// Each channel, by name.
  public var channels: [ChannelStatus]
  /// Why standard output could not be used; nil where it could, or no channel leads there.
  public var outputProblem: String?
}
