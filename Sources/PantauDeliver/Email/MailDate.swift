import FoundationEssentials
import PantauCore

/// Writes instants as mails have them (RFC 5322, section 3.3), in UTC.
enum MailDate {
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Mon, 23 Nov 2026 04:05:06 +0000`.
  static func text(_ instant: Date) -> String {
    let seconds = Int((instant.timeIntervalSince1970).rounded(.down))
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let day = CivilDay(daysSince1970: days)
    let clock = ISO8601.text(instant).dropFirst(11).prefix(8)
    let month = months[day.month - 1]
    return "\(weekdays[day.weekday]), \(day.day) \(month) \(day.year) \(clock) +0000"
  }
}
