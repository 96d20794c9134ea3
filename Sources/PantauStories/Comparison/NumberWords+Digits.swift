/// Numbers in digits, and what their marks make of them: dates, hours, areas.
extension NumberWords {
  /// Takes digits, which may go on the number that is being read: `13:47`.
  mutating func takeDigits(_ digits: Slice<UnsafeBufferPointer<UInt8>>) {
    let mark = Self.byte(before: digits)
    let value = Self.value(of: digits)
    switch mark {
    case 0x3A where takeMinutes(value, digits): return
    case 0x2F where takeMonth(value, digits) || takePart(value, digits): return
    case 0x2D where takeMonth(value, digits): return
    case 0x2D where !isOpen && words.last?.hash == Self.ordinal:
      if let ordinal = RomanNumerals.ordinal(value) {
        return words.append(StoryWord(hash: ordinal, kind: .plain))
      }
    case 0x4D, 0x6D:
      if digits.count == 1, 2...3 ~= value, raise(to: Int(value)) { return }
    default: break
    }
    if value == 24, takeDays(mark) { return }
    close()
    open()
    number.section = isShortYear(mark, digits) ? value + 2_000 : value
    number.hasComma = Self.isScaledDecimal(digits)
    number.currency = currency(mark)
  }

  private func currency(_ mark: UInt8) -> Currency {
    // The last bytes of `$`, `£` and `€`.
    if mark == 0x24 || mark == 0xA3 || mark == 0xAC { return .other }
    switch words.last?.hash {
    case Self.rupiah: return .rupiah
    case Self.ringgit: return .ringgit
    case Self.dollar: return .other
    default: return .none
    }
  }

  /// `2/3 dari` is `dua pertiga`.
  private mutating func takePart(
    _ parts: Double, _ digits: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    let count = number.section
    guard isOpen, digits.count == 1, Self.followsDigit(digits), number.total == 0,
      1..<max(2, parts) ~= count, count == count.rounded(), Self.precede(digits, ["dari ", "of "])
    else { return false }
    number = Reading()
    isOpen = false
    var part = StoryWord(hash: WordScanner.hash(digits), kind: .plain)
    (part.value, part.rounding) = (100 * count / parts, .share)
    words.append(part)
    told = words.count
    return true
  }

  // MARK: - Hours

  /// `13:47` is `13.47`, `2:14:37` is `2 jam 14 menit 37 detik`.
  private mutating func takeMinutes(
    _ value: Double, _ digits: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    guard isOpen, digits.count == 2, value < 60, Self.followsDigit(digits), number.total == 0 else {
      return false
    }
    if number.hasMinutes {
      let hours = number.section.rounded(.down)
      let minutes = ((number.section - hours) * 100).rounded()
      number = Reading()
      isOpen = false
      words.append(
        StoryWord(value: Self.rounded(hours * 60 + minutes + value / 60), rounding: .none))
      words.append(StoryWord(hash: MeasureUnits.minute, kind: .plain))
    } else {
      guard number.section <= 24, number.section == number.section.rounded() else { return false }
      number.section += value / 100
      number.hasMinutes = true
    }
    return true
  }

  /// `2x24 jam` is `48 jam`.
  private mutating func takeDays(_ mark: UInt8) -> Bool {
    var days = 0.0
    // The last byte of `×`.
    if mark == 0x97, isOpen, number.total == 0 {
      days = number.section
      number = Reading()
      isOpen = false
    } else if words.last?.hash == Self.factorSign, !isOpen, let first = words.dropLast().last,
      first.kind == .number
    {
      days = first.value
      words.removeLast(2)
    }
    guard days > 0 else { return false }
    open()
    number.section = days * 24
    return true
  }

  /// `setengah dua belas` is half past eleven; false where the number is no hour.
  mutating func takeHalfHour() -> Bool {
    number.isHalfHour = false
    guard number.total == 0, 1...12 ~= number.section, number.section == number.section.rounded()
    else { return false }
    number.section -= 0.7
    return true
  }

  /// `10 malam`.
  mutating func takeAfternoon(
    _ hours: ClosedRange<Double>, _ letters: Slice<UnsafeBufferPointer<UInt8>>
  ) {
    guard isOpen, number.total == 0 else { return }
    // `p` alone is none, but in `p.m.`.
    if letters.count == 1, Self.byte(at: letters.endIndex + 1, of: letters) | 0x20 != 0x6D {
      return
    }
    if number.isHalfHour, !takeHalfHour() {
      words.append(StoryWord(hash: Self.half, kind: .plain))
    }
    if hours.contains(number.section) { number.section = Self.rounded(number.section + 12) }
  }

