import PantauCore
import PantauMatch

/// How often the matcher and a person agree, and where they do not.
struct LabelledScore {
  /// Answers that both give, that only the matcher gives, and that only the person gives.
  var both = 0
  var onlyMatcher = 0
  var onlyPerson = 0
  var misses: [String] = []

  /// The share of the matcher's answers that are right.
  var precision: Double { share(both, of: both + onlyMatcher) }
  /// The share of the person's answers that the matcher gives.
  var recall: Double { share(both, of: both + onlyPerson) }
  /// How many answers the person gave.
  var asked: Int { both + onlyPerson }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 1 : Double(part) / Double(whole)
  }

  static func + (left: Self, right: Self) -> Self {
    LabelledScore(
      both: left.both + right.both, onlyMatcher: left.onlyMatcher + right.onlyMatcher,
      onlyPerson: left.onlyPerson + right.onlyPerson, misses: left.misses + right.misses)
  }

  /// Adds what both say of the senses of one keyword in one item.
  ///
  /// `unclear` is no answer: where only the matcher says it, a sense is missing; where only the
  /// person does, the matcher's sense is wrong.
  mutating func add(found: Set<String>, meant: Set<String>, in item: String) {
    let found = found.subtracting([KeywordDefinition.unclear])
    let meant = meant.subtracting([KeywordDefinition.unclear])
    both += found.intersection(meant).count
    onlyMatcher += found.subtracting(meant).count
    onlyPerson += meant.subtracting(found).count
    guard found != meant else { return }
    misses.append("\(item): found \(Self.list(found)), meant \(Self.list(meant))")
  }

  private static func list(_ senses: Set<String>) -> String {
    senses.isEmpty ? KeywordDefinition.unclear : senses.sorted().joined(separator: ", ")
  }

  /// One line for people: "precision 0.981, recall 0.987 (52 + 1 - 1)".
  var line: String {
    "precision \(Self.thousandths(precision)), recall \(Self.thousandths(recall)) "
      + "(\(both) right, \(onlyMatcher) wrong, \(onlyPerson) missing)"
  }

  private static func thousandths(_ value: Double) -> String {
    let number = Int((value * 1000).rounded())
    let digits = String(number % 1000)
    return "\(number / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}

extension LabelledSet {
  /// The queries of all files on their items: how many answers agree, and a line for each other.
  func rules() throws -> (right: Int, wrong: [String]) {
    var right = 0
    var wrong: [String] = []
    for (name, file) in files {
      for (index, item) in file.items.enumerated() {
        let wanted = (item.yes ?? []).map { ($0, true) } + (item.no ?? []).map { ($0, false) }
        for (query, matches) in wanted {
          let found = try Self.finds(file.queries?[query] ?? Query(query: query), item)
          if found == matches {
            right += 1
          } else {
            let place = Self.place(name, index, item)
            wrong.append("\(place): \(query) is\(found ? "" : " not") found")
          }
        }
      }
    }
    return (right, wrong)
  }

  private static func finds(_ query: Query, _ item: Item) throws -> Bool {
    let keyword = KeywordDefinition(
      name: query.query, query: query.query, language: query.language ?? "id",
      clitics: query.clitics ?? false)
    return !(try Matcher([keyword])).matches(in: item.input).isEmpty
  }

  /// The score of each keyword's senses, by the keyword's name.
  func meanings(heldOut: Bool) throws -> [String: LabelledScore] {
    let matcher = try Matcher(keywords)
    var scores: [String: LabelledScore] = [:]
    for (name, file) in files {
      for (index, item) in file.items.enumerated()
      where item.senses != nil && (item.heldOut ?? false) == heldOut {
        let matches = matcher.matches(in: item.input)
        for (keyword, meant) in item.senses ?? [:] {
          let found = matches.filter { $0.keyword == keyword }.compactMap(\.meaning)
          scores[keyword, default: LabelledScore()].add(
            found: Set(found), meant: meant.names, in: Self.place(name, index, item))
        }
      }
    }
    return scores
  }

  private static func place(_ file: String, _ index: Int, _ item: Item) -> String {
    let text = item.title ?? item.summary ?? item.content ?? item.url ?? ""
    return "\(file) item \(index + 1) “\(text.prefix(60))”"
  }
}
