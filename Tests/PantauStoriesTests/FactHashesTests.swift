import Testing

@testable import PantauStories

@Suite("The facts of a text")
struct FactHashesTests {
  private static func facts(_ text: String) -> [UInt32] {
    var (facts, quotes) = (SmallestHashes(16), SmallestHashes(3))
    FactHashes.add(text, to: &facts, quotes: &quotes)
    return (0..<facts.count).map { facts[$0] }
  }

  private static let told = "Danau Maninjau kehilangan 34 keramba, kata Rosva Deswita."

  @Test(
    "are two names side by side with a number, whatever else a text says",
    arguments: [
      "Menurut Rosva Deswita, hanya Agam yang rugi: 34 petak.",
      "Kerugian 34 petak dibenarkan pejabat itu, Rosva Deswita, di Lubuk Basung.",
    ])
  func stay(_ text: String) {
    #expect(!Set(Self.facts(Self.told)).isDisjoint(with: Self.facts(text)))
  }

  @Test(
    "are others of other names, of names that do not touch, of another number",
    arguments: [
      "Menurut Rosva Mulyani, 34 petak rusak.", "Menurut Rosva, atasan Deswita, 34 petak rusak.",
      "Menurut Rosva Deswita, 35 petak rusak.", "Menurut Deswita Rosva, 34 petak rusak.",
    ])
  func differ(_ text: String) {
    #expect(Set(Self.facts(Self.told)).isDisjoint(with: Self.facts(text)))
  }

  @Test("take a comma before three digits for the decimal one where a word multiplies them")
  func decimals() {
    #expect(
      Self.facts("dana Bupati Agam sebesar Rp1,386 miliar")
        == Self.facts("dana Bupati Agam sebesar Rp1.386 juta"))
  }
}
