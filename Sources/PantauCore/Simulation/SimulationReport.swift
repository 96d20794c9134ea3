/// What the simulation found, rule by rule; ours comes first.
public struct SimulationReport: Sendable {
  /// The figures of one rule.
  public struct Row: Sendable, Hashable {
    /// The rule: `pantau`, `equal`, `proportional` and so on.
    public var rule: String
    /// Requests within the trace's span.
    public var requests: Int
    /// Mean delay from publication to discovery, in seconds.
    public var meanDelay: Double
    /// Median delay, in seconds.
    public var medianDelay: Double
    /// The delay within which 95 of 100 items are found, in seconds.
    public var p95Delay: Double
    /// Requests for each new item.
    public var requestsPerItem: Double
    /// Items found.
    public var found: Int
    /// Items that had left the feed's window before they were seen.
    public var missed: Int

    init(_ rule: String, _ tally: DelayTally) {
      let quantiles = tally.quantiles([0.5, 0.95])
      self.rule = rule
      requests = tally.requests
      meanDelay = tally.mean
      medianDelay = quantiles[0]
      p95Delay = quantiles[1]
      requestsPerItem = tally.requestsPerItem
      found = tally.found
      missed = tally.missed
    }
  }

  /// How many feeds the trace has.
  public var feeds: Int
  /// How many items.
  public var items: Int
  /// Its span, in seconds.
  public var seconds: Double
  /// The rules.
  public var rows: [Row]
}
