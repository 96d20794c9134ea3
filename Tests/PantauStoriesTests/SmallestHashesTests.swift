import Testing

@testable import PantauStories

@Suite("The smallest hashes")
struct SmallestHashesTests {
  private static let offered: [UInt32] = [9, 4, 7, 4, 1, 12, 3, 9]

  @Test("are kept ascending, each once", arguments: [0, 1, 3, 16, 40, -1])
  func keeps(_ limit: Int) {
    var smallest = SmallestHashes(limit)
    for hash in Self.offered { smallest.offer(hash) }
    let kept = (0..<smallest.count).map { smallest[$0] }
    #expect(kept == Array(Set(Self.offered).sorted().prefix(max(0, limit))))
  }
}
