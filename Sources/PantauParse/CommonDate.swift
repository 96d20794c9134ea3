import FoundationEssentials
import PantauCore

/// The two forms that nearly every date in a feed has, read at fixed places:
/// `Mon, 23 Nov 2026 02:15:00 +0800` and `2026-11-23T02:15:00+08:00`, the zone also as `GMT` or `Z`.
///
/// A tenth of the work of ``FeedDate``, which reads whatever differs in the least.
enum CommonDate {
  /// The instant, where the bytes have one of the forms exactly.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Date? {
    switch bytes.count {
    case 20, 25: readISO(bytes)
    case 29, 31: readRFC822(bytes)
    default: nil
    }
  }

  private static func readISO(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
      let year = number(text, 0, 4), let month = number(text, 5, 2), let day = number(text, 8, 2),
      let time = time(text, 11)
    else { return nil }
    let isUTC = text.count == 20
    if isUTC, text[19] != UInt8(ascii: "Z") { return nil }
    guard let zone = isUTC ? 0 : offset(text, at: 19, hasColon: true) else { return nil }
    return date(year, month, day, time, zone)
  }

  private static func readRFC822(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    guard text[3] == UInt8(ascii: ","), text[4] == 0x20, text[7] == 0x20, text[11] == 0x20,
      text[16] == 0x20, text[25] == 0x20, let day = number(text, 5, 2),
      let month = month(text, 8), let year = number(text, 12, 4), let time = time(text, 17)
    else { return nil }
    let isUTC = text.count == 29
    if isUTC, !text.holds("GMT", at: 26) { return nil }
    guard let zone = isUTC ? 0 : offset(text, at: 26, hasColon: false) else { return nil }
    return date(year, month, day, time, zone)
  }

  /// Seconds of `hh:mm:ss`.
  private static func time(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard text[start + 2] == UInt8(ascii: ":"), text[start + 5] == UInt8(ascii: ":"),
      let hour = number(text, start, 2), let minute = number(text, start + 3, 2),
      let second = number(text, start + 6, 2), hour < 24, minute < 60, second < 60
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  /// Seconds east of Greenwich of `+hhmm` or `+hh:mm`.
  private static func offset(
    _ text: UnsafeBufferPointer<UInt8>, at start: Int, hasColon: Bool
  ) -> Int? {
    guard let hours = number(text, start + 1, 2),
      let minutes = number(text, start + (hasColon ? 4 : 3), 2), hours < 15, minutes < 60,
      !hasColon || text[start + 3] == UInt8(ascii: ":")
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    switch text[start] {
    case UInt8(ascii: "+"): return seconds
    case UInt8(ascii: "-"): return -seconds
    default: return nil
    }
  }

  @inline(__always)
  private static func number(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int? {
    var value = 0
    for index in start..<start + count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  private static func month(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    let letters = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32(text[start + $1]) }
    switch letters {
    case 0x4A_616E: return 1
    case 0x46_6562: return 2
    case 0x4D_6172: return 3
    case 0x41_7072: return 4
    case 0x4D_6179: return 5
    case 0x4A_756E: return 6
    case 0x4A_756C: return 7
    case 0x41_7567: return 8
    case 0x53_6570: return 9
    case 0x4F_6374: return 10
    case 0x4E_6F76: return 11
    case 0x44_6563: return 12
    default: return nil
    }
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int, _ time: Int, _ zone: Int) -> Date?
  {
    let day = CivilDay(year: year, month: month, day: day)
    guard day.isValid, year >= 1970 else { return nil }
    return Date(millisecondsSince1970: (day.daysSince1970 * 86_400 + time - zone) * 1_000)
  }
}
