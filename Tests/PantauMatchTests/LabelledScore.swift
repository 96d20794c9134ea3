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

  /// Adds what both say of alerts to somebody who watches one sense and leaves `unclear` in.
  ///
  /// As DESIGN.md advises: `"alertOn": [sense, "unclear"]`. A doubt alerts, and so is no miss here,
  /// but costs precision where another sense was meant.
  mutating func add(alertsOf sense: String, found: Set<String>, meant: Set<String>) {
    let alerts = !found.isDisjoint(with: [sense, KeywordDefinition.unclear])
    switch (alerts, meant.contains(sense)) {
    case (true, true): both += 1
    case (true, false): onlyMatcher += 1
    case (false, true): onlyPerson += 1
    case (false, false): break
    }
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

  /// How well a keyword's senses are told apart, and how well the alerts made of them serve.
  struct MeaningScore {
    /// One answer for each sense of each item; `unclear` is none.
    var senses = LabelledScore()
    /// One answer for each item and each sense that somebody may watch, with `unclear` left in.
    var alerts = LabelledScore()
    /// The same for who watches the usual sense only: one answer for each item.
    var usual = LabelledScore()

    static func + (left: Self, right: Self) -> Self {
      MeaningScore(
        senses: left.senses + right.senses, alerts: left.alerts + right.alerts,
        usual: left.usual + right.usual)
    }
  }

  /// What each keyword of the recipes mostly stands for in the news, and is mostly watched for.
  static let usualSenses = [
    "PBB": "UN", "BPK": "audit", "KPK": "commission", "DPD": "senate", "PAD": "revenue",
    "Bontang": "city", "Berau": "regency", "Paser": "regency", "Malang": "city", "Batu": "city",
  ]

  /// The score of each keyword, by its name.
  func meanings(heldOut: Bool) throws -> [String: MeaningScore] {
    let matcher = try Matcher(keywords)
    var scores: [String: MeaningScore] = [:]
    for (name, file) in files {
      for (index, item) in file.items.enumerated()
      where item.senses != nil && (item.heldOut ?? false) == heldOut {
        let matches = matcher.matches(in: item.input)
        for (keyword, meant) in item.senses ?? [:] {
          let found = Set(matches.filter { $0.keyword == keyword }.compactMap(\.meaning))
          var score = scores[keyword] ?? MeaningScore()
          score.senses.add(found: found, meant: meant.names, in: Self.place(name, index, item))
          for sense in keywords.first(where: { $0.name == keyword })?.meanings ?? [] {
            score.alerts.add(alertsOf: sense.name, found: found, meant: meant.names)
          }
          if let usual = Self.usualSenses[keyword] {
            score.usual.add(alertsOf: usual, found: found, meant: meant.names)
          }
          scores[keyword] = score
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
