public import FoundationEssentials

/// What polling has learned of one feed; stored with it, in the transaction of each poll.
///
/// Plain values only. `FeedRhythm+Bytes.swift` packs them for the database.
public struct FeedRhythm: Sendable, Hashable {
  // MARK: When

  /// When the next poll is due, by the wall clock; ``Date/distantFuture`` for a feed that is gone.
  public var nextDue: Date
  /// Why then.
  public var why: PollReason
  /// When the last poll ended; nil before the first.
  public var lastPoll: Date?
  /// When a poll last gave a feed, or "not modified"; a first document that broke off counts as none.
  public var lastSuccess: Date?
  /// When a poll last found something new.
  public var lastNews: Date?

  // MARK: Conditional requests

  /// Whether the server has answered 304 to our validators, and not since sent the same body again
  /// and again.
  public var validatorsWork: Bool
  /// How many conditional requests in a row brought the very body that we had.
  public var repeatedBodies: Int
  /// The hash of the last body read as a feed.
  public var bodyHash: UInt64?
  /// When a whole body last came.
  public var lastFull: Date?
  /// When the guard against servers that say 304 for ever last asked without validators.
  public var lastGuard: Date?
  /// When that guard found news: the server's 304 are not to be believed.
  public var guardFoundNews: Date?

  // MARK: Failures

  /// The factor f of interval × (1 + f).
  public var failureFactor: Double
  /// How many polls in a row have failed.
  public var failures: Int
  /// The kind of the last failure; nil after a success.
  public var lastFailure: PollFailure?
  /// When the first of them failed.
  public var failingSince: Date?
  /// How many 429 or 403 without `Retry-After` in a row.
  public var throttles: Int
  /// Whether the feed answered 410 and is left alone.
  public var isGone: Bool
  /// No request before this, by the server's word (`Retry-After`).
  public var notBefore: Date?

  // MARK: What the server asks for

  /// The interval that the document asks for (the larger of `ttl` and `sy:updatePeriod`), in
  /// seconds; 0 for none.
  public var documentSeconds: Int
  /// Whether that was `sy:updatePeriod` rather than `ttl`.
  public var documentIsSyndication: Bool
  /// How long the last answer that spoke of it was to be fresh, in seconds; -1 for not a word.
  public var freshSeconds: Int
  /// Whether that was `Expires` rather than `max-age`.
  public var freshIsExpires: Bool
  /// Hours not to poll in (GMT), bit n for hour n.
  public var skipHours: UInt32
  /// Days not to poll in (GMT), bit 0 for Sunday.
  public var skipDays: UInt8

  // MARK: Rhythm of news

  /// Items a day.
  public var rate: LearnedRate
  /// Hours of the day and days of the week.
  public var profile: WeekProfile
  /// How many items the document holds, of the last one read.
  public var windowItems: Int
  /// By how much the interval is cut because items may have been missed: 1, ½, ¼ … 1/16.
  public var missGuard: Double
  /// Alerts raised, faded like the rate.
  public var alertCount: Double
  /// What a look soon after news has been worth: news found there over news expected.
  public var burst: BurstRecord
  /// Items found by the last poll.
  public var lastNewItems: Int
  /// The rate at the time of the last news, by which silence is judged, in items a day.
  public var rateAtLastNews: Double
  /// Whether the operator has been told that the feed fails.
  public var toldFailing: Bool
  /// Whether the operator has been told that the feed is quiet.
  public var toldQuiet: Bool

  /// The remembered permanent redirect.
  public var redirect: RedirectMemory?

  /// A feed never polled, due at once.
  public init(due: Date) {
    nextDue = due
    why = PollReason(.atOnce)
    validatorsWork = false
    repeatedBodies = 0
    failureFactor = 0
    failures = 0
    throttles = 0
    isGone = false
    documentSeconds = 0
    documentIsSyndication = false
    freshSeconds = -1
    freshIsExpires = false
    skipHours = 0
    skipDays = 0
    rate = LearnedRate()
    profile = WeekProfile()
    windowItems = 0
    missGuard = 1
    alertCount = 0
    burst = BurstRecord()
    lastNewItems = 0
    rateAtLastNews = 0
    toldFailing = false
    toldQuiet = false
  }

  /// Whether it was ever polled.
  public var wasPolled: Bool { lastPoll != nil }

  /// How much the feed's news matter beside another's: 1 and up, growing with the alerts that its
  /// items raise.
  public var weight: Double {
    1 + Self.alertWeight * min(alertCount / max(Double(rate.counts[0]), 1), 1)
  }

  /// The hours of the week to plan with.
  func shape(within common: WeekShape) -> WeekShape {
    profile.shape(within: common)
  }

  /// Weight × rate, in items a day: what the budget is shared by.
  public var demand: Double { weight * rate.perDay }

  /// What an item that raises an alert counts for beyond one that raises none.
  static let alertWeight = 3.0

  /// Makes a gone or failing feed due at once; what was learned is kept.
  ///
  /// A `Retry-After` still holds.
  public mutating func restart(at now: Date) {
    isGone = false
    failureFactor = 0
    failures = 0
    failingSince = nil
    throttles = 0
    nextDue = max(now, notBefore ?? now)
    why = PollReason(.atOnce)
  }
}
