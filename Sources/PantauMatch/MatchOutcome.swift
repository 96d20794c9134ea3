public import PantauCore

/// What an item matches.
public struct MatchOutcome: Sendable, Hashable {
  /// The matches of the keywords that alert.
  public var alerting: [KeywordMatch] = []
  /// The matches of keywords none of whose senses found is in their `alertOn`.
  public var withheld: [KeywordMatch] = []

  /// Makes an outcome from its parts.
  public init(alerting: [KeywordMatch] = [], withheld: [KeywordMatch] = []) {
    self.alerting = alerting
    self.withheld = withheld
  }
}
