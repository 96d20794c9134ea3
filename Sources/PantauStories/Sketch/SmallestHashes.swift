/// The k smallest of many different hashes, ascending.
struct SmallestHashes {
  private(set) var values: [UInt32] = []
  private let limit: Int
  /// What a hash has to be below to come in.
  private var ceiling = UInt32.max

  init(_ limit: Int) {
    self.limit = limit
    values.reserveCapacity(limit + 1)
  }

  /// Nearly all hashes end at the first comparison.
  @inline(__always)
  mutating func offer(_ hash: UInt32) {
    if hash < ceiling { insert(hash) }
  }

  private mutating func insert(_ hash: UInt32) {
    let place = values.firstIndex { $0 >= hash } ?? values.count
    guard place == values.count || values[place] != hash else { return }
    values.insert(hash, at: place)
    if values.count > limit { values.removeLast() }
    if values.count == limit { ceiling = values[limit - 1] }
  }
}
