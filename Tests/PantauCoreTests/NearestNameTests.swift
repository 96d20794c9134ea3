import PantauCore
import Testing

@Suite("The name somebody probably meant")
struct NearestNameTests {
  @Test(
    "is a few slips of the finger away",
    arguments: [
      ("severty", "severity"), ("hgih", "high"), ("Normal", "normal"), ("lwo", "low"),
      ("severitys", "severity"), ("xyz", nil), ("", nil), ("urgent", nil),
    ] as [(String, String?)])
  func nearest(_ written: String, _ meant: String?) {
    #expect(NearestName.of(written, among: ["low", "normal", "high", "severity"]) == meant)
  }

  @Test("of equals the first wins, and of none there is none")
  func ties() {
    #expect(NearestName.of("ab", among: ["ac", "ad"]) == "ac")
    #expect(NearestName.of("ab", among: []) == nil)
  }

  @Test("long names cost no more than their first letters")
  func long() {
    let long = String(repeating: "x", count: 1_000_000)
    #expect(NearestName.of(long, among: ["a", long]) == long)
  }
}
