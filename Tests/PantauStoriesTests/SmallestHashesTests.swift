import PantauCore
import Testing

@testable import PantauStories

@Suite("The smallest hashes")
struct SmallestHashesTests {
  private static let offered: [UInt32] = [9, 4, 7, 4, 1, 12, 3, 9]

  @Test("are kept ascending, each once", arguments: [0, 1, 3, 16, 40, -1])
  func keeps(_ limit: Int) {
    var smallest = SmallestHashes(limit)
    for hash in Self.offered { smallest.offer(hash) }
    #expect(kept(smallest) == Array(Set(Self.offered).sorted().prefix(max(0, limit))))
  }

  @Test(
    "of rows are those of every four words, many of which come again",
    arguments: [0, 3, 4, 5, 66, 67, 68, 300, 1_000])
  func rows(_ count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    let pool = (0..<40).map { _ in generator.next() }
    let words = (0..<count).map { place in
      place % 3 == 0 ? generator.next() : pool[place * 7 % pool.count]
    }
    let keys = (0..<max(0, count - 3)).map { Self.key(words[$0..<$0 + 4]) }
    for limit in [0, 1, 5, 11, 16] {
      var smallest = SmallestHashes(limit)
      smallest.offerRows(of: words.span)
      smallest.offerRows(of: words.span)
      #expect(kept(smallest) == Array(Set(keys).sorted().prefix(limit)))
    }
  }

  private func kept(_ smallest: SmallestHashes) -> [UInt32] {
    (0..<smallest.count).map { smallest[$0] }
  }

  /// As archives hold it.
  private static func key(_ row: ArraySlice<UInt64>) -> UInt32 {
    let factors: [UInt64] = [
      0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5,
    ]
    var sum = zip(row, factors).reduce(0 as UInt64) { $0 &+ $1.0 &* $1.1 }
    sum = (sum ^ sum >> 30) &* 0xBF58_476D_1CE4_E5B9
    sum = (sum ^ sum >> 27) &* 0x94D0_49BB_1331_11EB
    return UInt32(truncatingIfNeeded: (sum ^ sum >> 31) >> 32)
  }
}
