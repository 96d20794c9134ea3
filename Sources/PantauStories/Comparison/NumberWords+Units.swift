/// What stands behind numbers: units of measure, fractions, `-an`.
extension NumberWords {
  /// Takes a word behind the number being read; false where it is no part of it.
  mutating func takeBehind(
    _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    if number.currency != .none || word.hash == Self.shortBillion,
      let scale = shortScale(word, letters)
    {
      number.total += number.section * scale
      (number.section, number.last, number.rounding) = (0, 0, .scale)
      return true
    }
    guard let unit = MeasureUnits.unit(word) else { return false }
    let ordinal = RomanNumerals.ordinal(number.total + number.section, behind: words.last?.hash)
    if ordinal != nil || Self.byte(before: letters) == 0x2F {
      // `Rp118 ribu/kg` are no kilograms, nor is `semester 1 tahun 2025` a year.
      close()
      words.append(StoryWord(hash: unit.unit, kind: .plain))
    } else {
      appendMeasure(unit.factor, unit.unit)
    }
    return true
  }

  /// Takes a word that makes the number before it one of more: `1.200-an`, `dua jam lebih`.
  mutating func takeMore(_ word: UInt64) -> Bool {
    if isOpen {
      number.rounding = .loose
      close()
      return true
    }
    if word == Self.more, measured.end > 1, measured.end == words.count {
      words[measured.end - 2].rounding = .loose
    }
    return false
  }

