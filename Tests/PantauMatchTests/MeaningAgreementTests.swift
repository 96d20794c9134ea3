import PantauCore
import Testing

@testable import PantauMatch

/// Senses judged by the letter of DESIGN.md: a list of words, and distances counted in it.
@Suite("Meanings agree with a naive judge")
struct MeaningAgreementTests {
  private struct Token {
    var field: ItemField
    var word: String
  }

  private static let vocabulary = [
    "PBB", "pajak", "dunia", "partai", "kota", "kata", "lagi", "dan", "baru", "satu", "dua", "tiga",
  ]

  private func words(_ random: inout RandomCases, upTo count: Int) -> [String] {
    (0..<Int.random(in: 0...count, using: &random)).map { _ in
      random.chance(3) ? Self.vocabulary.randomElement(using: &random) ?? "" : "isi"
    }
  }

  /// A word, or two side by side.
  private func term(_ random: inout RandomCases) -> [String] {
    (0..<(random.chance(3) ? 2 : 1)).map { _ in
      Self.vocabulary.dropFirst().randomElement(using: &random) ?? ""
    }
  }

  /// Where a term stands among the tokens: its first and last number.
  private func places(_ term: [String], _ tokens: [Token]) -> [ClosedRange<Int>] {
    tokens.indices.compactMap { start in
      let end = start + term.count - 1
      guard end < tokens.count, tokens[start].field == tokens[end].field,
        zip(term, tokens[start...end]).allSatisfy({ $0 == $1.word })
      else { return nil }
      return start...end
    }
  }

  private func points(_ term: [String], for keyword: Int, _ tokens: [Token]) -> Int {
    let places = places(term, tokens)
    if places.contains(where: { tokens[$0.lowerBound].field == .title }) { return 2 }
    let isNear = places.contains {
      max(0, $0.lowerBound - keyword, keyword - $0.upperBound) <= 25
    }
    return isNear ? 1 : 0
  }

  private func meaning(
    of keyword: Int, _ senses: [(name: String, terms: Set<[String]>)], _ tokens: [Token]
  ) -> String {
    let scores = senses.map { sense in
      (sense.name, sense.terms.reduce(0) { $0 + points($1, for: keyword, tokens) })
    }
    let highest = scores.map(\.1).max() ?? 0
    let winners = scores.filter { $0.1 == highest }
    return highest > 0 && winners.count == 1 ? winners[0].0 : KeywordDefinition.unclear
  }

  @Test("on random senses and items")
  func agrees() throws {
    var random = RandomCases(state: RandomCases.wantedSeed &+ 3)
    var counts: [String: Int] = [:]
    for _ in 0..<RandomCases.wantedCount / 8 {
      let senses = ["a", "b", "c"].map { name in
        (name: name, terms: Set((0..<3).map { _ in term(&random) }))
      }
      let keyword = KeywordDefinition(
        name: "PBB", query: "=PBB",
        meanings: senses.map { sense in
          .init(
            name: sense.name,
            query: sense.terms.map { $0.joined(separator: " ") }.joined(separator: " OR "))
        })
      let matcher = try Matcher([keyword])
      for _ in 0..<4 {
        let (title, summary) = (words(&random, upTo: 6), words(&random, upTo: 30))
        let content = random.chance(4) ? summary : words(&random, upTo: 90)
        let input = MatchInput(
          title: title.joined(separator: " "), summary: summary.joined(separator: " "),
          content: content.joined(separator: " "))
        let tokens =
          title.map { Token(field: .title, word: $0) }
          + summary.map { Token(field: .summary, word: $0) }
          + (content == summary ? [] : content).map { Token(field: .content, word: $0) }
        let wanted = tokens.indices.filter { tokens[$0].word == "PBB" }
          .map { meaning(of: $0, senses, tokens) }
        let found = matcher.outcome(for: input).alerting.compactMap(\.meaning)
        #expect(Set(found) == Set(wanted), "\(keyword.meanings) on \(input)")
        #expect(found.count == Set(found).count)
        for meaning in found { counts[meaning, default: 0] += 1 }
      }
    }
    // Worth something only while every answer is common.
    #expect(counts.count == 4 && counts.values.allSatisfy { $0 > 20 }, "\(counts)")
  }
}
