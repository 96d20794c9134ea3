import Testing

@testable import PantauMatch

@Suite("White space for regular expressions")
struct WhiteSpaceTests {
  @Test(
    "runs of it are one space, and none stands at the ends",
    arguments: [
      ("", ""),
      ("satu dua", "satu dua"),
      ("delapan8 a bcdef gh", "delapan8 a bcdef gh"),
      (" satu", "satu"),
      ("satu ", "satu"),
      ("tujuh77  delapan", "tujuh77 delapan"),
      ("tujuh77 \tdelapan", "tujuh77 delapan"),
      ("tujuh7 \r\n delapan", "tujuh7 delapan"),
      ("tujuh\u{A0}tujuh", "tujuh tujuh"),
      ("北京\u{3000}天气", "北京 天气"),
      ("a\u{2003}\u{2009}b", "a b"),
      ("é\u{85}x", "é x"),
      ("a \u{301}b c", "a \u{301}b c"),
      ("a  \u{301}b", "a \u{301}b"),
      (" \u{A0}\n ", ""),
    ])
  func collapses(_ text: String, _ wanted: String) {
    #expect(Array(WhiteSpace.collapsed(text).unicodeScalars) == Array(wanted.unicodeScalars))
  }

  @Test("every scalar is white space here where Unicode says so")
  func everyScalar() {
    for value in UInt32(0x21)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isCollapsed = WhiteSpace.collapsed("a\(scalar)b") == "a b"
      if isCollapsed != scalar.properties.isWhitespace {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }
}
