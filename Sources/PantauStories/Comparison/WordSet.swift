/// A set of words.
///
/// They come as hashes, so it needs no hasher of its own: the sets of the standard library took more
/// than half of the time of a comparison.
struct WordSet {
  /// 0 where a slot is free.
  private var slots: [UInt64]
  private let shift: UInt64

  /// Makes an empty set.
  ///
  /// - Parameter capacity: the most words that are inserted.
  init(capacity: Int) {
    let bits = max(4, Int.bitWidth - capacity.leadingZeroBitCount + 1)
    slots = [UInt64](repeating: 0, count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  /// Makes the set of some words.
  init(_ words: [StoryWord]) {
    self.init(capacity: words.count)
    for word in words { insert(word.hash) }
  }

  /// Makes the set of some words' hashes.
  init(hashes: [UInt64]) {
    self.init(capacity: hashes.count)
    for hash in hashes { insert(hash) }
  }

  /// Adds a word; its slot.
  @discardableResult
  mutating func insert(_ word: UInt64) -> Int {
    let slot = slot(of: word)
    slots[slot] = max(1, word)
    return slot
  }

  func contains(_ word: UInt64) -> Bool { slots[slot(of: word)] != 0 }

  /// How many slots there are.
  var slotCount: Int { slots.count }

  /// The slot of a word, or the free one that it would take; at most half of the slots are in use.
  func slot(of word: UInt64) -> Int {
    var slot = Int((word &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[slot] != 0, slots[slot] != max(1, word) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
