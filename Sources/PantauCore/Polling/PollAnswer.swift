public import FoundationEssentials

/// What one poll yielded, as far as it matters for when to ask again.
public struct PollAnswer: Sendable, Equatable {
  /// How a poll can end.
  public enum Outcome: Sendable, Equatable {
    /// A whole body, read as a feed.
    case feed
    /// Status 304.
    case notModified
    /// No feed.
    case failed(PollFailure)
  }

  /// When the last byte arrived, by our wall clock.
  public var receivedAt: Date
  /// How it ended.
  public var outcome: Outcome
  /// The HTTP status of the last answer; nil where there was none (files, broken connections).
  public var status: Int?
  /// The headers of the last answer.
  public var headers: PollHeaders
  /// What the document asks for; only with ``Outcome/feed``.
  public var hints: FeedHints
  /// How many items were new to us.
  public var newItems: Int
  /// When the new items were published by the feed's word; may be shorter than ``newItems`` says.
  public var publishedTimes: [Date]
  /// How many items of the document were known already.
  public var knownItems: Int
  /// How many alerts the new items raised.
  public var alerts: Int
  /// A hash of the body, to tell a repeated body from a changed one; only with ``Outcome/feed``.
  public var bodyHash: UInt64?
  /// Whether the document was read to its end; only with ``Outcome/feed``.
  public var isComplete: Bool
  /// Whether the request carried a validator.
  public var wasConditional: Bool
  /// Whether the feed's own URL was asked, rather than the target of a remembered redirect.
  public var askedOriginal: Bool
  /// The final URL, when at least one redirect led there and each was permanent (301 or 308).
  public var permanentTarget: String?

  /// Makes an answer; what is not said did not happen.
  public init(
    _ outcome: Outcome, at receivedAt: Date, status: Int? = nil, headers: PollHeaders = .init(),
    hints: FeedHints = .init(), newItems: Int = 0, publishedTimes: [Date] = [], knownItems: Int = 0,
    alerts: Int = 0, bodyHash: UInt64? = nil, isComplete: Bool = true, wasConditional: Bool = false,
    askedOriginal: Bool = true, permanentTarget: String? = nil
  ) {
    self.outcome = outcome
    self.receivedAt = receivedAt
    self.status = status
    self.headers = headers
    self.hints = hints
    self.newItems = newItems
    self.publishedTimes = publishedTimes
    self.knownItems = knownItems
    self.alerts = alerts
    self.bodyHash = bodyHash
    self.isComplete = isComplete
    self.wasConditional = wasConditional
    self.askedOriginal = askedOriginal
    self.permanentTarget = permanentTarget
  }

  /// The answer with its counts held within what sums of them can bear.
  var held: PollAnswer {
    var held = self
    held.newItems = min(max(newItems, 0), 1_000_000)
    held.knownItems = min(max(knownItems, 0), 1_000_000)
    held.alerts = min(max(alerts, 0), 1_000_000)
    return held
  }
}
