import PantauCore

/// Reads the tokens of a date from the first to the last, each once, and decides at the end.
struct DateReader {
  private let tokens: DateTokens
  private var index = 0
  private var fields = DateFields()
  /// Numbers that stand alone: day and year beside a month's name.
  private var numbers: (DateToken?, DateToken?, DateToken?) = (nil, nil, nil)
  private var unknownWords = 0
  private var isMonthDoubtful = false
  private var hasNumericOffset = false

  /// How many words that mean nothing here a date may have: a day in another language, a zone.
  private static let maxUnknownWords = 2

  init(_ tokens: DateTokens) {
    self.tokens = tokens
  }

  /// What the text says; nil where that is no date.
  mutating func read() -> DateFields? {
    while index < tokens.count {
      let isRead =
        switch tokens[index].kind {
        case .number: readNumber()
        case .word: readWord()
        case .sign: readSign()
        }
      guard isRead else { return nil }
    }
    return settle() ? fields : nil
  }

  private var hasWholeDate: Bool {
    fields.year != nil || (fields.month != nil && numbers.1 != nil)
  }

  private var hasDate: Bool { fields.year != nil || (fields.month != nil && numbers.0 != nil) }

  // MARK: Numbers

  private mutating func readNumber() -> Bool {
    let token = tokens[index]
    if isNumber(index + 2), tokens[index + 1].isSign(":"), token.length <= 2 {
      return readTime()
    }
    if isNumber(index + 2), let sign = dateSign(index + 1) {
      if token.length == 4, fields.year == nil, fields.month == nil { return readYearFirst() }
      if isNumber(index + 4), tokens[index + 3].isSign(Unicode.Scalar(sign)), token.length <= 2,
        fields.year == nil, fields.month == nil, tokens[index + 4].length != 1,
        tokens[index + 4].length != 3
      {
        return readDayFirst()
      }
      if sign == UInt8(ascii: "."), isDottedTime { return readTime() }
    }
    return readLoneNumber(token)
  }

  private mutating func readLoneNumber(_ token: DateToken) -> Bool {
    if fields.year == nil, fields.month == nil, numbers.0 == nil, token.length >= 7 {
      return readBasicDate(token)
    }
    if token.length == 4, isWord(index + 1, "w") { return readWeekDate(weekAt: index + 2) }
    if token.length == 4, tokens[index + 1].isSign("-"), isWord(index + 2, "w") {
      return readWeekDate(weekAt: index + 3)
    }
    if isWord(index + 1, "h"), token.length <= 2 { return readTimeWithLetters() }
    if fields.hour == nil, token.length <= 2, isPartOfDay(index + 1) || isBehindClock {
      fields.hour = Int(token.value)
      index += 1
      return true
    }
    if fields.hour == nil, hasWholeDate { return readBasicTime(token) }
    index += 1
    if numbers.0 == nil {
      numbers.0 = token
    } else if numbers.1 == nil {
      numbers.1 = token
    } else if numbers.2 == nil {
      numbers.2 = token
    } else {
      return false
    }
    return true
  }

  /// `2023-09-14`, `2023/9/14`, `2023-09`, `2023-257`, `2023-W37-4`.
  private mutating func readYearFirst() -> Bool {
    let sign = Unicode.Scalar(tokens[index + 1].sign)
    let second = tokens[index + 2]
    fields.year = Int(tokens[index].value)
    index += 3
    if second.length == 3 {
      guard sign == "-" else { return false }
      return setOrdinal(Int(second.value))
    }
    guard second.length <= 2 else { return false }
    fields.month = Int(second.value)
    guard isNumber(index + 1), tokens[index].isSign(sign), tokens[index + 1].length <= 2 else {
      return true
    }
    fields.day = Int(tokens[index + 1].value)
    index += 2
    return true
  }

  /// `14/9/2023`, `14-09-23`, `14.9.2023`; `9/14/2023` where nothing else can be meant.
  private mutating func readDayFirst() -> Bool {
    let year = tokens[index + 4]
    var (day, month) = (Int(tokens[index].value), Int(tokens[index + 2].value))
    if month > 12, day <= 12 { (day, month) = (month, day) }
    guard year.length <= 4 else { return false }
    fields.year = DateFields.fullYear(Int(year.value), digits: Int(year.length))
    fields.month = month
    fields.day = day
    index += 5
    return true
  }

