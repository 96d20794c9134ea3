import CUnicode

/// The k smallest of many different hashes, ascending; in place, for each item has four.
struct SmallestHashes {
  private var smallest: pantau_smallest

  /// Makes an empty set of at most so many, 16 at the most; one of none takes none.
  init(_ limit: Int) { smallest = pantau_smallest_make(UInt32(max(0, min(limit, 16)))) }

  /// How many were kept.
  var count: Int { Int(smallest.count) }

  subscript(place: Int) -> UInt32 {
    withUnsafePointer(to: smallest) { pantau_smallest_at($0, UInt32(truncatingIfNeeded: place)) }
  }

  mutating func offer(_ hash: UInt32) { pantau_smallest_offer(&smallest, hash) }

  /// Offers a key for each four words in a row, by the words' hashes.
  mutating func offerRows(of words: Span<UInt64>) {
    words.withUnsafeBufferPointer {
      pantau_smallest_offer_rows(&smallest, $0.baseAddress, $0.count)
    }
  }
}
