public import FoundationEssentials

extension ISO8601 {
  /// Reads an instant as ISO 8601 writes it: `2026-11-23T04:05:06.789Z`.
  ///
  /// A blank may stand for the `T`; seconds, fraction and the time itself may be left out; the zone
  /// is `Z` or an offset (`+08:00`, `+0800`, `+08`), and UTC where there is none.
  ///
  /// - Parameter text: the whole text, without blanks around it.
  /// - Returns: the instant; nil for anything else, and for days and hours that do not exist.
  public static func parse(_ text: some StringProtocol) -> Date? {
    var reader = ISO8601Reader(rest: Array(text.utf8)[...])
    guard let date = reader.instant(), reader.rest.isEmpty else { return nil }
    return date
  }
}

/// Reads the parts of an instant one after another.
private struct ISO8601Reader {
  var rest: ArraySlice<UInt8>

  mutating func instant() -> Date? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2)
    else { return nil }
    let civil = CivilDay(year: year, month: month, day: day)
    guard civil.isValid else { return nil }
    var seconds = Double(civil.daysSince1970 * 86_400)
    if take("T") || take("t") || take(" ") {
      guard let inDay = timeOfDay(), let offset = zone() else { return nil }
      seconds += inDay - offset
    }
    return Date(timeIntervalSince1970: seconds)
  }

  private mutating func timeOfDay() -> Double? {
    guard let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60 else {
      return nil
    }
    var seconds = 0.0
    if take(":") {
      // 60 is a leap second.
      guard let whole = number(2), whole <= 60, let fraction = fraction() else { return nil }
      seconds = Double(whole) + fraction
    }
    return Double(hour * 3_600 + minute * 60) + seconds
  }

  private mutating func fraction() -> Double? {
    guard take(".") || take(",") else { return 0 }
    var scale = 0.1
    var value = 0.0
    var digits = 0
    while let digit = digit() {
      value += Double(digit) * scale
      scale /= 10
      digits += 1
    }
    return (1...18).contains(digits) ? value : nil
  }

  /// Seconds east of Greenwich.
  private mutating func zone() -> Double? {
    if take("Z") || take("z") || rest.isEmpty { return 0 }
    let sign: Double
    if take("+") {
      sign = 1
    } else if take("-") {
      sign = -1
    } else {
      return nil
    }
    guard let hours = number(2), hours < 24 else { return nil }
    var minutes = 0
    if take(":") || !rest.isEmpty {
      guard let read = number(2), read < 60 else { return nil }
      minutes = read
    }
    return sign * Double(hours * 3_600 + minutes * 60)
  }

  private mutating func number(_ digits: Int) -> Int? {
    var number = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  private mutating func digit() -> Int? {
    guard let byte = rest.first, (48...57).contains(byte) else { return nil }
    rest = rest.dropFirst()
    return Int(byte) - 48
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == sign.value else { return false }
    rest = rest.dropFirst()
    return true
  }
}
