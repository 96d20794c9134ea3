import FoundationEssentials
import PantauCore
import PantauMatch
import PantauStore

/// What `pantau doctor` says of keywords: those that find nothing, and those that find too much.
struct KeywordExamination {
  let definitions: [KeywordDefinition]
  /// How many items each keyword matched, in the order of the definitions.
  private(set) var counts: [Int]
  private(set) var items = 0
  private var words = WordTally()

  /// How far the archive is looked back.
  static let span: Duration = .seconds(30 * 86_400)
  /// With fewer items a keyword that found nothing says nothing.
  private static let fewItems = 100
  /// Only so many silent keywords are given a cause, which takes time.
  private static let maxCauses = 100
  /// A frequent word stands in so many items at least.
  private static let frequent = 3
  private static let maxFrequent = 20_000

  init(_ definitions: [KeywordDefinition]) {
    self.definitions = definitions
    counts = Array(repeating: 0, count: definitions.count)
  }

  /// Counts an item.
  ///
  /// - Parameters:
  ///   - input: the item.
  ///   - matched: the numbers of the keywords that match it.
  mutating func add(_ input: MatchInput, matched: [Int]) {
    items += 1
    words.add(input)
    for number in matched { counts[number] += 1 }
  }

  var findings: [Finding] {
    guard items >= Self.fewItems else {
      return [
        .ok(
          "keywords",
          "the archive has only \(items.of("item")) of the last 30 days, too few to judge")
      ]
    }
    var silent = 0
    let candidates = frequentWords
    let found = zip(definitions, counts).compactMap { definition, count -> Finding? in
      if count * 10 > items { return tooGeneral(definition, count) }
      guard count == 0 else { return nil }
      silent += 1
      return nothing(definition, among: silent <= Self.maxCauses ? candidates : [])
    }
    return found.isEmpty
      ? [.ok("keywords", "each matched some of the last 30 days' \(items) items, none too many")]
      : found
  }

  private func tooGeneral(_ definition: KeywordDefinition, _ count: Int) -> Finding {
    .warning(
      "keyword \(definition.name)",
      "it matched \(count) of the last 30 days' \(items) items, more than a tenth",
      "It is too general: add a word with AND, a phrase, a field or a group. "
        + "`pantau backtest` tries a query.")
  }

  private func nothing(_ definition: KeywordDefinition, among candidates: [String]) -> Finding {
    let missing = missingWords(of: definition)
    let slips = missing.compactMap { word in
      NearestName.of(word, among: candidates.lazy.filter { abs($0.count - word.count) <= 1 })
        .map { "\"\(word)\" is in no item, but \"\($0)\" in \(words.counts[$0] ?? 0)" }
    }
    let advice =
      slips.isEmpty
      ? otherCause(of: definition) : "A typing error? \(slips.joined(separator: "; "))."
    return .warning(
      "keyword \(definition.name)", "it matched none of the last 30 days' \(items) items", advice)
  }

  /// Why a keyword without a slip found nothing.
  private func otherCause(of definition: KeywordDefinition) -> String {
    if definition.scope != KeywordScope() {
      return "It looks only in some feeds, groups, fields, languages or hours: `pantau backtest` "
        + "with its query alone shows what is written elsewhere."
    }
    let words = allWords(of: definition)
    guard words.count > 1, words.allSatisfy({ self.words.counts[$0] != nil }) else {
      return "Perhaps nobody wrote of it; `pantau explain` shows how the query is read."
    }
    return "Each of its words stands in some item, but never as the query asks: join them by AND "
      + "or NEAR/10 if they need not stand side by side."
  }

  private func missingWords(of definition: KeywordDefinition) -> [String] {
    allWords(of: definition).filter { $0.count > 3 && words.counts[$0] == nil }
  }

  private func allWords(of definition: KeywordDefinition) -> [String] {
    let query = try? Query(
      parsing: definition.query, language: definition.language, clitics: definition.clitics)
    return query?.words ?? []
  }

  /// The most frequent first, for of equally near words the first is taken.
  private var frequentWords: [String] {
    words.counts.filter { $0.value >= Self.frequent && $0.key.count > 2 }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .prefix(Self.maxFrequent).map(\.key)
  }
}
