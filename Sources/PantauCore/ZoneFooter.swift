/// The rule for all years behind a zone file's last change: a POSIX `TZ` value such as
/// `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 9636, section 3.3).
struct ZoneFooter: Sendable, Hashable {
  private let standard: Int
  private let summer: Summer?

  private struct Summer: Hashable {
    let offset: Int
    let start: Rule
    let end: Rule
  }

  /// A day of the year, and the local time on it.
  private struct Rule: Hashable {
    enum Day: Hashable {
      /// `Jn`: 1 to 365, February 29 is never counted.
      case julian(Int)
      /// `n`: 0 to 365.
      case ordinal(Int)
      /// `Mm.w.d`: the w-th weekday d of month m; week 5 is the last.
      case weekday(month: Int, week: Int, day: Int)
    }

    let day: Day
    let seconds: Int
  }

  /// Reads a rule; nil where it is none.
  init?(_ text: String) {
    var rest = Substring(text)
    guard Self.skipName(&rest), let west = Self.time(&rest) else { return nil }
    standard = -west
    guard !rest.isEmpty else {
      summer = nil
      return
    }
    guard Self.skipName(&rest) else { return nil }
    let offset = rest.first == "," ? -west + 3_600 : Self.time(&rest).map { -$0 }
    guard let offset, let start = Self.rule(&rest), let end = Self.rule(&rest), rest.isEmpty else {
      return nil
    }
    summer = Summer(offset: offset, start: start, end: end)
  }

  func secondsEast(at instant: Int64) -> Int {
    guard let summer else { return standard }
    let local = Int(instant) + standard
    let (days, _) = local.quotientAndRemainderFloor(dividingBy: 86_400)
    let year = CivilDay(daysSince1970: days).year
    // Each end is told in the time that holds before it.
    let start = Self.instant(of: summer.start, in: year) - standard
    let end = Self.instant(of: summer.end, in: year) - summer.offset
    let isSummer =
      start < end
      ? (start..<end).contains(Int(instant)) : !(end..<start).contains(Int(instant))
    return isSummer ? summer.offset : standard
  }

  private static func instant(of rule: Rule, in year: Int) -> Int {
    let newYear = CivilDay(year: year, month: 1, day: 1)
    let days =
      switch rule.day {
      case .ordinal(let day): newYear.daysSince1970 + day
      case .julian(let day):
        newYear.daysSince1970 + day - 1
          + (day > 59 && CivilDay(year: year, month: 2, day: 29).isValid ? 1 : 0)
      case .weekday(let month, let week, let day): weekday(day, week, month, year)
      }
    return days * 86_400 + rule.seconds
  }

  private static func weekday(_ day: Int, _ week: Int, _ month: Int, _ year: Int) -> Int {
    let first = CivilDay(year: year, month: month, day: 1)
    var found = first.daysSince1970 + (day - first.weekday + 7) % 7 + (week - 1) * 7
    if CivilDay(daysSince1970: found).month != month { found -= 7 }
    return found
  }

  /// Letters, or anything in angle brackets.
  private static func skipName(_ text: inout Substring) -> Bool {
    if text.first == "<" {
      guard let end = text.firstIndex(of: ">") else { return false }
      text = text[text.index(after: end)...]
      return true
    }
    let name = text.prefix { $0.isASCII && $0.isLetter }
    text = text.dropFirst(name.count)
    return name.count >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func time(_ text: inout Substring) -> Int? {
    let isNegative = text.first == "-"
    if isNegative || text.first == "+" { text = text.dropFirst() }
    guard var seconds = number(&text, atMost: 167).map({ $0 * 3_600 }) else { return nil }
    for unit in [60, 1] where text.first == ":" {
      text = text.dropFirst()
      guard let value = number(&text, atMost: 59) else { return nil }
      seconds += value * unit
    }
    return isNegative ? -seconds : seconds
  }

  private static func number(_ text: inout Substring, atMost limit: Int) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let value = Int(digits), value <= limit else { return nil }
    text = text.dropFirst(digits.count)
    return value
  }

  /// `,day[/time]`, at two o'clock where no time is told.
  private static func rule(_ text: inout Substring) -> Rule? {
    guard text.first == "," else { return nil }
    text = text.dropFirst()
    guard let day = day(&text) else { return nil }
    guard text.first == "/" else { return Rule(day: day, seconds: 7_200) }
    text = text.dropFirst()
    return time(&text).map { Rule(day: day, seconds: $0) }
  }

  private static func day(_ text: inout Substring) -> Rule.Day? {
    switch text.first {
    case "J":
      text = text.dropFirst()
      return number(&text, atMost: 365).flatMap { $0 > 0 ? .julian($0) : nil }
    case "M":
      text = text.dropFirst()
      guard let month = number(&text, atMost: 12), month > 0, text.first == "." else { return nil }
      text = text.dropFirst()
      guard let week = number(&text, atMost: 5), week > 0, text.first == "." else { return nil }
      text = text.dropFirst()
      return number(&text, atMost: 6).map { .weekday(month: month, week: week, day: $0) }
    default: return number(&text, atMost: 365).map { .ordinal($0) }
    }
  }
}
