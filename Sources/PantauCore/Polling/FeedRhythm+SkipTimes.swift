import FoundationEssentials

extension FeedRhythm {
  /// The wait, lengthened so that it does not end within `skipHours` or `skipDays`.
  ///
  /// It never becomes longer than the ceiling, so that a feed that forbids every hour is still
  /// polled.
  func waitOutsideSkipTimes(
    _ wait: Double, from start: Date, ceiling: Double,
    using generator: inout some RandomNumberGenerator
  ) -> Double {
    guard skipHours != 0 || skipDays != 0, wait < ceiling else { return wait }
    let due = start.timeIntervalSince1970 + wait
    guard due.isFinite, abs(due) < 1e12 else { return wait }
    var hour = Int((due / 3_600).rounded(.down))
    guard isSkipped(hour) else { return wait }
    // A week holds every combination of hour and day.
    for _ in 0..<(7 * 24) where isSkipped(hour) { hour += 1 }
    let end = Double(hour) * 3_600 - start.timeIntervalSince1970
    let spread = Double.random(in: 0...600, using: &generator)
    return min(max(end + spread, wait), ceiling)
  }

  private func isSkipped(_ hour: Int) -> Bool {
    let (days, inDay) = hour.quotientAndRemainderFloor(dividingBy: 24)
    let weekday = (days + 4).quotientAndRemainderFloor(dividingBy: 7).remainder
    return skipHours >> UInt32(inDay) & 1 == 1 || skipDays >> UInt8(weekday) & 1 == 1
  }
}
