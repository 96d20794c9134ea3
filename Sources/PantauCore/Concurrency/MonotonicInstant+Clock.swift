import Glibc

extension MonotonicInstant {
  /// Now, by the machine's boot-time clock, which goes on while the machine sleeps.
  public static var now: MonotonicInstant {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return MonotonicInstant(
      nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// The instant a duration later.
  public static func + (time: MonotonicInstant, wait: Duration) -> MonotonicInstant {
    time.advanced(bySeconds: wait.inSeconds)
  }
}
