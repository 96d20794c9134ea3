import PantauCore
import Testing

@testable import PantauMatch

/// A query with fields; its leaves are phrases and NEARs.
private indirect enum FieldQuery {
  case leaf(NaiveQuery)
  case field(ItemField, NaiveQuery)
  case and(FieldQuery, FieldQuery)
  case or(FieldQuery, FieldQuery)
  case not(FieldQuery)

  var text: String {
    switch self {
    case .leaf(let query): "(\(query.text))"
    case .field(let field, let query): "\(field.rawValue):(\(query.text))"
    case .and(let left, let right): "(\(left.text)) AND (\(right.text))"
    case .or(let left, let right): "(\(left.text)) OR (\(right.text))"
    case .not(let part): "NOT (\(part.text))"
    }
  }

  static func random(depth: Int, _ random: inout RandomCases) -> FieldQuery {
    switch depth == 0 ? 0 : Int.random(in: 0..<5, using: &random) {
    case 0, 1:
      let leaf = random.chance(4) ? random.near() : random.phrase()
      let fields: [ItemField] = [.title, .summary, .content, .category]
      return random.chance(2)
        ? .leaf(leaf) : .field(fields.randomElement(using: &random) ?? .title, leaf)
    case 2:
      return .and(.random(depth: depth - 1, &random), .random(depth: depth - 1, &random))
    case 3:
      return .or(.random(depth: depth - 1, &random), .random(depth: depth - 1, &random))
    default:
      return .and(.random(depth: depth - 1, &random), .not(.random(depth: depth - 1, &random)))
    }
  }
}

@Suite("The matcher agrees with a naive evaluator on fields")
struct FieldAgreementTests {
  private typealias Texts = [ItemField: [NaiveEvaluator]]

  private func holds(_ query: FieldQuery, _ texts: Texts) -> Bool {
    func any(_ fields: [ItemField], _ leaf: NaiveQuery) -> Bool {
      fields.contains { texts[$0, default: []].contains { $0.holds(leaf) } }
    }
    switch query {
    case .leaf(let leaf): return any([.title, .summary, .content], leaf)
    case .field(let field, let leaf): return any([field], leaf)
    case .and(let left, let right): return holds(left, texts) && holds(right, texts)
    case .or(let left, let right): return holds(left, texts) || holds(right, texts)
    case .not(let part): return !holds(part, texts)
    }
  }

  private func item(_ random: inout RandomCases) -> MatchInput {
    let summary = random.text()
    return MatchInput(
      title: random.text(), summary: summary, content: random.chance(3) ? summary : random.text(),
      categories: [random.text(), random.text()])
  }

  @Test("no phrase and no NEAR reaches from one into the next")
  func agrees() throws {
    var random = RandomCases(state: RandomCases.wantedSeed &+ 2)
    let stemmer = try #require(Stemmer(language: "id"))
    var (tried, matched) = (0, 0)
    while tried < RandomCases.wantedCount / 2 {
      let queries = (0..<8).map { _ in FieldQuery.random(depth: 2, &random) }
      let definitions = queries.enumerated().map { index, query in
        KeywordDefinition(name: "\(index)", query: query.text)
      }
      let valid = definitions.indices.filter { (try? Matcher([definitions[$0]])) != nil }
      let matcher = try Matcher(valid.map { definitions[$0] })
      for _ in 0..<8 {
        let item = item(&random)
        func naive(_ texts: [String?]) -> [NaiveEvaluator] {
          texts.compactMap { $0 }.map {
            NaiveEvaluator(text: NaiveText($0), stemmer: stemmer, clitics: false)
          }
        }
        let texts: Texts = [
          .title: naive([item.title]), .summary: naive([item.summary]),
          .content: naive([item.content]), .category: naive(item.categories),
        ]
        let found = Set(matcher.matchedKeywords(in: item).map { valid[$0] })
        for index in valid {
          let wanted = holds(queries[index], texts)
          #expect(found.contains(index) == wanted, "\(definitions[index].query) on \(item)")
          tried += 1
          matched += wanted ? 1 : 0
        }
      }
    }
    #expect(matched > tried / 20 && matched < tried * 19 / 20)
  }
}
