/// A point on a clock that only goes forward: nanoseconds since a start that does not matter.
///
/// Feed it from `ContinuousClock`, which goes on while the machine sleeps.
public struct MonotonicInstant: Sendable, Hashable, Comparable {
  /// Nanoseconds since the clock's start.
  public var nanoseconds: Int64

  /// Makes an instant.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The instant so many seconds later; held within the clock's range, some 292 years.
  public func advanced(bySeconds seconds: Double) -> MonotonicInstant {
    let span = min(max(seconds * 1e9, -4e18), 4e18)
    let (sum, overflow) = nanoseconds.addingReportingOverflow(span.isNaN ? 0 : Int64(span))
    return MonotonicInstant(nanoseconds: overflow ? (span < 0 ? .min : .max) : sum)
  }

  /// Seconds from another instant to this one.
  public func seconds(since other: MonotonicInstant) -> Double {
    (Double(nanoseconds) - Double(other.nanoseconds)) / 1e9
  }

  /// Orders by time.
  public static func < (left: MonotonicInstant, right: MonotonicInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