  /// `20230914`, `2023257`, `202309141015`, `20230914101500`.
  private mutating func readBasicDate(_ token: DateToken) -> Bool {
    index += 1
    var value = Int(token.value)
    switch token.length {
    case 7:
      fields.year = value / 1_000
      return setOrdinal(value % 1_000)
    case 8: break
    case 12, 14:
      if token.length == 14 {
        fields.second = value % 100
        value /= 100
      }
      fields.minute = value % 100
      fields.hour = value / 100 % 100
      value /= 10_000
    default: return false
    }
    fields.year = value / 10_000
    fields.month = value / 100 % 100
    fields.day = value % 100
    return true
  }

  private mutating func setOrdinal(_ ordinal: Int) -> Bool {
    guard let year = fields.year else { return false }
    let isLeapYear = CivilDay(year: year, month: 2, day: 29).isValid
    guard ordinal >= 1, ordinal <= (isLeapYear ? 366 : 365) else { return false }
    fields.month = 1
    fields.day = 1
    fields.extraDays = ordinal - 1
    return true
  }

  /// `2023W374`, `2023-W37-4`, `2023-W37`: weeks of ISO 8601, of which the first has 4 January.
  private mutating func readWeekDate(weekAt place: Int) -> Bool {
    guard isNumber(place) else { return false }
    let year = Int(tokens[index].value)
    var week = tokens[place]
    var weekday = 1
    index = place + 1
    if week.length == 3 {
      weekday = Int(week.value % 10)
      week.value /= 10
      week.length = 2
    } else if tokens[index].isSign("-"), isNumber(index + 1) {
      weekday = Int(tokens[index + 1].value)
      index += 2
    }
    let fourth = CivilDay(year: year, month: 1, day: 4)
    let lastWeek = CivilDay(year: year, month: 12, day: 28)
    let firstMonday = fourth.daysSince1970 - (fourth.weekday + 6) % 7
    let weeks = (lastWeek.daysSince1970 - firstMonday) / 7 + 1
    guard week.length == 2, week.value >= 1, week.value <= UInt64(weeks),
      (1...7).contains(weekday)
    else { return false }
    fields.year = year
    fields.month = 1
    fields.day = 1
    let start = CivilDay(year: year, month: 1, day: 1).daysSince1970
    fields.extraDays = firstMonday + (Int(week.value) - 1) * 7 + weekday - 1 - start
    return true
  }

  // MARK: Times

  /// `10:15`, `10:15:00`, `10:15:00.250`, `10.15`, `10.15.30`.
  private mutating func readTime() -> Bool {
    guard fields.hour == nil, tokens[index + 2].length <= 2 else { return false }
    let sign = Unicode.Scalar(tokens[index + 1].sign)
    fields.hour = Int(tokens[index].value)
    fields.minute = Int(tokens[index + 2].value)
    index += 3
    if isNumber(index + 1), tokens[index + 1].length <= 2,
      tokens[index].isSign(sign) || tokens[index].isSign(".")
    {
      fields.second = Int(tokens[index + 1].value)
      index += 2
      readFraction()
    } else if tokens[index].isSign(":") {
      // A colon that parts nothing: 10時15分.
      index += 1
    }
    return true
  }

  private mutating func readFraction() {
    let isFraction = tokens[index].isSign(".") || tokens[index].isSign(":")
    if isFraction, isNumber(index + 1) {
      fields.milliseconds = DateReader.milliseconds(tokens[index + 1])
      index += 2
    } else if isNumber(index), tokens[index].isAfterComma, hasWholeDate {
      // `10:15:00,250`: the comma only parts tokens, so the digits stand alone.
      fields.milliseconds = DateReader.milliseconds(tokens[index])
      index += 1
    }
  }

  /// The digits of a fraction, rounded down to thousandths.
  static func milliseconds(_ token: DateToken) -> Int {
    var value = Int(token.value)
    var digits = Int(token.length)
    while digits > 3 {
      value /= 10
      digits -= 1
    }
    while digits < 3 {
      value *= 10
      digits += 1
    }
    return value
  }

