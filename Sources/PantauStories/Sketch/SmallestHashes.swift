/// The k smallest of many different hashes, ascending; in place, for each item has two.
struct SmallestHashes {
  private var slots = InlineArray<16, UInt32>(repeating: 0)
  private let limit: Int
  private(set) var count = 0
  /// What a hash has to be below to come in.
  private var ceiling: UInt32

  /// Makes an empty set of at most so many, 16 at the most; one of none takes none.
  init(_ limit: Int) {
    self.limit = max(0, min(limit, slots.count))
    ceiling = self.limit == 0 ? 0 : .max
  }

  subscript(place: Int) -> UInt32 { slots[place] }

  func contains(_ hash: UInt32) -> Bool { (0..<count).contains { slots[$0] == hash } }

  /// Nearly all hashes end at the first comparison.
  @inline(__always)
  mutating func offer(_ hash: UInt32) {
    if hash < ceiling { insert(hash) }
  }

  private mutating func insert(_ hash: UInt32) {
    var place = count
    while place > 0, slots[place - 1] > hash { place -= 1 }
    guard place == 0 || slots[place - 1] != hash else { return }
    if count < limit { count += 1 }
    for index in stride(from: count - 1, to: place, by: -1) { slots[index] = slots[index - 1] }
    slots[place] = hash
    if count == limit { ceiling = slots[count - 1] }
  }
}