  /// What a short word multiplies an amount of money with: `M`, `bln`.
  private func shortScale(
    _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Double? {
    switch number.currency {
    case .rupiah: Self.shortScales[word.hash]
    case .ringgit, .other: Self.englishShortScales[word.hash]
    // Months, unless a currency follows.
    case .none: Self.precede(letters, Self.currencies) ? 1e9 : nil
    }
  }

  /// Whether the word behind another one begins as one of these do.
  static func precede(
    _ letters: Slice<UnsafeBufferPointer<UInt8>>, _ beginnings: [String]
  ) -> Bool {
    let rest = letters.base[letters.endIndex...].drop { $0 == 0x20 || $0 == 0x2E }.prefix(8)
    return beginnings.contains { rest.lazy.map { $0 | 0x20 }.starts(with: $0.utf8) }
  }

  /// Ends the number being read with a unit, in the words that all units of its kind are brought to.
  private mutating func appendMeasure(_ factor: Double, _ unit: UInt64) {
    let power = number.power
    number.power = 1
    close(times: factor)
    append(factor, unit)
    if power > 1 { _ = raise(to: power) }
  }

  /// Appends the unit of the number that the words end with.
  private mutating func append(_ factor: Double, _ unit: UInt64) {
    var unit = unit
    let value = words[words.count - 1].value
    // A year and a half are 18 months; half a year is 180 days.
    if factor == MeasureUnits.daysOfMonth, unit == MeasureUnits.day,
      value >= MeasureUnits.daysOfYear
    {
      unit = MeasureUnits.year
      setLast(Self.rounded(value / MeasureUnits.daysOfYear))
    } else if unit == MeasureUnits.year, value < 1 {
      unit = MeasureUnits.day
      setLast(Self.rounded(value * MeasureUnits.daysOfYear))
    } else if factor == 60, unit == MeasureUnits.minute, value > 0,
      value.remainder(dividingBy: MeasureUnits.minutesOfDay) == 0
    {
      unit = MeasureUnits.day
      setLast(value / MeasureUnits.minutesOfDay)
    } else if unit == MeasureUnits.second, value >= 60 {
      unit = MeasureUnits.minute
      setLast(Self.rounded(value / 60))
    }
    if unit == MeasureUnits.minute, takePastHour() { return }
    words.append(StoryWord(hash: unit, kind: .plain))
    join(factor, unit)
    measured = Measured(end: words.count, factor: factor, unit: words[words.count - 1].hash)
  }

  /// Whether minutes are part of an hour: `pukul 4 lewat 15 menit`.
  private mutating func takePastHour() -> Bool {
    let end = words.count
    guard end > 3, Self.isClock(words[end - 4].hash), words[end - 3].kind == .number else {
      return false
    }
    let (hour, minutes, sign) = (words[end - 3].value, words[end - 1].value, words[end - 2].hash)
    guard sign == Self.past || sign == Self.before, minutes < 60, hour == hour.rounded() else {
      return false
    }
    let time = sign == Self.past ? hour + minutes / 100 : hour - 1 + (60 - minutes) / 100
    words[end - 3] = StoryWord(value: Self.rounded(time), rounding: .none)
    words.removeLast()
    return true
  }

  private mutating func setLast(_ value: Double) {
    let rounding = words[words.count - 1].rounding
    words[words.count - 1] = StoryWord(value: value, rounding: rounding)
  }

  /// `1 tahun 4 bulan` is `16 bulan`, `2 jam 14 menit` is `134 menit`.
  private mutating func join(_ factor: Double, _ unit: UInt64) {
    let end = words.count
    guard measured.end > 1, measured.end == end - 2 else { return }
    let (more, rest) = (words[end - 4].value, words[end - 2].value)
    let sum: Double
    if measured.unit == MeasureUnits.year, unit == MeasureUnits.day, rest < MeasureUnits.daysOfYear
    {
      sum = more + rest / MeasureUnits.daysOfYear
    } else if measured.unit == MeasureUnits.minute, unit == MeasureUnits.second {
      sum = more + rest / 60
    } else if measured.unit == unit, factor < measured.factor, rest < measured.factor {
      sum = more + rest
    } else {
      return
    }
    words.removeLast(2)
    words[end - 4] = StoryWord(value: Self.rounded(sum), rounding: .none)
  }

  /// Takes a word that makes a length an area or a volume, or stands for a volume itself: `9 kubik`.
  mutating func takePower(_ power: Int) -> Bool {
    guard isOpen else { return raise(to: power) }
    guard power == 3, let volume = MeasureUnits.raised(1, to: power) else { return false }
    appendMeasure(volume.factor, volume.unit)
    return true
  }

  /// Makes the length that the words end with an area or a volume: `meter persegi`.
  mutating func raise(to power: Int) -> Bool {
    guard !isOpen, measured.end == words.count, measured.unit == MeasureUnits.length,
      let raised = MeasureUnits.raised(measured.factor, to: power)
    else { return false }
    let length = words[words.count - 2]
    words.removeLast(2)
    words.append(
      StoryWord(
        value: Self.rounded(length.value * raised.factor, toParts: 1e8), rounding: length.rounding))
    words.append(StoryWord(hash: raised.unit, kind: .plain))
    measured = Measured()
    return true
  }

  /// Takes one word for one unit (`sepekan`), which behind a price says how often (`per pekan`).
  mutating func takeWhole(
    _ factor: Double, _ unit: UInt64, _ word: ScannedWord,
    _ letters: Slice<UnsafeBufferPointer<UInt8>>
  ) {
    close()
    let isTime = unit == MeasureUnits.day || unit == MeasureUnits.minute
    if isTime, !Self.precede(letters, Self.times), let last = words.last,
      last.kind == .number || measured.end == words.count || Self.amounts.contains(last.hash)
    {
      var often = StoryWord(word, letters)
      often.value = factor
      return words.append(often)
    }
    words.append(StoryWord(value: factor, rounding: .none))
    append(factor, unit)
  }

  /// Takes a word behind one that tells a number: `setengah kuintal` is 50 kilograms, `tiga perempat
  /// jam` tells 45 minutes.
  mutating func takeBehindTold(_ word: ScannedWord) -> Bool {
    guard let unit = MeasureUnits.unit(word) else { return false }
    guard words.last?.hash == Self.half else {
      multiplyTold(unit.factor)
      return false
    }
    words.removeLast()
    words.append(StoryWord(value: Self.rounded(unit.factor / 2), rounding: .none))
    append(unit.factor, unit.unit)
    return true
  }

  // MARK: - Fractions

  /// Takes a word for a fraction: `sepertiga`, `perempat` behind `tiga`.
  mutating func takeFraction(
    _ numeral: Numeral, _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    let isCounted = isOpen && number.total == 0 && number.section > 0
    switch numeral {
    case .half:
      guard isCounted else {
        appendTelling(word, letters, 50, .share)
        return true
      }
      number.section += 0.5
      number.last = 0
    case .fraction(let share): appendTelling(word, letters, 100 * share, .share)
    case .part(let parts, let most):
      let count = number.section
      if isCounted, count <= most, count == count.rounded() {
        number = Reading()
        isOpen = false
        appendTelling(word, letters, 100 * count / parts, .share)
      } else if parts == 2 {
        if !takeEnglishHalf() { appendTelling(word, letters, 50, .share) }
      } else {
        return false
      }
    case .ofPart:
      takeOf()
      return false
    default: return false
    }
    return true
  }

  /// `two and a half`.
  private mutating func takeEnglishHalf() -> Bool {
    guard !isOpen, words.count > 2, words[words.count - 1].hash == Self.article,
      words[words.count - 2].hash == Self.and, words[words.count - 3].kind == .number
    else { return false }
    let whole = words.remove(at: words.count - 3).value
    open()
    number.section = whole + 0.5
    return true
  }

  /// `a third of`.
  private mutating func takeOf() {
    guard !isOpen, let last = words.last?.hash, words.dropLast().last?.hash == Self.article,
      case .part(let parts, most: 1) = Numeral(last), parts > 2
    else { return }
    (words[words.count - 1].value, words[words.count - 1].rounding) = (100 / parts, .share)
  }

  // MARK: - Words

  static let shortScales = [
    WordScanner.hash("m".utf8): 1e9, WordScanner.hash("t".utf8): 1e12,
  ]
  private static let englishShortScales = [
    WordScanner.hash("m".utf8): 1e6, WordScanner.hash("b".utf8): 1e9, shortBillion: 1e9,
  ]
  private static let shortBillion = WordScanner.hash("bln".utf8)
  /// What makes a unit of time say when, not how often: `sepekan sebelumnya`.
  private static let times = ["sebelum", "lalu", "kemudian", "terakhir", "lebih", "setelah"]
  /// How the words for currencies begin.
  private static let currencies = ["ring", "doll", "dola", "usd", "rupi", "euro", "yen", "yuan"]
  private static let amounts = hashes("rupiah ringgit dolar dollar dollars kali")
  private static let past = WordScanner.hash("lewat".utf8)
  private static let before = WordScanner.hash("kurang".utf8)
  private static let and = WordScanner.hash("and".utf8)

  private static func hashes(_ words: String) -> [UInt64] {
    words.split(separator: " ").map { WordScanner.hash($0.utf8) }
  }
}
