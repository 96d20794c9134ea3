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
  }

  /// Of the folded word; numbers by their value, so that `dua ribu` is `2.000`.
  var hash: UInt64
  var kind: Kind
  /// What a number says; 0 for words.
  var value = 0.0
  /// How exact a number is.
  var rounding = Rounding.none
  /// The small first letter, where it is one of ASCII.
  var initial: UInt8 = 0
  /// The small letters of a word of two to eight capitals, one a byte; 0 for other words.
  var acronym: UInt64 = 0

  init(hash: UInt64, kind: Kind) {
    self.hash = hash
    self.kind = kind
  }

  /// A number.
  init(value: Double, rounding: Rounding) {
    // Told apart from the hashes of words.
    hash = (value.bitPattern ^ 0x5BD1_E995_1B87_3593) &* 0x9E37_79B9_7F4A_7C15
    kind = .number
    self.value = value
    self.rounding = rounding
  }

  /// A word of a text.
  init(_ word: ScannedWord, of text: String) {
    kind = !word.isCapital ? .plain : word.startsSentence ? .opening : .name
    hash = word.isCapital ? CalendarWords.canonical(word.hash) : word.hash
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: word.place.lowerBound)
    initial = utf8[start] | 0x20
    guard word.isCapital, 2...8 ~= word.place.count else { return }
    for byte in utf8[start..<utf8.index(start, offsetBy: word.place.count)] {
      guard byte &- 0x41 < 26 else {
        acronym = 0
        return
      }
      acronym = acronym << 8 | UInt64(byte | 0x20)
    }
  }
}
