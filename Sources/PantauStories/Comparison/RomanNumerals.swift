/// `tahap III` is `tahap ketiga`.
enum RomanNumerals {
  private static let ordinals: [UInt64: UInt64] = {
    let numerals = ["ii", "iii", "iv", "vi", "vii", "viii", "ix"]
    let words = ["kedua", "ketiga", "keempat", "keenam", "ketujuh", "kedelapan", "kesembilan"]
    return Dictionary(
      uniqueKeysWithValues: zip(numerals, words).map {
        (WordScanner.hash($0.utf8), WordScanner.hash($1.utf8))
      })
  }()
  private static let filter = WordFilter(ordinals.keys)

  /// The words that are read as others in some places, and those that these are read as.
  static var changed: [UInt64] { Array(ordinals.keys) + ordinals.values }

  /// The ordinal that a word in capitals stands for; nil for other words.
  static func ordinal(_ word: UInt64) -> UInt64? { filter.mayHold(word) ? ordinals[word] : nil }
}
