import Glibc

/// An instant of the machine's monotonic clock, which no change of the wall clock moves.
public struct MonotonicTime: Sendable, Hashable, Comparable {
  /// Nanoseconds since an origin that is the same for all of one process.
  public var nanoseconds: Int64

  /// Takes a count of nanoseconds.
  public init(nanoseconds: Int64) { self.nanoseconds = max(0, nanoseconds) }

  /// Now, by CLOCK_MONOTONIC.
  public static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// An instant later; more than 100 years later counts as 100 years.
  public static func + (time: MonotonicTime, wait: Duration) -> MonotonicTime {
    let limit: Int64 = 100 * 366 * 86_400 * 1_000
    let milliseconds = min(max(wait.wholeMilliseconds, -limit), limit)
    let fine =
      abs(milliseconds) < 1_000_000 ? Int64(wait.inSeconds * 1e9) : milliseconds * 1_000_000
    return MonotonicTime(nanoseconds: time.nanoseconds + fine)
  }

  /// The time from one instant to another.
  public static func - (later: MonotonicTime, earlier: MonotonicTime) -> Duration {
    .nanoseconds(later.nanoseconds - earlier.nanoseconds)
  }

  /// Orders by time.
  public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
