/// A table from hashes to chains of terms, with a filter of bits in front of it.
///
/// The filter says "surely not" for nearly all words of a text and stays in the processor's cache;
/// only what passes it is looked up. Different keys with equal tags share a chain: whoever asks
/// compares the bytes.
struct HashFilter: Sendable {
  /// Marks the end of a chain.
  static let none = UInt32.max

  private struct Slot: Sendable {
    var tag: UInt32
    var head: UInt32
  }

  private(set) var filter: [UInt64] = [0]
  private(set) var filterShift: UInt64 = 63
  private var slots: [Slot] = []
  private var slotShift: UInt64 = 63
  /// The next term of the same chain.
  private var next: [UInt32] = []
  private(set) var count = 0

  /// Makes a table out of hashes and the terms that they stand for.
  init(_ entries: [(hash: UInt64, term: UInt32)]) {
    count = entries.count
    guard let last = entries.map(\.term).max() else { return }
    next = Array(repeating: Self.none, count: Int(last) + 1)
    let slotBits = max(4, Self.bits(entries.count * 2))
    let filterBits = min(max(12, Self.bits(entries.count * 16)), 22)
    slots = Array(repeating: Slot(tag: 0, head: Self.none), count: 1 << slotBits)
    slotShift = UInt64(64 - slotBits)
    filter = Array(repeating: 0, count: 1 << (filterBits - 6))
    filterShift = UInt64(64 - filterBits)
    for entry in entries { insert(entry.hash, entry.term) }
  }

  private static func bits(_ count: Int) -> Int {
    Int.bitWidth - max(count - 1, 1).leadingZeroBitCount
  }

  private mutating func insert(_ hash: UInt64, _ term: UInt32) {
    let bit = hash >> filterShift
    filter[Int(bit >> 6)] |= 1 << (bit & 63)
    let tag = UInt32(truncatingIfNeeded: hash)
    var index = Int(hash >> slotShift)
    while slots[index].head != Self.none, slots[index].tag != tag {
      index = (index + 1) & (slots.count - 1)
    }
    next[Int(term)] = slots[index].head
    slots[index] = Slot(tag: tag, head: term)
  }

  /// Whether the filter lets a hash through.
  @inline(__always)
  func passes(_ hash: UInt64) -> Bool {
    let bit = hash >> filterShift
    return filter[Int(bit >> 6)] & 1 << (bit & 63) != 0
  }

  /// The first term of a hash's chain, or `none`.
  func head(_ hash: UInt64) -> UInt32 {
    guard !slots.isEmpty else { return Self.none }
    let tag = UInt32(truncatingIfNeeded: hash)
    var index = Int(hash >> slotShift)
    while slots[index].head != Self.none {
      if slots[index].tag == tag { return slots[index].head }
      index = (index + 1) & (slots.count - 1)
    }
    return Self.none
  }

  /// The term after another in its chain, or `none`.
  func following(_ term: UInt32) -> UInt32 { next[Int(term)] }
}
