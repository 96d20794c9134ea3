/// Reads numbers out of a row of words: `2.000`, `2 ribu`, `dua ribu`, `two thousand` are one.
///
/// Indonesian, Malay and English; units of measure are brought to one (``MeasureUnits``). A comma or full
/// stop before groups of three digits parts thousands, any other is the decimal one.
struct NumberWords {
  /// What a word does to the number being read.
  private enum Numeral {
    case unit(Double)
    case teen
    case times(Double)
    case scale(Double)
    /// `ratusan`, `ribuan`: so many, or some more.
    case loose(Double)
    /// `malam` after `10`: the hour of the clock, where the number is one of these.
    case afternoon(ClosedRange<Double>)
    /// A whole number of its own: `seribu`.
    case whole(Double)
    /// `satu setengah`.
    case half
    /// `tiga koma dua`.
    case point
  }

  private var total = 0.0
  private var section = 0.0
  private var last = 0.0
  private var isOpen = false
  private var isPoint = false
  /// Whether it is less by a thousand where a word multiplies it (``isScaledDecimal(_:)``).
  private var hasComma = false
  private var rounding = StoryWord.Rounding.none
  /// Whether the number is an amount of rupiah, after which `M` is a milliard and `T` a trillion.
  private var isMoney = false
  private var words: [StoryWord] = []

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
    // `… pada 2020. Satu telur` is no 2021.
    if word.startsSentence { close() }
    if word.isNumber {
      close()
      isMoney = words.last?.hash == Self.rupiah
      (section, last, isOpen) = (Self.value(of: letters), 0, true)
      hasComma = Self.isScaledDecimal(letters)
    } else if let numeral = numeral(word), take(numeral) {
      return
    } else if isOpen, Self.looseEnds.contains(word.hash) {
      // `1.200-an`, `dua ribu lebih`.
      rounding = .loose
      close()
    } else if isOpen, let unit = MeasureUnits.unit(word) {
      close(times: unit.factor)
      words.append(StoryWord(hash: unit.unit, kind: .plain))
      joinYears()
    } else if let whole = MeasureUnits.whole(word) {
      close()
      words.append(StoryWord(value: whole.factor, rounding: .none))
      words.append(StoryWord(hash: whole.unit, kind: .plain))
    } else if words.last?.hash == Self.half, let unit = MeasureUnits.unit(word) {
      // `setengah kuintal` is 50 kilograms.
      words.removeLast()
      words.append(StoryWord(value: unit.factor / 2, rounding: .none))
      words.append(StoryWord(hash: unit.unit, kind: .plain))
    } else {
      close()
      words.append(StoryWord(word, letters))
    }
  }

  /// `1 tahun 4 bulan` is `16 bulan`; years alone stay what they are, for `(51)` is `51 tahun`.
  private mutating func joinYears() {
    let last = words.suffix(4)
    guard last.count == 4, let first = last.first, first.kind == .number,
      last[last.startIndex + 1].hash == MeasureUnits.year, words[words.count - 2].value < 360
    else { return }
    let days = first.value * MeasureUnits.daysOfYear + words[words.count - 2].value
    words.replaceSubrange(
      words.count - 4..<words.count - 1, with: [StoryWord(value: days, rounding: .none)])
  }

  private func numeral(_ word: ScannedWord) -> Numeral? {
    if isMoney, isOpen, word.isCapital, let scale = Self.shortScales[word.hash] {
      return .scale(scale)
    }
    return Self.filter.mayHold(word.hash) ? Self.numerals[word.hash] : nil
  }

  private static let looseEnds: Set<UInt64> = [
    WordScanner.hash("an".utf8), WordScanner.hash("lebih".utf8),
  ]
  private static let roundBefore: Set<UInt64> = Set(
    ["hampir", "sekitar", "nearly", "almost", "about", "around"].map { WordScanner.hash($0.utf8) })
  private static let rupiah = WordScanner.hash("rp".utf8)
  private static let half = WordScanner.hash("setengah".utf8)
  private static let shortScales = [
    WordScanner.hash("m".utf8): 1e9, WordScanner.hash("t".utf8): 1e12,
  ]

  /// Whether the numeral goes on or begins a number.
  private mutating func take(_ numeral: Numeral) -> Bool {
    switch numeral {
    case .unit(let value) where isPoint:
      (section, last, isPoint) = (section + value / 10, 0, false)
    case .unit(let value):
      if last > 0 && last < 20 || isOpen && section > 0 && last == 0 && section < 10 { close() }
      section += value
      last = value
    case .teen:
      guard isOpen, last > 0 else { return false }
      section += 10
      last = 0
    case .times(let factor):
      guard isOpen, last > 0 else { return false }
      section += last * (factor - 1)
      last = 0
    case .scale(let factor):
      guard isOpen, section > 0 else { return false }
      total += (hasComma ? section / 1_000 : section) * factor
      (section, last) = (0, 0)
      rounding = .scale
    case .loose(let factor):
      guard isOpen, section > 0 else { return false }
      (total, section, last, rounding) = (total + section * factor, 0, 0, .loose)
    case .afternoon(let hours):
      if isOpen, total == 0, hours.contains(section) { section += 12 }
      return false
    case .whole(let value):
      if value < 1_000 { section += value } else { total += value }
      last = 0
    case .half:
      guard isOpen, total == 0, section > 0 else { return false }
      section += 0.5
      last = 0
    case .point:
      guard isOpen, total == 0, 1..<20 ~= section else { return false }
      isPoint = true
    }
    isOpen = true
    return true
  }

  private mutating func close(times factor: Double = 1) {
    guard isOpen else { return }
    // 61.4 times a milliard is 61,400,000,000, whatever the last bits say.
    let value = ((total + section) * factor * 1e4).rounded() / 1e4
    if rounding == .none, let last = words.last, Self.roundBefore.contains(last.hash) {
      rounding = .scale
    }
    words.append(StoryWord(value: value, rounding: rounding))
    (total, section, last, rounding) = (0, 0, 0, .none)
    (isOpen, isPoint, isMoney, hasComma) = (false, false, false, false)
  }

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

  /// What a word multiplies the number before it with: `ribu`.
  static func scale(_ hash: UInt64) -> Double? {
    guard filter.mayHold(hash), case .scale(let factor) = numerals[hash] else { return nil }
    return factor
  }

  private static let filter = WordFilter(numerals.keys)

  /// The words that are read as others in some places.
  static var changed: [UInt64] { Array(numerals.keys) + looseEnds + shortScales.keys }

  private static let numerals: [UInt64: Numeral] = {
    var numerals: [UInt64: Numeral] = [:]
    func add(_ words: String, _ make: (Double) -> Numeral, from first: Double) {
      for (index, word) in words.split(separator: " ").enumerated() where word != "-" {
        for spelling in word.split(separator: "/") {
          numerals[WordScanner.hash(spelling.utf8)] = make(first + Double(index))
        }
      }
    }
    add("satu dua tiga empat lima enam tujuh delapan/lapan sembilan", Numeral.unit, from: 1)
    add("one two three four five six seven eight nine", Numeral.unit, from: 1)
    add(
      "sepuluh/ten sebelas/eleven twelve/dozen/lusin thirteen fourteen fifteen", Numeral.whole,
      from: 10)
    add("sixteen seventeen eighteen nineteen", Numeral.whole, from: 16)
    for (index, word) in "twenty thirty forty fifty sixty seventy eighty ninety"
      .split(separator: " ").enumerated()
    {
      numerals[WordScanner.hash(word.utf8)] = .unit(Double(20 + 10 * index))
    }
    add("belas", { _ in .teen }, from: 0)
    add("koma/point", { _ in .point }, from: 0)
    add("setengah", { _ in .half }, from: 0)
    add("puluhan", { _ in .loose(10) }, from: 0)
    add("ratusan", { _ in .loose(100) }, from: 0)
    add("ribuan", { _ in .loose(1_000) }, from: 0)
    add("jutaan", { _ in .loose(1_000_000) }, from: 0)
    add("sore/petang/pm", { _ in .afternoon(1...6.99) }, from: 0)
    add("malam", { _ in .afternoon(6...11.99) }, from: 0)
    add("siang", { _ in .afternoon(1...3.99) }, from: 0)
    add("puluh", { _ in .times(10) }, from: 0)
    add("ratus/hundred", { _ in .times(100) }, from: 0)
    add("seringgit", { _ in .whole(1) }, from: 0)
    add("seratus", { _ in .whole(100) }, from: 0)
    add("seribu", { _ in .whole(1_000) }, from: 0)
    add("sejuta", { _ in .whole(1_000_000) }, from: 0)
    add("ribu/rb/thousand", { _ in .scale(1e3) }, from: 0)
    add("juta/jt/million", { _ in .scale(1e6) }, from: 0)
    add("miliar/milyar/billion/bilion", { _ in .scale(1e9) }, from: 0)
    add("triliun/trilyun/trillion/trilion", { _ in .scale(1e12) }, from: 0)
    return numerals
  }()
}
