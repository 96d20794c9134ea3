import FoundationEssentials
public import PantauCore

/// All keywords of a configuration, compiled into one: each text is folded once and walked once.
///
/// A value that threads may share; a new configuration makes a new matcher beside the running one.
public struct Matcher: Sendable {
  /// One keyword compiled.
  private struct Keyword: Sendable {
    var name: String
    var root: Int
    /// Where its bare terms look.
    var fields: FieldSet
    /// The places of its rules in `rules`, or -1 where it has none.
    var rules: Int32 = -1
  }

  /// What only few keywords have.
  private struct Rules: Sendable {
    var scope: KeywordScope
    var until: Date?
    var meanings: MeaningRule?
  }

  private var keywords: [Keyword] = []
  private var rules: [Rules] = []
  private var program = QueryProgram()
  private var index: TermIndex
  private var meaningProgram = QueryProgram()
  private var meaningIndex: TermIndex
  private var fields: FieldSet = []
  /// For each term the keywords that it makes worth evaluating, as chains in `triggered`.
  private var triggerHeads: [UInt32] = []
  private var triggered: [(keyword: UInt32, next: UInt32)] = []
  /// Keywords that only a regular expression can decide.
  private var always: [UInt32] = []

  /// Compiles the keywords.
  ///
  /// - Throws: the first keyword whose query, or one of whose senses, cannot be read.
  public init(_ definitions: [KeywordDefinition]) throws(KeywordError) {
    let shelf = StemmerShelf()
    var store = TermStore()
    var meaningStore = TermStore()
    keywords.reserveCapacity(definitions.count)
    index = TermIndex(store, shelf)
    meaningIndex = TermIndex(meaningStore, shelf)
    for definition in definitions {
      let query = try Self.query(definition, shelf)
      let root = program.add(query, to: &store)
      var keyword = Keyword(
        name: definition.name, root: root, fields: Self.bareFields(definition.scope))
      let meanings = try Self.meanings(definition, shelf, &meaningProgram, &meaningStore)
      if meanings != nil || definition.until != nil || definition.scope != KeywordScope() {
        keyword.rules = Int32(rules.count)
        rules.append(Rules(scope: definition.scope, until: definition.until, meanings: meanings))
      }
      fields.formUnion(program.fields(from: root, bare: keyword.fields))
      if let meanings { fields.formUnion(meanings.fields) }
      keywords.append(keyword)
      addTriggers(UInt32(keywords.count - 1), root, store)
    }
    store.seal()
    meaningStore.seal()
    index = TermIndex(store, shelf)
    meaningIndex = TermIndex(meaningStore, shelf)
  }

  static func query(
    _ definition: KeywordDefinition, _ shelf: StemmerShelf
  ) throws(KeywordError) -> Query {
    do throws(QueryError) {
      return try Query(
        definition.query, language: definition.language, clitics: definition.clitics,
        stemmers: shelf)
    } catch {
      throw KeywordError(keyword: definition.name, meaning: nil, fault: error)
    }
  }

  static func meanings(
    _ definition: KeywordDefinition, _ shelf: StemmerShelf, _ program: inout QueryProgram,
    _ store: inout TermStore
  ) throws(KeywordError) -> MeaningRule? {
    guard !definition.meanings.isEmpty else { return nil }
    var senses: [MeaningRule.Sense] = []
    for meaning in definition.meanings {
      do throws(QueryError) {
        let query = try Query(
          meaning.query, language: definition.language, clitics: definition.clitics,
          stemmers: shelf)
        let root = program.add(query, to: &store)
        senses.append(MeaningRule.Sense(name: meaning.name, root: root, of: program))
      } catch {
        throw KeywordError(keyword: definition.name, meaning: meaning.name, fault: error)
      }
    }
    return MeaningRule(senses: senses, alertOn: definition.alertOn)
  }

  static func bareFields(_ scope: KeywordScope) -> FieldSet {
    guard let fields = scope.fields, !fields.isEmpty else { return .bare }
    return fields.reduce([]) { $0.union(FieldSet($1)) }
  }

  private mutating func addTriggers(_ keyword: UInt32, _ root: Int, _ store: TermStore) {
    let missing = store.headers.count - triggerHeads.count
    if missing > 0 { triggerHeads += repeatElement(UInt32.max, count: missing) }
    guard let terms = Triggers.needed(root, of: program, store) else {
      always.append(keyword)
      return
    }
    for term in terms {
      triggered.append((keyword, triggerHeads[Int(term)]))
      triggerHeads[Int(term)] = UInt32(triggered.count - 1)
    }
  }

  // MARK: - Matching

  /// Reads an item's text once for several readers: title, summary and content, and what keywords ask
  /// for besides.
  ///
  /// - Parameters:
  ///   - input: the item.
  ///   - finished: a text that nobody needs any more; its memory is used again.
  /// - Returns: the text.
  public func read(_ input: MatchInput, reusing finished: consuming ReadText? = nil) -> ReadText {
    let fields = fields.union(.bare)
    guard isKnownUniquelyReferenced(&finished), let text = finished else {
      return ReadText(input, fields, collapsing: collapses)
    }
    text.read(input, fields, collapsing: collapses)
    return text
  }

