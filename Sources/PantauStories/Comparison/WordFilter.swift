/// One bit a kept word, so that nearly all other words are asked no dictionary for.
struct WordFilter {
  private var bits = InlineArray<32, UInt64>(repeating: 0)

  /// Makes the filter of words, which come as hashes.
  init(_ words: some Sequence<UInt64>) {
    for word in words { bits[Int(word >> 59)] |= 1 << (word >> 53 & 63) }
  }

  /// False for a word that is none of them.
  @inline(__always)
  func mayHold(_ word: UInt64) -> Bool { bits[Int(word >> 59)] & 1 << (word >> 53 & 63) != 0 }
}
