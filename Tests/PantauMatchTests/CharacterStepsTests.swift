import Testing

@testable import PantauMatch

@Suite("Steps over characters")
struct CharacterStepsTests {
  private static let pieces: [String] = [
    "a", "B", " ", "\r", "\n", "é", "e\u{301}", "\u{200D}", "\u{FE0F}", "“", "–", "…", "ß",
    "\u{AD}",
    "م", "مَ", "ก", "กำ", "ที่", "北", "が", "か\u{3099}", "한", "\u{1112}\u{1161}\u{11AB}", "\u{11A8}",
    "👩", "👍🏽", "🇮🇩", "🇮", "©", "❤️", "क", "क्ष", "\u{600}", "Ａ", "ｶﾞ", "〰", "㊗", "\u{20E3}",
  ]

  private func places(_ text: String) -> [Int] {
    (Array(text.indices) + [text.endIndex]).map {
      text.utf8.distance(from: text.startIndex, to: $0)
    }
  }

  @Test("are those of the standard library, forwards, backwards and from within")
  func agree() {
    var random = RandomCases(state: 1)
    for _ in 0..<2_000 {
      let count = Int.random(in: 1...12, using: &random)
      var text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      let wanted = places(text)
      let whole = text
      text.withUTF8 { bytes in
        let steps = CharacterSteps(whole, bytes)
        var forwards = [0]
        while let last = forwards.last, last < steps.end { forwards.append(steps.after(last)) }
        #expect(forwards == wanted, "\(whole.unicodeScalars.map(\.value))")
        var backwards = [steps.end]
        while let first = backwards.last, first > 0 { backwards.append(steps.before(first)) }
        #expect(Array(backwards.reversed()) == wanted, "\(whole.unicodeScalars.map(\.value))")
        for place in 0..<steps.end {
          #expect(steps.start(of: place) == wanted.last { $0 <= place })
        }
      }
    }
  }

  @Test("every scalar that is said to stand alone is a character beside any other such one")
  func standsAlone() {
    let others: [Unicode.Scalar] = ["a", "é", "م", "ก", "北", "한", "©"]
    for value in UInt32(0)...0x10FFFF where CharacterSteps.standsAlone(value) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for other in others {
        let count = "\(other)\(scalar)\(other)".count
        if count != 3 { Issue.record("U+\(String(value, radix: 16)) beside \(other)") }
      }
    }
  }
}
