/// A word as comparisons see it: what it is known by, and whether it tells stories apart.
struct StoryWord: Hashable {
  enum Kind: UInt8 {
    /// Written small.
    case plain
    /// A capital where a sentence may begin, which says little.
    case opening
    /// A capital within a sentence: a name, or part of one.
    case name
    /// A number, in digits or in words.
    case number
  }

  /// How exact a number is as written.
  enum Rounding: UInt8 {
    /// To its last digit.
    case none
    /// Perhaps rounded: `4,2 ribu`.
    case scale
    /// From there on: `dua ribuan`.
    case loose
    /// A share of a hundred, give or take a tenth of it: `separuh`.
    case share
    /// From there on to ten times as many: `ratusan`.
    case vague
  }

  /// Of the folded word; numbers by their value, so that `dua ribu` is `2.000`.
  var hash: UInt64
  /// Of what is left without affixes, once it was looked for; of a sum, the same in another currency
  /// (``StoryAmounts``); else the hash.
  var stem: UInt64
  var kind: Kind
  /// What a number says, and a word that is as good as one (`separuh`, `triwulan`); 0 for others.
  var value = 0.0
  /// How exact a number is.
  var rounding = Rounding.none
  /// How a word begins; none of numbers.
  var letters = FirstLetters()
  /// Where it stands in its text's UTF-8; empty where it is read as another word.
  private var place: Range<UInt32> = 0..<0

  init(hash: UInt64, kind: Kind) {
    (self.hash, stem) = (hash, hash)
    self.kind = kind
  }

  /// A number.
  init(value: Double, rounding: Rounding) {
    // Told apart from the hashes of words.
    hash = (value.bitPattern ^ 0x5BD1_E995_1B87_3593) &* 0x9E37_79B9_7F4A_7C15
    stem = hash
    kind = .number
    self.value = value
    self.rounding = rounding
  }

  /// A word of a text, which has these letters.
  ///
  /// - Parameters:
  ///   - word: the word as scanned.
  ///   - letters: its bytes.
  init(_ word: ScannedWord, _ letters: Slice<UnsafeBufferPointer<UInt8>>) {
    kind = !word.isCapital ? .plain : word.startsSentence ? .opening : .name
    self.letters = FirstLetters(letters)
    hash = word.isCapital ? CalendarWords.canonical(word.hash) : word.hash
    if self.letters.areCapitals, let ordinal = RomanNumerals.ordinal(hash) { hash = ordinal }
    stem = hash
    if hash == word.hash {
      place = UInt32(clamping: word.place.lowerBound)..<UInt32(clamping: word.place.upperBound)
    }
  }

  /// Whether it is a number, or a word as good as one: that contradicts none, and may tell another
  /// text's.
  var saysNumber: Bool { kind == .number || value > 0 }

  /// Finds its stem in the text that it was read from.
  fileprivate mutating func findStem(in text: UnsafeBufferPointer<UInt8>) {
    guard !place.isEmpty, Int(place.upperBound) <= text.count else { return }
    stem = WordStem.hash(text[Int(place.lowerBound)..<Int(place.upperBound)])
  }
}

extension [StoryWord] {
  /// Finds the stems of words that were read from a text.
  mutating func findStems(in text: String) {
    var copy = text
    copy.withUTF8 { bytes in
      for place in indices { self[place].findStem(in: bytes) }
    }
  }
}
