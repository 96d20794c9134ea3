import ArgumentParser
import FoundationEssentials
import PantauCore

/// `--since`: a duration before now, or a day.
enum SinceOption {
  static func date(_ text: String, now: Date) throws -> Date {
    if let duration = DurationText.parse(text) { return now - duration.inSeconds }
    let digits = text.split(separator: "-").compactMap { Int($0) }
    if digits.count == 3, text.utf8.count == 10 {
      let day = CivilDay(year: digits[0], month: digits[1], day: digits[2])
      if day.isValid { return LocalTime.midnight(of: day) }
    }
    if let instant = ISO8601.read(text) { return instant }
    throw ValidationError(
      "--since takes a duration such as 24h or 30d, a day such as 2026-11-01, or an instant such "
        + "as 2026-11-01T08:00:00Z; not \"\(text)\".")
  }
}
