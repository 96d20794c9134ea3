/// Reads numbers out of a row of words: `2.000`, `2 ribu`, `dua ribu`, `two thousand` are one.
///
/// Indonesian, Malay and English; units of measure are brought to one (``MeasureUnits``). A comma or full
/// stop before groups of three digits parts thousands, any other is the decimal one. Fractions and
/// `ratusan` stay words that tell about how many.
struct NumberWords {
  /// The number being read.
  struct Reading {
    var total = 0.0
    var section = 0.0
    var last = 0.0
    /// What the next digit behind `koma` is worth; 0 where no such word stood.
    var decimal = 0.0
    /// Whether it is less by a thousand where a word multiplies it
    /// (``NumberWords/isScaledDecimal(_:)``).
    var hasComma = false
    var rounding = StoryWord.Rounding.none
    /// What stands before it: after rupiah `M` is a milliard and `T` a trillion.
    var currency = Currency.none
    /// Whether `setengah` stands before it: an hour less a half.
    var isHalfHour = false
    /// What a unit of length behind it is raised to: `square metres`.
    var power = 1
    /// Whether minutes stand behind an hour: `13:47`.
    var hasMinutes = false
  }

  enum Currency { case none, rupiah, ringgit, other }

  /// The number and unit that the words end with, where nothing was appended since.
  struct Measured {
    var end = 0
    var factor = 0.0
    var unit: UInt64 = 0
  }

  var number = Reading()
  var isOpen = false
  var measured = Measured()
  /// Where the words end with one that tells a number (``StoryWord/saysNumber``).
  var told = 0
  var words: [StoryWord] = []

  /// The words of a text from a place in its UTF-8 on, with its numbers read.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - start: the place in its UTF-8.
  /// - Returns: the words, a number as one.
  static func words(of text: String, from start: Int = 0) -> [StoryWord] {
    var reader = NumberWords()
    reader.words.reserveCapacity(text.utf8.count / 6)
    WordScanner.scan(text, from: start) { reader.take($0, $1) }
    reader.close()
    return reader.words
  }

  private mutating func take(_ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>) {
    if word.isNumber { return takeDigits(letters) }
    // `… pada 2020. Satu telur` is no 2021.
    if word.startsSentence { close() }
    if let numeral = Numeral(word.hash), take(numeral, word, letters) { return }
    if isOpen {
      if takeBehind(word, letters) { return }
      close()
    } else if told == words.count, takeBehindTold(word) {
      return
    }
    append(word, letters)
  }

  /// Appends a word that is part of no number.
  private mutating func append(
    _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>
  ) {
    if word.isCapital, RomanNumerals.mayBe(letters) {
      if let number = RomanNumerals.number(word, letters, behind: words.last?.hash) {
        return words.append(StoryWord(value: Double(number), rounding: .none))
      }
      if let ordinal = RomanNumerals.ordinal(word, letters, behind: words.last?.hash) {
        return words.append(StoryWord(hash: ordinal, kind: .plain))
      }
    }
    words.append(StoryWord(word, letters))
  }

  /// Whether the numeral goes on or begins a number, or is appended already.
  private mutating func take(
    _ numeral: Numeral, _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    switch numeral {
    case .unit(let value) where number.decimal > 0:
      number.section += value * number.decimal
      (number.last, number.decimal) = (0, number.decimal / 10)
    case .unit(let value):
      if number.last > 0 && number.last < 20
        || isOpen && number.section > 0 && number.last == 0
          && number.section < 10
      {
        close()
      }
      open()
      number.section += value
      number.last = value
    case .teen:
      guard isOpen, number.last > 0 else { return false }
      number.section += 10
      number.last = 0
    case .times(let factor):
      if !isOpen, factor == 100, endsWithArticle { return openScale(factor) }
      guard isOpen, number.last > 0 else { return false }
      number.section += number.last * (factor - 1)
      number.last = 0
    case .dozen(let count):
      let isCounted = isOpen && number.total == 0 && number.section > 0
      if !isCounted { close() }
      open()
      (number.section, number.last) = (isCounted ? number.section * count : count, 0)
    case .whole(let value):
      if value < 100, number.last > 0 || number.section > 0 && number.section < 100 { close() }
      open()
      if value < 1_000 { number.section += value } else { number.total += value }
      number.last = 0
    case .scale(let factor, let isEnglish): return takeScale(factor, isEnglish: isEnglish)
    case .loose(let factor):
      guard isOpen, number.section > 0 else {
        appendTelling(word, letters, factor, .vague)
        return true
      }
      number.total += number.section * factor
      (number.section, number.last, number.rounding) = (0, 0, .loose)
    case .telling(let value, let rounding):
      appendTelling(word, letters, value, rounding)
    case .afternoon(let hours):
      takeAfternoon(hours, letters)
      return false
    case .measure(let factor, let unit): takeWhole(factor, unit, word, letters)
    case .half, .fraction, .part, .ofPart: return takeFraction(numeral, word, letters)
    case .point:
      if !isOpen, let last = words.last?.hash, Self.zeros.contains(last) {
        words.removeLast()
        open()
      } else if !isOpen || number.total > 0 || !(1..<20 ~= number.section) {
        return false
      }
      (number.decimal, number.last) = (0.1, 0)
    case .power(let power, let isBefore):
      guard isBefore else { return takePower(power) }
      guard isOpen else { return false }
      number.power = power
    case .more: return takeMore(word.hash)
    }
    return true
  }

