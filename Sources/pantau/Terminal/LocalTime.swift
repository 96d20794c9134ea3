import FoundationEssentials
import Glibc
import PantauCore

/// Times of day in the zone of the process: `TZ`, else the machine's.
enum LocalTime {
  /// Makes an IANA zone the process's; called once, before there are threads.
  static func use(zone: String?) {
    if let zone { setenv("TZ", zone, 1) }
    tzset()
  }

  /// For example `2026-11-23 12:05:06`.
  static func text(_ date: Date) -> String {
    let parts = Self.parts(of: date)
    let day = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let time = [parts.tm_hour, parts.tm_min, parts.tm_sec]
    return day.map { pad($0) }.joined(separator: "-") + " "
      + time.map { pad(Int($0)) }.joined(separator: ":")
  }

  /// Minutes since midnight.
  static func minuteOfDay(_ date: Date) -> Int {
    let parts = Self.parts(of: date)
    return Int(parts.tm_hour) * 60 + Int(parts.tm_min)
  }

  /// The day that a clock on the wall shows.
  static func day(of date: Date) -> CivilDay {
    let parts = Self.parts(of: date)
    return CivilDay(
      year: Int(parts.tm_year) + 1_900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
  }

  private static func parts(of date: Date) -> tm {
    var seconds = time_t(date.millisecondsSince1970 / 1_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return parts
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension LocalTime {
  /// For example `2026-11-23`.
  static func text(_ day: CivilDay) -> String {
    [day.year, day.month, day.day].map { pad($0) }.joined(separator: "-")
  }

  /// The instant at which a day begins.
  static func midnight(of day: CivilDay) -> Date {
    var parts = tm()
    parts.tm_year = Int32(truncatingIfNeeded: day.year - 1_900)
    parts.tm_mon = Int32(truncatingIfNeeded: day.month - 1)
    parts.tm_mday = Int32(truncatingIfNeeded: day.day)
    parts.tm_isdst = -1
    return Date(millisecondsSince1970: mktime(&parts) * 1_000)
  }
}
