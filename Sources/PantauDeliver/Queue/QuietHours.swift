import FoundationEssentials

/// Hours of each day in which a channel's messages are held, to be sent afterwards; none is dropped.
public struct QuietHours: Sendable, Hashable {
  /// The first minute of the day, 0 to 1,439.
  public var from: Int
  /// The minute it ends before; earlier than ``from`` means on the next day.
  public var to: Int
  /// Whether what was held goes out as one digest instead of message by message.
  public var endsInDigest: Bool

  /// Takes minutes since midnight, local time.
  public init(from: Int, to: Int, endsInDigest: Bool = false) {
    self.from = from
    self.to = to
    self.endsInDigest = endsInDigest
  }

  /// When the quiet that holds at an instant ends; nil outside of it.
  func end(at now: Date, by clock: WallClock) -> Date? {
    let minute = Int(clock.secondOfDay(now) / 60)
    let isQuiet = from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    guard isQuiet, from != to else { return nil }
    return clock.next(to, after: now, repeats: true)
  }
}