  /// Appends a word that stays one, and tells a number.
  mutating func appendTelling(
    _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>,
    _ value: Double, _ rounding: StoryWord.Rounding
  ) {
    close()
    var telling = StoryWord(word, letters)
    (telling.value, telling.rounding) = (value, rounding)
    words.append(telling)
    told = words.count
  }

  /// Takes what multiplies a number: `ribu`.
  private mutating func takeScale(_ factor: Double, isEnglish: Bool) -> Bool {
    guard isOpen else { return takeScaleAlone(factor, isEnglish: isEnglish) }
    guard number.section > 0 else { return false }
    let isDecimal = number.hasComma && !isEnglish && number.currency != .ringgit
    number.total += (isDecimal ? number.section / 1_000 : number.section) * factor
    (number.section, number.last) = (0, 0)
    if number.rounding != .loose { number.rounding = .scale }
    return true
  }

  /// Takes it where no number stands before: `setengah juta`, `half a million`, `a million`.
  private mutating func takeScaleAlone(_ factor: Double, isEnglish: Bool) -> Bool {
    let isBehindArticle = endsWithArticle
    if told > 0, told == words.count - (isBehindArticle ? 1 : 0) {
      multiplyTold(factor)
      return false
    }
    return isBehindArticle && isEnglish && openScale(factor)
  }

  var endsWithArticle: Bool { words.last?.hash == Self.article }

  private mutating func openScale(_ factor: Double) -> Bool {
    open()
    (number.total, number.rounding) = (factor, .scale)
    return true
  }

  /// Multiplies what the last word that tells a number tells: `belasan ribu`.
  mutating func multiplyTold(_ factor: Double) {
    guard told > 0, told <= words.count else { return }
    switch words[told - 1].rounding {
    case .share: words[told - 1].value *= factor / 100
    case .vague, .loose: words[told - 1].value *= factor
    case .none, .scale: break
    }
  }

  /// Begins a number, unless one is being read.
  mutating func open() {
    guard !isOpen else { return }
    isOpen = true
    guard let last = words.last?.hash else { return }
    if last == Self.half {
      words.removeLast()
      number.isHalfHour = true
      told = 0
    }
  }

  /// Ends the number being read, if any.
  mutating func close(times factor: Double = 1) {
    guard isOpen else { return }
    if number.isHalfHour, factor != 1 || !takeHalfHour() {
      words.append(StoryWord(hash: Self.half, kind: .plain))
    }
    var value = Self.rounded(
      (number.total + number.section) * factor, toParts: factor < 0.001 ? 1e8 : 1e4)
    if number.total == 0, value < 12 { value = hour(value) }
    if let ordinal = RomanNumerals.ordinal(value, behind: words.last?.hash) {
      // `triwulan 2` is `triwulan II`.
      words.append(StoryWord(hash: ordinal, kind: .plain))
    } else {
      words.append(StoryWord(value: value, rounding: hedged(number.rounding)))
      tellPart(value)
    }
    if number.power > 1 { words.append(StoryWord(hash: Self.square, kind: .plain)) }
    number = Reading()
    isOpen = false
  }

  /// 61.4 times a milliard is 61,400,000,000, whatever the last bits say.
  static func rounded(_ value: Double, toParts parts: Double = 1e4) -> Double {
    (value * parts).rounded() / parts
  }

  /// How exact the number being read is, by the words before it as well: `hampir`, `lebih dari`.
  private func hedged(_ rounding: StoryWord.Rounding) -> StoryWord.Rounding {
    guard let last = words.last?.hash else { return rounding }
    if Self.isMore(words[...]) { return .loose }
    return rounding == .none && Self.roundBefore.contains(last) ? .scale : rounding
  }

  /// Whether words end with `lebih dari`, `more than`.
  private static func isMore(_ words: ArraySlice<StoryWord>) -> Bool {
    guard let last = words.last?.hash, last == from || last == than || last == more else {
      return false
    }
    let previous = words.dropLast().last?.hash
    return last == more || last == from && previous == more
      || last == than && previous == englishMore
  }

  /// `satu dari lima` tells a fifth.
  private mutating func tellPart(_ whole: Double) {
    let place = words.count - 2
    guard whole <= 10, place > 0, words[place].hash == Self.from, words[place - 1].kind == .number,
      words[place - 1].value < whole
    else { return }
    (words[place].value, words[place].rounding) = (100 * words[place - 1].value / whole, .share)
  }

  static let half = WordScanner.hash("setengah".utf8)
  static let article = WordScanner.hash("a".utf8)
  private static let square = WordScanner.hash("square".utf8)
  private static let from = WordScanner.hash("dari".utf8)
  private static let than = WordScanner.hash("than".utf8)
  static let more = WordScanner.hash("lebih".utf8)
  private static let englishMore = WordScanner.hash("more".utf8)
  private static let zeros = [WordScanner.hash("nol".utf8), WordScanner.hash("zero".utf8)]
  private static let roundBefore: Set<UInt64> = Set(
    [
      "hampir", "sekitar", "kira", "nyaris", "nearly", "almost", "about", "around", "roughly",
      "approximately",
    ].map { WordScanner.hash($0.utf8) })

  /// What a word multiplies the number before it with: `ribu`.
  static func scale(_ hash: UInt64) -> Double? {
    guard case .scale(let factor, _) = Numeral(hash) else { return nil }
    return factor
  }

  /// The words that are read as others in some places.
  static var changed: [UInt64] {
    Numeral.changed + shortScales.keys + zeros + [factorSign]
  }
}
