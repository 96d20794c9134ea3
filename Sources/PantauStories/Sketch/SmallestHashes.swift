/// The k smallest of many different hashes, ascending.
struct SmallestHashes {
  private var slots: [UInt32]
  private var count = 0
  /// What a hash has to be below to come in.
  private var ceiling = UInt32.max

  init(_ limit: Int) { slots = [UInt32](repeating: 0, count: limit) }

  var values: ArraySlice<UInt32> { slots[..<count] }

  /// Nearly all hashes end at the first comparison.
  @inline(__always)
  mutating func offer(_ hash: UInt32) {
    if hash < ceiling { insert(hash) }
  }

  private mutating func insert(_ hash: UInt32) {
    var place = count
    while place > 0, slots[place - 1] > hash { place -= 1 }
    guard place == 0 || slots[place - 1] != hash else { return }
    if count < slots.count { count += 1 }
    for index in stride(from: count - 1, to: place, by: -1) { slots[index] = slots[index - 1] }
    slots[place] = hash
    if count == slots.count { ceiling = slots[count - 1] }
  }
}
