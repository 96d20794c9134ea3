import Foundation
import Testing

@testable import PantauStore

@Suite("Which items share story keys")
struct StoryIndexTests {
  /// Item 1,000 + n, seen at n, with a key of its own and one that each tenth shares.
  private func member(_ number: Int) -> StoryIndex.Member {
    StoryIndex.Member(
      item: Int64(1_000 + number), seen: Date(timeIntervalSince1970: Double(number)),
      keys: [UInt32(1_000_000 + number), UInt32(1 + number % 10)])
  }

  private func found(_ index: StoryIndex, _ probes: UInt32...) -> [Int64] {
    index.candidates(probes, limit: 3).map(\.item)
  }

  @Test("finds items by their keys, also after it has grown many times")
  func grows() {
    var index = StoryIndex()
    for number in 0..<10_000 { index.add(member(number)) }
    for number in [0, 1, 2_047, 2_048, 9_999] {
      #expect(found(index, UInt32(1_000_000 + number)) == [Int64(1_000 + number)])
    }
    #expect(found(index, 4) == [10_993, 10_983, 10_973], "the youngest first")
    #expect(found(index, 4, 1_009_983) == [10_983, 10_993, 10_973], "who shares most before them")
    #expect(index.candidates([1_009_993, 4], limit: 1) == [.init(item: 10_993, shared: 2)])
    #expect(found(index, 999).isEmpty)
  }

  @Test("forgets what is too old, and what a failed transaction has added")
  func forgets() {
    var index = StoryIndex()
    for number in 0..<5_000 { index.add(member(number)) }
    index.expire(before: 4_500)
    #expect(index.count == 500)
    #expect(found(index, 1_004_499).isEmpty)
    #expect(found(index, 1_004_500) == [5_500])
    let mark = index.mark
    for number in 5_000..<9_000 { index.add(member(number)) }
    index.rollBack(to: mark)
    #expect(index.count == 500)
    #expect(found(index, 1_005_000).isEmpty)
    #expect(found(index, 10) == [5_999, 5_989, 5_979])
    index.add(member(5_000))
    #expect(found(index, 1_005_000) == [6_000])
  }

  @Test("holds no more items than it may: the oldest are given up")
  func bounded() {
    var index = StoryIndex(maxItems: 3_000)
    for number in 0..<9_000 { index.add(member(number)) }
    #expect(index.count == 3_000)
    #expect(found(index, 1_005_999).isEmpty)
    #expect(found(index, 1_006_000) == [7_000])
  }
}
