import PantauStories
import Testing

@Suite("What changed in a text")
struct WordDiffTests {
  @Test(
    "is shown word by word",
    arguments: [
      ("naik dua persen", "naik tiga persen", "naik [-dua-] {+tiga+} persen"),
      ("naik", "naik lagi hari ini", "naik {+lagi hari ini+}"),
      ("sudah surut", "", "[-sudah surut-]"),
      ("sama saja", "sama saja", "sama saja"),
    ])
  func diff(_ old: String, _ new: String, _ shown: String) {
    #expect(WordDiff.text(from: old, to: new) == shown)
  }
}
