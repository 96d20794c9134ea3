import Foundation
import PantauCore
import Testing

@testable import PantauMatch

/// Run under AddressSanitizer with more cases by scripts/fuzz-keywords.
@Suite("Hostile input")
struct HostileInputTests {
  private static let cases =
    ProcessInfo.processInfo.environment["PANTAU_CASES"].flatMap { Int($0) } ?? 300
  private static let seed =
    ProcessInfo.processInfo.environment["PANTAU_SEED"].flatMap { UInt64($0) } ?? 20_261_124

  private static let parts = [
    "AND", "OR", "NOT", "NEAR/3", "NEAR/", "NEAR", "(", ")", "\"", "“", "=", "~", "*", "/", "/c",
    "title:", "url:", "judul:", ":", "\\", "a", "kota", "=PBB", "~undang", "banjir*", "-", "'", ".",
    " ", " ", " ", "\n", "\u{0}", "\u{301}", "\u{AD}", "\u{200B}", "北京", "กิ", "🇮🇩", "👨‍👩‍👧", "[a-z]+",
    "(?:", "{1000}", "\\d", "ﷺ", "ß", "\u{1100}\u{1161}\u{11A8}", "\u{3099}", "\u{10FFFF}",
    "\u{FEFF}",
    "\u{202E}", "’s",
  ]

  private func randomText(_ random: inout RandomCases, upTo count: Int) -> String {
    (0..<Int.random(in: 0...count, using: &random)).map { _ -> String in
      guard random.chance(4) else { return Self.parts.randomElement(using: &random) ?? "" }
      let value = UInt32.random(in: 0...0x10FFFF, using: &random)
      return Unicode.Scalar(value).map { String($0) } ?? ""
    }.joined()
  }

  @Test("queries of any characters are read or refused with a place in them")
  func queries() {
    var random = RandomCases(state: Self.seed)
    var read = 0
    for _ in 0..<Self.cases {
      let text = randomText(&random, upTo: 12)
      do throws(QueryError) {
        let query = try Query(parsing: text, clitics: random.chance(2))
        let item = MatchInput(title: randomText(&random, upTo: 6), content: text)
        _ = query.explained(in: item).text
        read += 1
      } catch {
        #expect(0...text.count ~= error.offset, "\(text.debugDescription): \(error)")
        #expect(!error.message.isEmpty)
      }
    }
    #expect(read > 0 && read < Self.cases)
  }

  @Test("texts of any characters are matched, and shown in at most 200 characters")
  func texts() throws {
    var random = RandomCases(state: Self.seed &+ 1)
    let queries = [
      "kota", "=PBB", "~undang", "banjir*", "北", "🇮🇩", "/[a-z]+/", "kota NEAR/5 PBB", "title:kota",
      "ss", "👨", "กิ", "\"-\"", "ﷺ", "kota OR (PBB NOT banjir)",
    ]
    let matcher = try Matcher(queries.map { KeywordDefinition(name: $0, query: $0, clitics: true) })
    for _ in 0..<Self.cases {
      let input = MatchInput(
        title: randomText(&random, upTo: 10), summary: randomText(&random, upTo: 40),
        content: randomText(&random, upTo: 200))
      for match in matcher.matches(in: input) {
        #expect(match.excerpt.count <= Excerpt.maxCharacters)
        #expect(match.excerpt.contains("["))
      }
    }
  }
}
