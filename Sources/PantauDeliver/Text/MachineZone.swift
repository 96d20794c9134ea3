public import FoundationEssentials
import Glibc

/// The machine's own time zone, by `TZ` or `/etc/localtime`.
public enum MachineZone {
  /// How far local time is ahead of UTC at an instant, in seconds (localtime_r(3)).
  public static func secondsEast(at instant: Date) -> Int {
    var time = time_t(instant.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    guard localtime_r(&time, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
  }
}
