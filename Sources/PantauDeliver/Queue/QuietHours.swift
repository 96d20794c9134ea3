public import FoundationEssentials
import PantauCore

/// Hours of each day in which a channel's messages are held, to be sent afterwards; none is dropped.
public struct QuietHours: Sendable, Hashable {
  /// The first minute of the day, 0 to 1,439.
  public var from: Int
  /// The minute it ends before; earlier than ``from`` means on the next day.
  public var to: Int
  /// Whether messages of high severity are held too.
  public var holdsHigh: Bool

  /// Takes minutes since midnight, local time.
  public init(from: Int, to: Int, holdsHigh: Bool = false) {
    self.from = from
    self.to = to
    self.holdsHigh = holdsHigh
  }

  /// When the quiet that holds now ends; nil outside of it.
  ///
  /// Where clocks change in between, the local time at the end counts; whoever waits asks again
  /// then.
  ///
  /// - Parameters:
  ///   - now: the instant asked about.
  ///   - secondsEast: how far local time is ahead of UTC at an instant.
  /// - Returns: an instant after `now`.
  public func end(at now: Date, secondsEast: (Date) -> Int) -> Date? {
    let offset = secondsEast(now)
    let local = now.millisecondsSince1970 + offset * 1_000
    let inDay = ((local % 86_400_000) + 86_400_000) % 86_400_000
    let minute = inDay / 60_000
    let isQuiet = from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    guard isQuiet, from != to else { return nil }
    let rest = (to * 60_000 - inDay + 86_400_000) % 86_400_000
    let end = now + Double(rest == 0 ? 86_400_000 : rest) / 1_000
    let changed = end + Double(offset - secondsEast(end))
    return changed > now ? changed : end
  }
}
