public import FoundationEssentials

/// Reads the dates of HTTP headers in the three forms of RFC 9110, section 5.6.7.
///
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
/// The weekday is not checked and spacing may be odd, for servers get both wrong; a zone other than
/// GMT is refused rather than guessed.
public enum HTTPDate {
  /// The instant, or nil when the bytes are no such date.
  public static func parse(_ bytes: some Collection<UInt8>) -> Date? {
    guard bytes.count <= 64 else { return nil }
    var numbers: [Int] = []
    var month: Int?
    var clock: Int?
    for word in bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x2C || $0 == 0x2D }
    ) {
      if word.contains(UInt8(ascii: ":")) {
        guard clock == nil, let seconds = secondsOfDay(word) else { return nil }
        clock = seconds
      } else if let number = HeaderNumber.parse(word) {
        numbers.append(number)
      } else if let found = monthNumber(word), month == nil {
        month = found
      } else if !isIgnorable(word) {
        return nil
      }
    }
    guard numbers.count == 2, let month, let clock, (0...9_999).contains(numbers[1]) else {
      return nil
    }
    let day = CivilDay(year: fullYear(numbers[1]), month: month, day: min(numbers[0], 99))
    guard day.isValid else { return nil }
    return Date(timeIntervalSince1970: Double(day.daysSince1970 * 86_400 + clock))
  }

  /// Two digits stand for 1970 to 2069 (RFC 850 dates, long obsolete).
  private static func fullYear(_ year: Int) -> Int {
    year >= 100 ? year : year < 70 ? year + 2_000 : year + 1_900
  }

  private static func secondsOfDay(_ word: some Collection<UInt8>) -> Int? {
    let parts = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 3, let hour = HeaderNumber.parse(parts[0]),
      let minute = HeaderNumber.parse(parts[1]), let second = HeaderNumber.parse(parts[2]),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ].map { Array($0.utf8) }

  private static func monthNumber(_ word: some Collection<UInt8>) -> Int? {
    let small = word.prefix(3).map { $0 | 0x20 }
    return months.firstIndex(of: small).map { $0 + 1 }
  }

  /// Weekdays and the names of GMT.
  private static func isIgnorable(_ word: some Collection<UInt8>) -> Bool {
    let small = word.map { $0 | 0x20 }
    if ["gmt", "utc", "z"].contains(where: { $0.utf8.elementsEqual(small) }) { return true }
    return ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].contains {
      small.starts(with: $0.utf8)
    }
  }
}
