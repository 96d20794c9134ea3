/// How often each word stands in a text; words come as hashes.
struct WordCounts {
  private var words: WordSet
  /// By the words' slots.
  private var counts: [UInt32]

  init(_ text: [UInt64]) {
    words = WordSet(capacity: text.count)
    counts = [UInt32](repeating: 0, count: words.slotCount)
    for word in text { counts[words.insert(word)] += 1 }
  }

  /// Whether all but some words of another text stand here, each as often as there.
  func hold(_ other: [UInt64], butFor most: Int) -> Bool {
    var (left, missing) = (counts, 0)
    for word in other {
      let slot = words.slot(of: word)
      if left[slot] > 0 {
        left[slot] -= 1
      } else {
        missing += 1
        guard missing <= most else { return false }
      }
    }
    return most >= 0
  }
}
