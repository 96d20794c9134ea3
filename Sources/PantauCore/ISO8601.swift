public import FoundationEssentials

/// Writes instants as the contract has them: ISO 8601 in UTC (RFC 3339), for example
/// `2026-11-23T04:05:06.789Z`; without a fraction where it is zero.
///
/// Own arithmetic on the proleptic Gregorian calendar, so that no calendar, locale or zone of the
/// machine has a say.
public enum ISO8601 {
  /// Appends an instant; milliseconds are rounded down.
  ///
  /// Years outside 0 to 9999 are clamped.
  public static func append(_ date: Date, to bytes: inout [UInt8]) {
    withText(of: date) { bytes.append(contentsOf: $0) }
  }

  /// Hands on the instant's 20 or 24 bytes, which are gone afterwards.
  static func withText(of date: Date, _ take: (UnsafeBufferPointer<UInt8>) -> Void) {
    let milliseconds = date.millisecondsSince1970
    let (days, inDay) = milliseconds.quotientAndRemainderFloor(dividingBy: 86_400_000)
    let day = CivilDay(daysSince1970: days)
    let fraction = inDay % 1_000
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { text in
      text.initialize(repeating: 0)
      put(day.year, 4, in: text, at: 0, before: UInt8(ascii: "-"))
      put(day.month, 2, in: text, at: 5, before: UInt8(ascii: "-"))
      put(day.day, 2, in: text, at: 8, before: UInt8(ascii: "T"))
      put(inDay / 3_600_000, 2, in: text, at: 11, before: UInt8(ascii: ":"))
      put(inDay / 60_000 % 60, 2, in: text, at: 14, before: UInt8(ascii: ":"))
      put(
        inDay / 1_000 % 60, 2, in: text, at: 17,
        before: fraction == 0 ? UInt8(ascii: "Z") : UInt8(ascii: "."))
      if fraction != 0 { put(fraction, 3, in: text, at: 20, before: UInt8(ascii: "Z")) }
      take(UnsafeBufferPointer(rebasing: text.prefix(fraction == 0 ? 20 : 24)))
    }
  }

  /// The instant as text.
  public static func text(_ date: Date) -> String {
    var bytes: [UInt8] = []
    append(date, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads exactly what ``text(_:)`` writes; feeds' dates have a reader of their own.
  public static func read(_ text: String) -> Date? {
    let parts = text.utf8.split(omittingEmptySubsequences: false) { !(0x30...0x39).contains($0) }
    let numbers = parts.compactMap { Int(Substring($0)) }
    guard text.utf8.last == UInt8(ascii: "Z"), parts.last?.isEmpty == true,
      numbers.count == parts.count - 1, numbers.count == 6 || numbers.count == 7
    else { return nil }
    let day = CivilDay(year: numbers[0], month: numbers[1], day: numbers[2])
    guard day.isValid, numbers[3] < 24, numbers[4] < 60, numbers[5] < 60 else { return nil }
    let seconds = numbers[3] * 3_600 + numbers[4] * 60 + numbers[5]
    let milliseconds = numbers.count == 7 ? numbers[6] : 0
    guard milliseconds < 1_000, (0...9_999).contains(day.year) else { return nil }
    return Date(
      millisecondsSince1970: day.daysSince1970 * 86_400_000 + seconds * 1_000 + milliseconds)
  }

  /// Writes a number in so many digits, and a byte behind it.
  private static func put(
    _ number: Int, _ width: Int, in text: UnsafeMutableBufferPointer<UInt8>, at start: Int,
    before mark: UInt8
  ) {
    var rest = number
    for index in (start..<start + width).reversed() {
      text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    text[start + width] = mark
  }
}

extension Date {
  /// Whole milliseconds since 1970-01-01T00:00:00Z, rounded down, held within the years 0 to 9999.
  public var millisecondsSince1970: Int {
    let milliseconds = (timeIntervalSince1970 * 1_000 + 0.0005).rounded(.down)
    guard milliseconds.isFinite else { return 0 }
    return Int(min(max(milliseconds, -62_167_219_200_000), 253_402_300_799_999))
  }

  /// The instant so many milliseconds after 1970-01-01T00:00:00Z.
  public init(millisecondsSince1970 milliseconds: Int) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1_000)
  }
}

extension Int {
  /// Division that rounds down, so that the remainder is never negative; the divisor is positive.
  func quotientAndRemainderFloor(dividingBy divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
