/// Why the next poll of a feed is when it is: what set the wait, and what then lengthened it.
public struct PollReason: Sendable, Hashable {
  /// What set the wait in the first place.
  public enum Basis: UInt8, Sendable, Hashable, CaseIterable {
    /// Never polled, or asked for by hand: at once.
    case atOnce = 1
    /// The `interval` of the configuration.
    case operatorInterval = 2
    /// The feed's share of the request budget, by its rate of news and weight.
    case budget = 3
    /// A sooner look after news.
    case afterNews = 4
    /// Nothing of the last window was still there, so items may have been missed.
    case missedItems = 5
    /// The last poll failed.
    case failure = 6
    /// 429 or 403 without `Retry-After`.
    case throttled = 7
    /// `Retry-After`.
    case retryAfter = 8
    /// 410: not polled again until someone says so.
    case gone = 9
  }

  /// What lengthened the wait beyond its basis, or held it.
  public enum Limit: UInt8, Sendable, Hashable, CaseIterable {
    /// `Cache-Control: max-age`.
    case maxAge = 1
    /// `Expires`.
    case expires = 2
    /// RSS `ttl`.
    case ttl = 3
    /// `sy:updatePeriod`.
    case syndication = 4
    /// `skipHours` or `skipDays`.
    case skipTimes = 5
    /// The floor of 30 minutes for feeds without proven validators.
    case unprovenValidators = 6
    /// `polling.minInterval`.
    case minInterval = 7
    /// `polling.maxInterval`, which shortened it.
    case maxInterval = 8
    /// The longest wait after failures and `Retry-After`: 24 hours.
    case dayCeiling = 9
  }

  /// What set the wait.
  public var basis: Basis
  /// The wait that the basis gave, before jitter and limits, in seconds.
  public var basisSeconds: Double
  /// What changed it, if anything did.
  public var limit: Limit?
  /// What the limit asked for, in seconds from the answer.
  public var limitSeconds: Double

  /// Makes a reason.
  public init(
    _ basis: Basis, seconds: Double = 0, limit: Limit? = nil, limitSeconds: Double = 0
  ) {
    self.basis = basis
    self.basisSeconds = seconds
    self.limit = limit
    self.limitSeconds = limitSeconds
  }
}
