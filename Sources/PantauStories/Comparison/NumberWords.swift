/// Reads numbers out of a row of words: `2.000`, `2 ribu`, `dua ribu`, `two thousand` are one.
///
/// Indonesian, Malay and English. A comma or full stop before groups of three digits parts
/// thousands, any other is the decimal one.
struct NumberWords {
  /// What a word does to the number being read.
  private enum Numeral {
    case unit(Double)
    case teen
    case times(Double)
    case scale(Double)
    /// A whole number of its own: `seribu`.
    case whole(Double)
  }

  private var total = 0.0
  private var section = 0.0
  private var last = 0.0
  private var isOpen = false
  private var words: [StoryWord] = []

  /// The words of a text with its numbers read.
  static func words(of text: String) -> [StoryWord] {
    var reader = NumberWords()
    reader.words.reserveCapacity(text.utf8.count / 6)
    WordScanner.scan(text) { reader.take($0, of: text) }
    reader.close()
    return reader.words
  }

  private mutating func take(_ word: ScannedWord, of text: String) {
    if word.isNumber {
      close()
      (section, last, isOpen) = (Self.value(of: word.place, in: text), 0, true)
    } else if let numeral = Self.numerals[word.hash], take(numeral) {
      return
    } else {
      close()
      words.append(StoryWord(word))
    }
  }

  /// Whether the numeral goes on or begins a number.
  private mutating func take(_ numeral: Numeral) -> Bool {
    switch numeral {
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
      total += section * factor
      (section, last) = (0, 0)
    case .whole(let value):
      if value < 1_000 { section += value } else { total += value }
      last = 0
    }
    isOpen = true
    return true
  }

  private mutating func close() {
    guard isOpen else { return }
    words.append(StoryWord(hash: (total + section).bitPattern.numberHash, kind: .number))
    (total, section, last, isOpen) = (0, 0, 0, false)
  }

  /// The value of digits as written; beyond what a Double holds exactly, near it.
  private static func value(of place: Range<Int>, in text: String) -> Double {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: place.lowerBound)
    let digits = utf8[start..<utf8.index(start, offsetBy: place.count)]
    let groups = digits.split { $0 == 0x2C || $0 == 0x2E }
    let isGrouped =
      groups.dropFirst().allSatisfy { $0.count == 3 } && !groups[0].elementsEqual([0x30])
    let isDecimal = groups.count > 1 && !isGrouped
    var value = 0.0
    for group in isDecimal ? groups.dropLast() : groups[...] {
      for digit in group { value = value * 10 + Double(digit &- 0x30) }
    }
    guard isDecimal, let fraction = groups.last else { return value }
    var unit = 0.1
    for digit in fraction {
      value += Double(digit &- 0x30) * unit
      unit /= 10
    }
    return value
  }

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
    add("sepuluh/ten sebelas/eleven twelve thirteen fourteen fifteen", Numeral.whole, from: 10)
    add("sixteen seventeen eighteen nineteen", Numeral.whole, from: 16)
    for (index, word) in "twenty thirty forty fifty sixty seventy eighty ninety"
      .split(separator: " ").enumerated()
    {
      numerals[WordScanner.hash(word.utf8)] = .unit(Double(20 + 10 * index))
    }
    add("belas", { _ in .teen }, from: 0)
    add("puluh", { _ in .times(10) }, from: 0)
    add("ratus/hundred", { _ in .times(100) }, from: 0)
    add("seratus", { _ in .whole(100) }, from: 0)
    add("seribu", { _ in .whole(1_000) }, from: 0)
    add("sejuta", { _ in .whole(1_000_000) }, from: 0)
    add("ribu/rb/thousand", { _ in .scale(1e3) }, from: 0)
    add("juta/jt/million", { _ in .scale(1e6) }, from: 0)
    add("miliar/milyar/billion", { _ in .scale(1e9) }, from: 0)
    add("triliun/trilyun/trillion", { _ in .scale(1e12) }, from: 0)
    return numerals
  }()
}

extension UInt64 {
  /// Told apart from the hashes of words.
  fileprivate var numberHash: UInt64 { (self ^ 0x5BD1_E995_1B87_3593) &* 0x9E37_79B9_7F4A_7C15 }
}
