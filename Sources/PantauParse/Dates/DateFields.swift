import FoundationEssentials
import PantauCore

/// What a date's text says, before it is checked and reckoned.
struct DateFields {
  var year: Int?
  var month: Int?
  var day: Int?
  var hour: Int?
  var minute = 0
  var second = 0
  var milliseconds = 0
  /// Minutes east of Greenwich; nil where the text has no zone, which is read as UTC.
  var offset: Int?
  var partOfDay: PartOfDay?
  /// Which hours of twelve are meant.
  enum PartOfDay {
    /// "am", "pagi": 12 is midnight.
    case morning
    /// "pm", "sore": 12 is noon.
    case afternoon
    /// "malam": from five in the evening to four in the morning; 12 sharp is the end of the day.
    case night
  }

  /// Days to add: for ordinal dates and week dates.
  var extraDays = 0

  /// The instant; nil where a part is missing or does not exist.
  ///
  /// 24:00 is the end of the day, a second 60 the first of the next minute.
  var date: Date? {
    guard let year, (1_000...9_999).contains(year) else { return nil }
    let day = CivilDay(year: year, month: month ?? 1, day: self.day ?? 1)
    guard day.isValid, let hour = hourOfDay, minute < 60, second <= 60,
      hour < 24 || (hour == 24 && minute == 0 && second == 0)
    else { return nil }
    let days = day.daysSince1970 + extraDays
    let seconds = hour * 3_600 + (minute - (offset ?? 0)) * 60 + second
    return Date(
      millisecondsSince1970: days * 86_400_000 + seconds * 1_000 + milliseconds)
  }

  private var hourOfDay: Int? {
    guard let hour else { return 0 }
    guard hour <= 24 else { return nil }
    switch partOfDay {
    case .afternoon?: return hour < 12 ? hour + 12 : hour
    case .morning?: return hour == 12 ? 0 : hour
    case .night? where hour == 12: return minute == 0 && second == 0 ? 24 : 0
    case .night?: return (5...11).contains(hour) ? hour + 12 : hour
    case nil: return hour
    }
  }

  /// Years of two digits are 1950 to 2049, of three after 1900 (RFC 5322, section 4.3).
  static func fullYear(_ value: Int, digits: Int) -> Int {
    switch digits {
    case 1, 2: value < 50 ? 2_000 + value : 1_900 + value
    case 3: 1_900 + value
    default: value
    }
  }
}
