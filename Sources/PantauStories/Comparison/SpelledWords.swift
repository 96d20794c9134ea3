/// The words of a text with their letters, for comparisons that look into words.
struct SpelledWords {
  /// The stems of its longer words, in its order.
  private(set) var stems: [UInt64] = []
  /// The stems that stand in it in small letters.
  private var small: Set<UInt64> = []
  /// The stems of the title's words.
  private(set) var titleStems: [UInt64: UInt64] = [:]

  var stemSet: Set<UInt64> { Set(stems) }

  /// Words of fewer letters are of the kind that every text holds.
  private static let leastLetters = 4

  /// Takes a title, and a text from a place in its UTF-8 on.
  init(title: String, text: String, from start: Int) {
    Self.forEach(in: title) { word, letters in titleStems[word.hash] = WordStem.hash(letters) }
    Self.forEach(in: text, from: start) { word, letters in
      let stem = WordStem.hash(letters)
      if !word.isCapital { small.insert(stem) }
      if letters.count >= Self.leastLetters { stems.append(stem) }
    }
  }

  private static func forEach(
    in text: String, from start: Int = 0, _ body: (ScannedWord, [UInt8]) -> Void
  ) {
    WordScanner.scan(text, from: start) { word, letters in
      if !word.isNumber { body(word, letters.map { $0 | 0x20 }) }
    }
  }

  /// Whether the text writes a word of the title, or one of the same stem, small.
  func writesSmall(_ titleWord: UInt64) -> Bool {
    titleStems[titleWord].map(small.contains) ?? false
  }
}