  /// `1015`, `101500` or `10` behind a date.
  private mutating func readBasicTime(_ token: DateToken) -> Bool {
    let value = Int(token.value)
    switch token.length {
    case 2:
      guard isWord(index - 1, "t") else { return false }
      fields.hour = value
    case 4:
      fields.hour = value / 100
      fields.minute = value % 100
    case 6:
      fields.hour = value / 10_000
      fields.minute = value / 100 % 100
      fields.second = value % 100
    default: return false
    }
    index += 1
    if token.length == 6 { readFraction() }
    return true
  }

  /// `10h15`, `10h`, `10 h 15`.
  private mutating func readTimeWithLetters() -> Bool {
    guard fields.hour == nil else { return false }
    fields.hour = Int(tokens[index].value)
    index += 2
    if isNumber(index), tokens[index].length == 2 {
      fields.minute = Int(tokens[index].value)
      index += 1
      if isWord(index, "m") || isWord(index, "min") { index += 1 }
    }
    return true
  }

  /// Whether `10.15` here is a time, not the day and month of a date.
  private var isDottedTime: Bool {
    guard fields.hour == nil, tokens[index].length <= 2, tokens[index].value <= 24 else {
      return false
    }
    let minutes = tokens[index + 2]
    return minutes.length == 2 && minutes.value < 60
  }

  // MARK: Words

  private mutating func readWord() -> Bool {
    let word = tokens[index]
    if word.value == DateReader.t, isNumber(index + 1), hasDate {
      index += 1
      return true
    }
    if readDottedMeridiem(word) { return true }
    defer { index += 1 }
    switch DateWords.meaning(of: word.value) {
    case .month(let month): return setMonth(month, isDoubtful: false)
    case .monthOrDay(let month): return setMonth(month, isDoubtful: true)
    case .zone(let minutes):
      if !hasNumericOffset, fields.offset == nil { fields.offset = minutes }
      return true
    case .morning where isAfterHour: fields.partOfDay = .morning
    case .afternoon where isAfterHour: fields.partOfDay = .afternoon
    case .night where isAfterHour: fields.partOfDay = .night
    case .midday: readMidday()
    case .indonesian(let minutes):
      if isWord(index - 1, "indonesia") {
        if !hasNumericOffset, fields.offset == nil { fields.offset = minutes }
      } else if isWord(index, "tengah"), isWord(index + 1, "hari") {
        readMidday()
      }
    case .day, .filler, .clock, .morning, .afternoon, .night: break
    case nil:
      unknownWords += 1
      return unknownWords <= DateReader.maxUnknownWords
    }
    return true
  }

  private static let t = UInt64(UInt8(ascii: "t"))

  private var isAfterHour: Bool { fields.hour != nil }

  private mutating func readMidday() {
    if let hour = fields.hour, hour < 10 { fields.partOfDay = .afternoon }
  }

  /// `a.m.` and `p.m.`, with their points.
  private mutating func readDottedMeridiem(_ word: DateToken) -> Bool {
    guard word.length == 1, tokens[index + 1].isSign("."), isWord(index + 2, "m"),
      word.value == UInt64(UInt8(ascii: "a")) || word.value == UInt64(UInt8(ascii: "p"))
    else { return false }
    if isAfterHour {
      fields.partOfDay = word.value == UInt64(UInt8(ascii: "p")) ? .afternoon : .morning
    }
    index += 3
    return true
  }

  private mutating func setMonth(_ month: Int, isDoubtful: Bool) -> Bool {
    if fields.month == nil || isMonthDoubtful {
      fields.month = month
      isMonthDoubtful = isDoubtful
      return true
    }
    return isDoubtful
  }

  // MARK: Signs

  private mutating func readSign() -> Bool {
    let sign = tokens[index]
    if sign.isSign("+") || sign.isSign("-"), isNumber(index + 1), isOffsetPlace {
      return readOffset(isWest: sign.isSign("-"))
    }
    index += 1
    return true
  }

  /// An offset stands behind a time or the name of a zone.
  private var isOffsetPlace: Bool {
    // `- 0700` is a time behind a dash.
    let isApart = tokens[index + 1].isAfterSpace && !tokens[index].isSign("+")
    guard !hasNumericOffset, !isApart, !isMonth(index - 1) else { return false }
    return fields.hour != nil || fields.offset != nil
  }

