import Foundation
import Testing

@testable import PantauStore

@Suite("Items that vanish from their feed")
struct VanishingTests {
  /// What vanished of a document, by default items 10 to 1 with the youngest at the top, all of one
  /// age at the last document, which came a quarter of an hour ago.
  private func vanished(
    _ current: [Int64], of before: [Int64] = (1...10).reversed(), ageInHours: Double = 3
  ) -> [Int64] {
    let last = noon
    return Vanishing(before, current, last: last, now: last + 900)
      .items { _ in last - ageInHours * 3_600 }
  }

  @Test("one with older ones behind it was taken out, whatever comes or goes beside it")
  func surrounded() {
    #expect(vanished([10, 9, 8, 7, 5, 4, 3, 2, 1]) == [6])
    #expect(vanished([9, 8, 7, 6, 5, 4, 3, 2, 1]) == [10])
    #expect(vanished([12, 11, 10, 9, 8, 6, 5, 4, 3, 2]) == [7])
  }

  @Test("news at the top push out the last ones, so one before those was taken out")
  func nearTheEnd() {
    #expect(vanished([11, 10, 9, 8, 7, 6, 5, 4, 3, 1]) == [2])
    #expect(vanished([11, 10, 9, 8, 7, 6, 5, 3]) == [4])
    #expect(vanished([13, 12, 11, 10, 9, 2]) == [3, 4, 5, 6, 7, 8])
    #expect(vanished([11, 10, 9, 8, 7, 6, 5, 4, 3, 1], ageInHours: 23.9) == [])
  }

  @Test("the oldest leave as new ones come, also below what is pinned to the top")
  func pushedOut() {
    #expect(vanished([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) == [])
    let pinned: [Int64] = [1, 2, 10, 9, 8, 7, 6, 5, 4, 3]
    #expect(vanished([1, 2, 11, 10, 9, 8, 7, 6, 5, 4], of: pinned) == [])
    #expect(vanished([1, 2, 11, 10, 9, 8, 7, 6, 4, 3], of: pinned) == [5])
    #expect(vanished([1, 13, 12, 11], of: pinned) == [])
    #expect(vanished([1, 2, 11], of: [1, 2, 10]) == [])
  }

  @Test("a feed whose youngest stand last loses its oldest at the top")
  func ascending() {
    let before = [Int64](1...10)
    #expect(vanished([2, 3, 4, 5, 6, 7, 8, 9, 10, 11], of: before) == [])
    #expect(vanished([2, 3, 4, 5, 7, 8, 9, 10, 11, 12], of: before) == [6])
    // As numbers go where the first document showed all of them.
    #expect(vanished([9, 8, 7, 6, 5, 4, 3, 2, 1, 11]) == [])
  }

  @Test("where news come here and there, one has to have several older ones behind it")
  func scattered() {
    #expect(vanished([12, 10, 9, 8, 7, 6, 11, 5, 4, 3]) == [])
    #expect(vanished([12, 10, 9, 8, 6, 11, 5, 4, 3, 2]) == [7])
    #expect(vanished([12, 10, 9, 8, 6, 11, 4, 3, 2, 1], of: [10, 9, 8, 6, 5, 4, 3, 2, 1]) == [5])
    #expect(vanished([12, 4, 3, 11, 2, 1], of: [5, 4, 6, 3, 2, 1]) == [5])
  }

  @Test("without news the last ones were taken out, but many at once were cut off")
  func shrinking() {
    #expect(vanished([10, 9, 8, 7, 6, 5, 4, 3, 2]) == [1])
    #expect(vanished([3, 1], of: [3, 2, 1]) == [2])
    #expect(vanished([10, 9, 8, 7, 6]) == [])
    #expect(vanished([]) == [])
  }

  @Test("a feed of the last day or two lets its oldest go by their age")
  func outgrown() {
    let before: [Int64] = [4, 3, 2, 1]
    for hours in [23.9, 47.9, 12.5] {
      #expect(vanished([4, 3, 2], of: before, ageInHours: hours) == [])
    }
    #expect(vanished([4, 3, 2], of: before, ageInHours: 26) == [1])
    #expect(vanished([4, 3, 2], of: before, ageInHours: 0) == [1])
  }

  @Test("an item that the archive does not have any more is not looked for")
  func removed() {
    let vanishing = Vanishing([3, 2, 1], [3, 2], last: noon, now: noon)
    #expect(vanishing.items { _ in nil } == [])
  }
}
