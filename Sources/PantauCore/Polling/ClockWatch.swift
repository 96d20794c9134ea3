public import FoundationEssentials

/// Tells when the wall clock has jumped, by comparing it with the monotonic one.
///
/// Polling does not depend on it, for due times run on the monotonic clock; it is for the log.
public struct ClockWatch: Sendable {
  private var wall: Date
  private var monotonic: MonotonicInstant

  /// The smallest jump told, in seconds; a clock that is being slewed moves less between two looks.
  static let threshold: Double = 5

  /// Starts watching.
  public init(wall: Date, monotonic: MonotonicInstant) {
    self.wall = wall
    self.monotonic = monotonic
  }

  /// Looks again.
  ///
  /// - Returns: how many seconds the wall clock has jumped since the last look, ahead or (below
  ///   zero) back; nil when it has not.
  public mutating func jump(wall: Date, monotonic: MonotonicInstant) -> Double? {
    let expected = self.wall.addingTimeInterval(monotonic.seconds(since: self.monotonic))
    self.wall = wall
    self.monotonic = monotonic
    let jump = wall.timeIntervalSince(expected)
    return abs(jump) >= Self.threshold ? jump : nil
  }
}