  /// The keywords that an item matches and that alert, as ``matches(in:)-(MatchInput)``.
  public func matches(in text: ReadText) -> [KeywordMatch] {
    outcome(for: text, excerpts: true).alerting
  }

  /// The keywords that an item matches and that alert, with one entry for each sense found.
  ///
  /// Ordered as the keywords were given; of a keyword's senses those that alert come first.
  public func matches(in input: MatchInput) -> [KeywordMatch] {
    outcome(for: input).alerting
  }

  /// What an item matches, also where none of the senses found is one that alerts.
  ///
  /// - Parameters:
  ///   - input: the item.
  ///   - excerpts: false leaves the excerpts empty, which is much faster where many keywords match
  ///     and few matches are looked at.
  /// - Returns: the keywords that alert and those that do not.
  public func outcome(for input: MatchInput, excerpts: Bool = true) -> MatchOutcome {
    outcome(for: readForKeywords(input), excerpts: excerpts)
  }

  /// Whether some expression sees white space collapsed.
  private var collapses: Bool { program.hasRegexes || meaningProgram.hasRegexes }

  private func readForKeywords(_ input: MatchInput) -> ReadText {
    ReadText(input, fields, collapsing: collapses)
  }

  private func outcome(for text: ReadText, excerpts: Bool) -> MatchOutcome {
    var outcome = MatchOutcome()
    var meaningEvaluation: Evaluation? = nil
    forEachMatch(in: text) { keyword, evaluation, hits in
      guard let meanings = keyword.rules < 0 ? nil : rules[Int(keyword.rules)].meanings else {
        outcome.alerting.append(
          MatchText.match(
            keyword.name, hits, shown: 0, evaluation.text, excerpts: excerpts))
        return
      }
      let senses =
        meaningEvaluation
        ?? Evaluation(evaluation.text, meaningIndex.hits(in: evaluation.text))
      meaningEvaluation = senses
      let judged = meanings.judge(hits, senses, meaningProgram)
      let found = judged.matches(keyword.name, evaluation.text, excerpts: excerpts)
      if judged.alerts { outcome.alerting += found } else { outcome.withheld += found }
    }
    return outcome
  }

  /// The numbers of the keywords that an item matches, without excerpts and meanings.
  ///
  /// Numbers count from 0 in the order in which the keywords were given, and ascend.
  public func matchedKeywords(in input: MatchInput) -> [Int] {
    guard let (numbers, evaluation) = candidates(in: readForKeywords(input)) else { return [] }
    return numbers.lazy.filter { !matchedHits($0, evaluation, input).isEmpty }.map { Int($0) }
  }

  private func forEachMatch(
    in text: ReadText, _ body: (Keyword, Evaluation, [Hit]) -> Void
  ) {
    guard let (numbers, evaluation) = candidates(in: text) else { return }
    for number in numbers {
      let hits = matchedHits(number, evaluation, text.input)
      if !hits.isEmpty { body(keywords[Int(number)], evaluation, hits) }
    }
  }

  /// The keywords of which a needed term occurred, and no other one that they cannot do without is
  /// missing, ascending; nil where there are none.
  ///
  /// Most texts are left after a walk that only tells which terms they hold.
  private func candidates(in read: ReadText) -> (numbers: [UInt32], evaluation: Evaluation)? {
    let text = read.text
    let (stems, found) = (index.stems(of: text), read.found)
    index.find(in: text, stems: stems, into: found)
    var candidates = always
    for term in found.numbers {
      var place = triggerHeads[Int(term)]
      while place != UInt32.max {
        let keyword = triggered[Int(place)].keyword
        if program.mayHold(keywords[Int(keyword)].root, found) { candidates.append(keyword) }
        place = triggered[Int(place)].next
      }
    }
    guard !candidates.isEmpty else { return nil }
    candidates.sort()
    var numbers: [UInt32] = []
    for number in candidates where number != numbers.last { numbers.append(number) }
    return (numbers, Evaluation(text, index.hits(in: text, stems: stems)))
  }

  /// The places that speak for a keyword, ordered; empty where it does not match.
  private func matchedHits(
    _ number: UInt32, _ evaluation: Evaluation, _ input: MatchInput
  ) -> [Hit] {
    let keyword = keywords[Int(number)]
    if keyword.rules >= 0 {
      let rules = rules[Int(keyword.rules)]
      if let until = rules.until, let now = input.now, now >= until { return [] }
      guard rules.scope.covers(input) else { return [] }
    }
    var hits: [Hit] = []
    guard evaluation.holds(keyword.root, of: program, fields: keyword.fields, &hits) else {
      return []
    }
    if hits.count > 1 {
      hits.sort { ($0.segment, $0.range.lowerBound) < ($1.segment, $1.range.lowerBound) }
    }
    return hits
  }
}