  /// `+07:00`, `+0700`, `+07`, `+7`, `+730`.
  private mutating func readOffset(isWest: Bool) -> Bool {
    let token = tokens[index + 1]
    var hours = Int(token.value)
    var minutes = 0
    index += 2
    switch token.length {
    case 1, 2:
      let isParted = tokens[index].isSign(":") || tokens[index].isSign(".")
      if isParted, isNumber(index + 1), tokens[index + 1].length == 2 {
        minutes = Int(tokens[index + 1].value)
        index += 2
      }
    case 3, 4: (hours, minutes) = hours.quotientAndRemainder(dividingBy: 100)
    case 6: (hours, minutes) = (hours / 10_000, hours / 100 % 100)
    default: return false
    }
    guard hours <= 18, minutes < 60 else { return false }
    hasNumericOffset = true
    fields.offset = (hours * 60 + minutes) * (isWest ? -1 : 1)
    return true
  }

  // MARK: The decision

  /// Gives the numbers that stood alone their places.
  private mutating func settle() -> Bool {
    if fields.year != nil { return numbers.0 == nil }
    guard let first = numbers.0 else { return false }
    guard fields.month != nil else { return settleWithoutMonth(first) }
    guard numbers.2 == nil else { return false }
    guard let second = numbers.1 else {
      fields.year = first.length == 4 ? Int(first.value) : nil
      return first.length == 4
    }
    let isYearFirst = first.length >= 3
    let (day, year) = isYearFirst ? (second, first) : (first, second)
    guard day.length <= 2, year.length <= 4, year.length >= 2 else { return false }
    fields.day = Int(day.value)
    fields.year = DateFields.fullYear(Int(year.value), digits: Int(year.length))
    return true
  }

  /// `2023`, `14 9 2023`, `2023 9 14`.
  private mutating func settleWithoutMonth(_ first: DateToken) -> Bool {
    guard let second = numbers.1, let third = numbers.2 else {
      guard numbers.1 == nil, first.length == 4, tokens.count <= 2 else { return false }
      fields.year = Int(first.value)
      return true
    }
    let isYearFirst = first.length == 4
    let (day, year) = isYearFirst ? (third, first) : (first, third)
    guard year.length == 4, day.length <= 2, second.length <= 2 else { return false }
    fields.year = Int(year.value)
    fields.month = Int(second.value)
    fields.day = Int(day.value)
    return true
  }

  // MARK: Looking ahead

  private func isNumber(_ place: Int) -> Bool {
    place < tokens.count && tokens[place].kind == .number
  }

  private func isWord(_ place: Int, _ word: StaticString) -> Bool {
    let token = tokens[place]
    guard token.kind == .word, Int(token.length) == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { DateWords.key(of: $0) == token.value }
  }

  /// Whether the name of a month is at a place: `10:15 14-Sep-2023` has no offset.
  private func isMonth(_ place: Int) -> Bool {
    guard tokens[place].kind == .word else { return false }
    switch DateWords.meaning(of: tokens[place].value) {
    case .month, .monthOrDay: return true
    default: return false
    }
  }

  /// Whether a word that says which hours are meant is at a place.
  private func isPartOfDay(_ place: Int) -> Bool {
    if tokens[place].kind == .word {
      switch DateWords.meaning(of: tokens[place].value) {
      case .morning, .midday, .afternoon, .night: return true
      case .indonesian: return isWord(place, "tengah")
      default: break
      }
    }
    return (isWord(place, "a") || isWord(place, "p")) && tokens[place + 1].isSign(".")
  }

  /// Whether "pukul" or "jam" stands before the token that is read.
  private var isBehindClock: Bool {
    let isParted = tokens[index - 1].isSign(".") || tokens[index - 1].isSign(":")
    let word = tokens[isParted ? index - 2 : index - 1]
    return word.kind == .word && DateWords.meaning(of: word.value) == .clock
  }

  /// The sign between the parts of a date at a place.
  private func dateSign(_ place: Int) -> UInt8? {
    let token = tokens[place]
    let isDateSign = token.isSign("-") || token.isSign("/") || token.isSign(".")
    return isDateSign ? token.sign : nil
  }
}
