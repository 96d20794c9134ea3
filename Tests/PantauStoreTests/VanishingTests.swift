import Foundation
import Testing

@testable import PantauStore

@Suite("Items that vanish from their feed")
struct VanishingTests {
  /// What vanished of items 1 to 10, all of one age at the last document, which came a quarter of an
  /// hour ago.
  private func vanished(
    _ current: [Int64], of before: ClosedRange<Int64> = 1...10, ageInHours: Double = 3
  ) -> [Int64] {
    let last = noon
    return Vanishing(Set(before), Set(current), last: last, now: last + 900)
      .items { _ in last - ageInHours * 3_600 }
  }

  @Test("one with older neighbours was taken out, whatever comes or goes beside it")
  func surrounded() {
    #expect(vanished([1, 2, 3, 4, 5, 7, 8, 9, 10]) == [6])
    #expect(vanished([1, 2, 3, 4, 5, 6, 7, 8, 9]) == [10])
    #expect(vanished([2, 3, 4, 5, 6, 8, 9, 10, 11, 12]) == [7])
  }

  @Test("the oldest leave as new ones come, also below what is pinned to the top")
  func pushedOut() {
    #expect(vanished([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) == [])
    #expect(vanished([1, 2, 4, 5, 6, 7, 8, 9, 10, 11]) == [])
    #expect(vanished([1, 11, 12, 13]) == [])
  }

  @Test("without news the last ones were taken out, but many at once were cut off")
  func shrinking() {
    #expect(vanished([2, 3, 4, 5, 6, 7, 8, 9, 10]) == [1])
    #expect(vanished([1, 3], of: 1...3) == [2])
    #expect(vanished([6, 7, 8, 9, 10]) == [])
    #expect(vanished([]) == [])
  }

  @Test("a feed of the last day or two lets its oldest go by their age")
  func outgrown() {
    for hours in [23.9, 47.9, 12.5] {
      #expect(vanished([2, 3, 4], of: 1...4, ageInHours: hours) == [])
    }
    #expect(vanished([2, 3, 4], of: 1...4, ageInHours: 26) == [1])
    #expect(vanished([2, 3, 4], of: 1...4, ageInHours: 0) == [1])
  }

  @Test("an item that the archive does not have any more is not looked for")
  func removed() {
    let vanishing = Vanishing([1, 2, 3], [2, 3], last: noon, now: noon)
    #expect(vanishing.items { _ in nil } == [])
  }
}