  /// The hour of the clock that a number is, by what stands before it: `malam pukul 10`.
  func hour(_ value: Double) -> Double {
    guard let last = words.last?.hash, Self.isClock(last) else { return value }
    var before = words.dropLast()
    if before.last?.hash == Self.about { before = before.dropLast() }
    guard let word = before.last?.hash, case .afternoon(let hours) = Numeral(word),
      hours.contains(value)
    else { return value }
    return Self.rounded(value + 12)
  }

  // MARK: - Dates

  /// `15/10/2025` and `Rabu (15/10)` are `15 Oktober`; 2025 stays a number.
  private mutating func takeMonth(
    _ value: Double, _ digits: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    guard isOpen, digits.count <= 2, Self.followsDigit(digits), number.total == 0,
      1...31 ~= number.section, number.section == number.section.rounded(),
      let month = CalendarWords.month(value)
    else { return false }
    let mark = Self.byte(before: digits)
    var year = 0
    if Self.byte(at: digits.endIndex, of: digits) == mark {
      while Self.isDigit(Self.byte(at: digits.endIndex + 1 + year, of: digits)), year < 5 {
        year += 1
      }
    }
    let day = words.last?.hash
    let isBehindDay = day.map { CalendarWords.kind(of: $0) == .weekday || $0 == Self.date } ?? false
    guard year == 4 || mark == 0x2F && (year == 2 || year == 0 && isBehindDay) else { return false }
    close()
    words.append(StoryWord(hash: month, kind: .name))
    return true
  }

  /// Whether digits are the `25` of `15/10/25`.
  private func isShortYear(_ mark: UInt8, _ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard mark == 0x2F, digits.count == 2, Self.followsDigit(digits), let last = words.last else {
      return false
    }
    return last.letters.count == 0 && CalendarWords.kind(of: last.hash) == .month
  }

  // MARK: - Digits

  /// The value of digits as written; beyond what a Double holds exactly, near it.
  static func value(of digits: Slice<UnsafeBufferPointer<UInt8>>) -> Double {
    // All before the last mark, and the digits behind it.
    var (whole, group, power, marks) = (0.0, 0.0, 1.0, 0)
    var isGrouped = true
    for byte in digits {
      if byte == 0x2C || byte == 0x2E {
        // `0.125` has no thousands, nor has `12.50.000`.
        isGrouped = isGrouped && (marks == 0 ? group > 0 || power > 10 : power == 1_000)
        whole = whole * power + group
        (group, power, marks) = (0, 1, marks + 1)
      } else {
        group = group * 10 + Double(byte &- 0x30)
        power *= 10
      }
    }
    if marks == 0 { return group }
    return isGrouped && power == 1_000 ? whole * power + group : whole + group / power
  }

  /// Whether the one comma of digits stands before the last three: `1,386 miliar` is no
  /// 1,386,000,000,000.
  static func isScaledDecimal(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    digits.count { $0 == 0x2C } == 1 && digits.suffix(4).first == 0x2C
  }

  private static func followsDigit(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    isDigit(byte(at: digits.startIndex - 2, of: digits))
  }

  /// The byte that stands before a word of a text; 0 at its beginning.
  static func byte(before letters: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
    byte(at: letters.startIndex - 1, of: letters)
  }

  /// The byte at a place of the text that a word was read from; 0 beyond it.
  static func byte(at place: Int, of letters: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8 {
    letters.base.indices.contains(place) ? letters.base[place] : 0
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether a word stands before hours.
  static func isClock(_ word: UInt64) -> Bool { word == clocks.0 || word == clocks.1 }

  static let factorSign = WordScanner.hash("x".utf8)
  static let rupiah = WordScanner.hash("rp".utf8)
  private static let ringgit = WordScanner.hash("rm".utf8)
  private static let dollar = WordScanner.hash("usd".utf8)
  private static let ordinal = WordScanner.hash("ke".utf8)
  private static let about = WordScanner.hash("sekitar".utf8)
  private static let clocks = (WordScanner.hash("pukul".utf8), WordScanner.hash("jam".utf8))
  private static let date = WordScanner.hash("tanggal".utf8)
}
