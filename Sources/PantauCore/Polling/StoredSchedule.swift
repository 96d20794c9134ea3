public import FoundationEssentials

/// What the database holds of a feed's schedule, read at a start.
public struct StoredSchedule: Sendable, Hashable {
  /// When the next poll is due by the wall clock; ``Date/distantFuture`` for never.
  public var due: Date
  /// When the last one ended; nil for a feed never polled.
  public var lastPoll: Date?

  /// Makes a schedule.
  public init(due: Date, lastPoll: Date?) {
    self.due = due
    self.lastPoll = lastPoll
  }

  /// The schedule that a rhythm holds.
  public init(_ rhythm: FeedRhythm) {
    self.init(due: rhythm.nextDue, lastPoll: rhythm.lastPoll)
  }

  /// Seconds until it is due, below zero when it is overdue; nil for never.
  ///
  /// The wait is never taken to be longer than it was when it was set: a clock that has been set
  /// back since then would otherwise silence the feed for as long.
  func remaining(at now: Date) -> Double? {
    guard due < .distantFuture else { return nil }
    let rest = due.timeIntervalSince(now)
    guard let lastPoll else { return min(rest, 0) }
    return min(rest, max(due.timeIntervalSince(lastPoll), 0))
  }
}
