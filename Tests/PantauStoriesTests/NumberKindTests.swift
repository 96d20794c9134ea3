import Testing

@testable import PantauStories

@Suite("What a number counts")
struct NumberKindTests {
  @Test(
    "is said by the words beside it",
    arguments: [
      ("seharga Rp90 ribu sekilo", .money), ("naik 25 persen", .percentage),
      ("pukul 14.10 WIT", .clock), ("sejak 14.10 WIT", .clock), ("pada Kamis (12/6)", .date),
      ("pada 12 Juni", .date), ("sejak 2019 tarif", .year), ("ada 38 murid", nil),
    ] as [(String, NumberKind?)])
  func kinds(_ text: String, _ kind: NumberKind?) throws {
    let words = NumberWords.words(of: text)
    let numbers = words.indices.filter { words[$0].kind == .number && words[$0].value > 6 }
    #expect(numbers.map { NumberKind(at: $0, in: words) }.first == .some(kind))
  }

  @Test("of measures is the unit that they are brought to")
  func measures() {
    let words = NumberWords.words(of: "dua pekan lalu, 3 hari lagi, 4 jam")
    let kinds = words.indices.compactMap { NumberKind(at: $0, in: words) }
    #expect(kinds.count == 3)
    #expect(kinds.prefix(2).allSatisfy { $0 == kinds[0] })
    #expect(kinds.last != kinds.first)
  }

  @Test("a headline that reckons out a difference says nothing new")
  func difference() {
    let words = NumberWords.words(of: "dari Rp820.000 menjadi Rp690.000 untuk tiga dan lima orang")
    #expect(StoryWord(value: 130_000, rounding: .none).isDifference(in: words))
    #expect(!StoryWord(value: 120_000, rounding: .none).isDifference(in: words))
    #expect(!StoryWord(value: 2, rounding: .none).isDifference(in: words))
  }
}
