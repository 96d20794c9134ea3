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

  /// Of the folded word; numbers by their value, so that `dua ribu` is `2.000`.
  var hash: UInt64
  var kind: Kind

  init(hash: UInt64, kind: Kind) {
    self.hash = hash
    self.kind = kind
  }

  init(_ word: ScannedWord) {
    hash = word.hash
    kind = !word.isCapital ? .plain : word.startsSentence ? .opening : .name
  }
}
