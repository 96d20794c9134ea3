public import FoundationEssentials

/// What follows from a poll: when the next one is, why, and what to tell whom.
public struct PollDecision: Sendable, Equatable {
  /// When the feed is due again, by the wall clock; ``Date/distantFuture`` for never.
  public var due: Date
  /// Why then.
  public var reason: PollReason
  /// Until when the host is to be left alone (429); nil for not at all.
  public var hostPause: Date?
  /// How much of the request budget the feed needs.
  public var demand: PollDemand
  /// What is worth a line in the log.
  public var notes: [PollNote]
  /// What the channels that ask for feed events are told.
  public var events: [FeedEvent]
  /// At which hours of the week the new items came, for the shape that all feeds share.
  var newsHours: [HourShare] = []
  /// How many items came and how many were to be expected, for the tide that all feeds share.
  var newsVolume = NewsVolume()

  /// Makes a decision.
  public init(
    due: Date, reason: PollReason, hostPause: Date? = nil, demand: PollDemand = .none,
    notes: [PollNote] = [], events: [FeedEvent] = []
  ) {
    self.due = due
    self.reason = reason
    self.hostPause = hostPause
    self.demand = demand
    self.notes = notes
    self.events = events
  }
}

/// Something about a poll that the log should tell.
public enum PollNote: Sendable, Hashable {
  /// `Retry-After` asked for so many seconds and was cut to 24 hours.
  case retryAfterCut(seconds: Int)
  /// Nothing of the last window was still there.
  case itemsMayBeMissed
  /// The server said "not modified" for a week while there was news.
  case falseNotModified
  /// A permanent redirect is followed without asking from now on.
  case redirectAdopted(target: String)
  /// The feed's own URL answers itself again, or leads elsewhere.
  case redirectDropped(target: String)
  /// 410: the feed is polled no more.
  case gone

  /// The note in a sentence, for the log.
  public var text: String {
    switch self {
    case .retryAfterCut(let seconds):
      "The server asked to wait \(DurationText.spoken(.seconds(seconds))); pantau waits 24 h."
    case .itemsMayBeMissed:
      "No item of the last poll is still in the feed, so some may have come and gone unseen; "
        + "it is polled more often for a while."
    case .falseNotModified:
      "The server said \"not modified\" for a week although there was news; pantau asks it without "
        + "validators once a week."
    case .redirectAdopted(let target):
      "The feed has moved for good; pantau now asks \(target) and tries the old address weekly."
    case .redirectDropped(let target):
      "The feed's own address no longer leads to \(target), so it is asked again."
    case .gone:
      "The server says that the feed is gone (410); it is not polled again. "
        + "`pantau feeds --retry URL` starts it again."
    }
  }
}

/// What channels can be told of a feed's health, each once until it is over.
public enum FeedEvent: String, Sendable, Hashable, CaseIterable {
  /// It has failed for 24 hours, or is gone.
  case failing = "feed.failing"
  /// It works again after that.
  case recovered = "feed.recovered"
  /// It has been silent for much longer than its own rhythm explains.
  case quiet = "feed.quiet"
}
