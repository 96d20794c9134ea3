import FoundationEssentials

/// Times of day as a clock on the wall shows them, also where clocks are put forward and back.
struct WallClock: Sendable {
  /// How far local time is ahead of UTC at an instant, in seconds.
  let secondsEast: @Sendable (Date) -> Int

  private static let day = 86_400

  /// The minute of the day that the clock shows, with the part of it that has gone, in seconds.
  func secondOfDay(_ instant: Date) -> Double {
    let local = instant.timeIntervalSince1970 + Double(secondsEast(instant))
    return local - (local / Double(Self.day)).rounded(.down) * Double(Self.day)
  }

  /// The next instant at which the clock shows a time of day.
  ///
  /// A time that the clock skips counts at the moment of the skip; of an hour that comes twice only
  /// the first counts, unless `repeats`.
  ///
  /// - Parameters:
  ///   - minute: minutes since midnight.
  ///   - now: the instant it comes after.
  ///   - repeats: whether the second of two equal times counts as well.
  /// - Returns: an instant after `now`.
  func next(_ minute: Int, after now: Date, repeats: Bool = false) -> Date {
    let today = Int(
      ((now.timeIntervalSince1970 + Double(secondsEast(now))) / 86_400).rounded(.down))
    for day in (today - 1)...(today + 2) {
      for instant in instants(of: day * Self.day + minute * 60, repeats) where instant > now {
        return instant
      }
    }
    return now + Double(Self.day)
  }

  /// When the clock shows a local time, given in seconds as if it were UTC.
  private func instants(of local: Int, _ repeats: Bool) -> [Date] {
    let reading = Date(timeIntervalSince1970: Double(local))
    let (before, after) = (secondsEast(reading - 86_400), secondsEast(reading + 86_400))
    let (early, late) = (reading - Double(before), reading - Double(after))
    guard before != after else { return [early] }
    let change = change(between: reading - 86_400, and: reading + 86_400, from: before)
    switch (early < change, late >= change) {
    case (true, true): return repeats ? [early, late] : [early]
    case (true, false): return [early]
    case (false, true): return [late]
    case (false, false): return [change]
    }
  }

  /// The second from which another offset holds.
  private func change(between start: Date, and end: Date, from offset: Int) -> Date {
    var low = Int(start.timeIntervalSince1970.rounded(.down))
    var high = Int(end.timeIntervalSince1970.rounded(.up))
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if secondsEast(Date(timeIntervalSince1970: Double(middle))) == offset {
        low = middle
      } else {
        high = middle
      }
    }
    return Date(timeIntervalSince1970: Double(high))
  }
}
