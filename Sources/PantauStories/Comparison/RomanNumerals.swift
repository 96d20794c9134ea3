/// `tahap III` is `tahap ketiga`, `HUT XVII` is `HUT ke-17`.
enum RomanNumerals {
  private static let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
  private static let tens = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"]

  private static let words = [
    "pertama", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan",
    "kesembilan", "kesepuluh",
  ].map { WordScanner.hash($0.utf8) }

  /// Those up to ten.
  private static let ordinals = Dictionary(
    uniqueKeysWithValues: zip((ones.dropFirst() + ["x"]).map { WordScanner.hash($0.utf8) }, words))
  private static let filter = WordFilter(ordinals.keys)

  /// Those from 11 to 199.
  private static let numbers: [UInt64: Int] = {
    var numbers: [UInt64: Int] = [:]
    for number in 11..<200 {
      let name = (number < 100 ? "" : "c") + tens[number / 10 % 10] + ones[number % 10]
      numbers[WordScanner.hash(name.utf8)] = number
    }
    return numbers
  }()

  /// The words that are read as others in some places, and those that these are read as.
  static var changed: [UInt64] { Array(ordinals.keys) + words + large }
  /// Those that are read as numbers.
  static var large: [UInt64] { Array(numbers.keys) }

  /// The word for an ordinal of 1 to 10; nil for others.
  static func ordinal(_ number: Double) -> UInt64? {
    1...10 ~= number && number == number.rounded() ? words[Int(number) - 1] : nil
  }

  /// The same for what `2` means behind such a word as `triwulan`.
  static func ordinal(_ number: Double, behind previous: UInt64?) -> UInt64? {
    guard let previous, counted.contains(previous) else { return nil }
    return ordinal(number)
  }

  /// The ordinal that a word in capitals stands for; nil for other words.
  static func ordinal(_ word: UInt64) -> UInt64? { filter.mayHold(word) ? ordinals[word] : nil }

  /// The ordinal that one capital stands for behind such a word as `semester`.
  static func ordinal(
    _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>, behind previous: UInt64?
  ) -> UInt64? {
    guard letters.count == 1, word.isCapital, let previous, periods.contains(previous) else {
      return nil
    }
    return ordinal(word.hash)
  }

  /// Whether letters may be one: false for nearly all.
  @inline(__always)
  static func mayBe(_ letters: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    letters.prefix(2).allSatisfy { isDigit($0) }
  }

  /// The number from 11 on that a word in capitals stands for.
  ///
  /// One with `L` or `C` may be a name (`XL`, `CV`), and is a number only behind such a word as `HUT`.
  static func number(
    _ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>, behind previous: UInt64?
  ) -> Int? {
    guard letters.count > 1, letters.allSatisfy({ isDigit($0) }), let number = numbers[word.hash]
    else { return nil }
    let isSure = number < 40 || previous.map { anniversaries.contains($0) } ?? false
    return isSure ? number : nil
  }

  /// `C`, `I`, `L`, `V` and `X`.
  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool {
    byte == 0x43 || byte == 0x49 || byte == 0x4C || byte == 0x56 || byte == 0x58
  }

  private static let periods = hashes(
    "triwulan kuartal semester caturwulan tahap fase babak jilid bab bagian gelombang tingkat "
      + "kelas golongan periode putaran pelita divisi seri episode")
  /// Those that are counted in digits too.
  private static let counted = hashes(
    "triwulan kuartal semester caturwulan tahap fase putaran termin")
  private static let anniversaries = hashes("hut ke natalis ultah milad haul dirgahayu")

  private static func hashes(_ words: String) -> Set<UInt64> {
    Set(words.split(separator: " ").map { WordScanner.hash($0.utf8) })
  }
}
