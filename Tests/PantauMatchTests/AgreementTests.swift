import Foundation
import PantauCore
import Testing

@testable import PantauMatch

@Suite("The matcher agrees with a naive evaluator")
struct AgreementTests {
  private static let cases = RandomCases.wantedCount
  private static let seed = RandomCases.wantedSeed

  @Test("on random queries and texts, alone and among others")
  func agrees() throws {
    var random = RandomCases(state: Self.seed)
    let stemmer = try #require(Stemmer(language: "id"))
    var (tried, matched, refused) = (0, 0, 0)
    while tried < Self.cases {
      let clitics = random.chance(4)
      let queries = (0..<8).map { _ in random.query(depth: 2) }
      let definitions = queries.enumerated().map { index, query in
        KeywordDefinition(name: "\(index)", query: query.text, clitics: clitics)
      }
      let valid = definitions.indices.filter { (try? Matcher([definitions[$0]])) != nil }
      refused += definitions.count - valid.count
      let matcher = try Matcher(valid.map { definitions[$0] })
      for _ in 0..<8 {
        let text = random.text()
        let naive = NaiveEvaluator(text: NaiveText(text), stemmer: stemmer, clitics: clitics)
        let found = Set(matcher.matchedKeywords(in: MatchInput(content: text)).map { valid[$0] })
        for index in valid {
          let wanted = naive.holds(queries[index])
          #expect(
            found.contains(index) == wanted,
            "\(definitions[index].query) clitics \(clitics) on \(text.debugDescription)")
          tried += 1
          matched += wanted ? 1 : 0
        }
        let excerpts = matcher.matches(in: MatchInput(content: text))
        #expect(excerpts.allSatisfy { $0.excerpt.count <= Excerpt.maxCharacters })
        #expect(excerpts.count == found.count)
      }
    }
    // The cases are worth something only while both answers are common.
    #expect(matched > tried / 20 && matched < tried * 19 / 20)
    #expect(refused < tried / 10)
  }

  @Test("on where words begin and end")
  func words() {
    var random = RandomCases(state: Self.seed)
    for _ in 0..<Self.cases / 3 {
      let text = random.noise()
      let naive = NaiveText(text)
      let folded = FoldedText()
      folded.append(text, as: .content)
      let found = (0..<folded.words.count).map { index -> String in
        let word = folded.words[index]
        let bytes = UnsafeBufferPointer(
          start: folded.bytes.base + Int(word.start), count: Int(word.end - word.start))
        return String(decoding: bytes, as: UTF8.self)
      }
      let wanted = naive.words.map { range in
        naive.letters[range].map { String($0.folded) }.joined()
      }
      let isEqual = found.elementsEqual(wanted) {
        $0.unicodeScalars.elementsEqual($1.unicodeScalars)
      }
      #expect(isEqual, "\(text.debugDescription): \(found) for \(wanted)")
    }
  }
}

/// Random queries and texts over so few words that they meet.
struct RandomCases: RandomNumberGenerator {
  /// `PANTAU_CASES=200000` tries more (scripts/fuzz-keywords).
  static let wantedCount =
    ProcessInfo.processInfo.environment["PANTAU_CASES"].flatMap { Int($0) } ?? 4_000
  static let wantedSeed =
    ProcessInfo.processInfo.environment["PANTAU_SEED"].flatMap { UInt64($0) } ?? 20_261_124

  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  private static let words = [
    "ab", "abc", "Ab", "ba", "kota", "Kota", "kotanya", "undang", "mengundang", "PBB", "pbb",
    "Jum'at", "kafé", "kafe\u{301}", "10.5", "5x", "a_b", "C++", "AT&T", "北京", "北", "서울", "がく",
    "か", "กิน", "Москва", "ß", "ss", ".net", "🔥", "km/jam", "x'", "abku", "b.",
  ]
  private static let joints = [
    " ", " ", " ", " ", "-", " – ", ", ", ". ", ".", "", "’s ", "'s", "\u{AD}", "\u{200B}", ":",
    "'",
    "\u{301} ", "/", "\n", "“", "” ", "nya ", "lah ", "\u{3099}",
  ]

  mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &self) == 0 }

  mutating func text() -> String {
    // Now and then long enough for several blocks of 64 bytes.
    let count =
      chance(6) ? Int.random(in: 20...60, using: &self) : Int.random(in: 0...9, using: &self)
    return (0..<count).map { _ in
      (Self.words.randomElement(using: &self) ?? "")
        + (Self.joints.randomElement(using: &self) ?? "")
    }.joined()
  }

  /// Words, joints and single characters in any order.
  mutating func noise() -> String {
    let letters = [
      "a", "s", "'", "'s", ".", ",", "1", "_", " ", "я", "é", "\u{301}", "가", "カ", "כ", "\"", "🇮🇩",
    ]
    let count = Int.random(in: 0...120, using: &self)
    return (0..<count).map { _ in
      (chance(3) ? Self.joints : chance(3) ? Self.words : letters).randomElement(using: &self) ?? ""
    }.joined()
  }

  mutating func query(depth: Int) -> NaiveQuery {
    switch depth == 0 ? 0 : Int.random(in: 0..<8, using: &self) {
    case 0, 1, 2: return phrase()
    case 3: return .and([query(depth: depth - 1), query(depth: depth - 1)])
    case 4: return .or([query(depth: depth - 1), query(depth: depth - 1)])
    case 5: return .and([query(depth: depth - 1), .not(query(depth: depth - 1))])
    case 6: return near()
    default:
      return .near(Int.random(in: 1...4, using: &self), .or([phrase(), phrase()]), phrase())
    }
  }

  mutating func near() -> NaiveQuery {
    .near(Int.random(in: 1...4, using: &self), phrase(), phrase())
  }

  mutating func phrase() -> NaiveQuery {
    .phrase((0..<(chance(3) ? 2 : 1)).map { _ in word() })
  }

  private mutating func word() -> NaiveWord {
    let letters = Self.words.randomElement(using: &self) ?? "ab"
    // Stems and beginnings of what is not letters all through are another test's subject.
    let isPlain = letters.allSatisfy { $0.isASCII && $0.isLetter }
    let signs: [NaiveWord.Sign] = isPlain ? NaiveWord.Sign.allCases : [.plain, .plain, .exact]
    return NaiveWord(letters: letters, sign: signs.randomElement(using: &self) ?? .plain)
  }
}
