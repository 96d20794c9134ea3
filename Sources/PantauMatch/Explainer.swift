import FoundationEssentials
import PantauCore

extension Query {
  /// How the query was read: its tree without an item, with the stems that `~` stands for.
  public func explained() -> Explanation {
    Explainer(self, MatchInput(), bare: .bare).explanation(hasItem: false)
  }

  /// Why the query does or does not match an item, term by term.
  public func explained(in input: MatchInput) -> Explanation {
    Explainer(self, input, bare: .bare).explanation(hasItem: true)
  }
}

extension KeywordDefinition {
  /// Why the keyword would or would not alert: its query, its scope and its meanings.
  ///
  /// - Throws: where the query or one of the meanings cannot be read.
  public func explained(in input: MatchInput) throws(KeywordError) -> Explanation {
    let shelf = StemmerShelf()
    let query = try Matcher.query(self, shelf)
    let bare = Matcher.bareFields(scope)
    var program = QueryProgram()
    var store = TermStore()
    let rule = try Matcher.meanings(self, shelf, &program, &store)
    store.seal()
    let explainer = Explainer(query, input, bare: bare, collapsing: program.hasRegexes)
    var explanation = explainer.explanation(hasItem: true)
    explanation.keyword = name
    explanation.outOfScope = reasonsOutOfScope(input)
    if let rule {
      let evaluation = Evaluation(
        explainer.text, TermIndex(store, shelf).hits(in: explainer.text))
      explanation.occurrences = explainer.occurrences(rule, evaluation, program)
    }
    let senseAlerts =
      explanation.occurrences.isEmpty || explanation.occurrences.contains(where: \.isWanted)
    explanation.matches =
      explanation.matches == true && explanation.outOfScope.isEmpty && senseAlerts
    return explanation
  }

  private func reasonsOutOfScope(_ input: MatchInput) -> [String] {
    var reasons: [String] = []
    func check(_ part: KeywordScope, _ reason: String) {
      if !part.covers(input) { reasons.append(reason) }
    }
    check(
      KeywordScope(feeds: scope.feeds), "the feed is none of \(scope.feeds.joined(separator: ", "))"
    )
    check(
      KeywordScope(groups: scope.groups),
      "the feed's group is none of \(scope.groups.joined(separator: ", "))")
    check(
      KeywordScope(languages: scope.languages),
      "the language is none of \(scope.languages.joined(separator: ", "))")
    check(KeywordScope(hours: scope.hours), "the time of day is outside of the keyword's hours")
    if let until, let now = input.now, now >= until { reasons.append("the keyword has ended") }
    return reasons
  }
}

/// Explains one query on one item.
struct Explainer {
  let text: FoldedText
  private let query: Query
  private let program: QueryProgram
  private let root: Int
  private let store: TermStore
  private let evaluation: Evaluation
  private let bare: FieldSet
  private let scalars: [Unicode.Scalar]

  /// Walks an item's text; `collapsing` also where only the meanings have regular expressions.
  init(_ query: Query, _ input: MatchInput, bare: FieldSet, collapsing: Bool = false) {
    var program = QueryProgram()
    var store = TermStore()
    root = program.add(query, to: &store)
    store.seal()
    self.query = query
    self.program = program
    self.store = store
    self.bare = bare
    scalars = Array(query.text.unicodeScalars)
    text = input.folded(
      FieldSet(rawValue: 63), collapsing: collapsing || program.hasRegexes)
    evaluation = Evaluation(text, TermIndex(store, StemmerShelf()).hits(in: text))
  }

  func explanation(hasItem: Bool) -> Explanation {
    let node = node(root, hasItem: hasItem)
    return Explanation(
      query: query.text, keyword: nil, matches: node.holds, root: node, occurrences: [],
      outOfScope: [])
  }

  /// Each occurrence of the keyword, judged.
  func occurrences(
    _ rule: MeaningRule, _ senses: Evaluation, _ senseProgram: QueryProgram
  ) -> [Explanation.Occurrence] {
    var hits: [Hit] = []
    guard evaluation.holds(root, of: program, fields: bare, &hits) else { return [] }
    hits.sort { ($0.segment, $0.range.lowerBound) < ($1.segment, $1.range.lowerBound) }
    return rule.judge(hits, senses, senseProgram).verdicts.map { verdict in
      Explanation.Occurrence(
        place: place(hits[verdict.hit]), meaning: verdict.meaning,
        isWanted: rule.alertOn?.contains(verdict.meaning) ?? true,
        scores: verdict.scores.map { score in
          Explanation.Occurrence.Score(
            meaning: score.meaning, points: score.points,
            because: score.because.map { MatchText.text($0, text) })
        })
    }
  }

  private func node(_ number: Int, hasItem: Bool) -> Explanation.Node {
    let node = program.nodes[number]
    var hits: [Hit] = []
    let holds = evaluation.holds(number, of: program, fields: bare, &hits)
    let children = program.childNumbers(of: node).map { self.node(Int($0), hasItem: hasItem) }
    var explained = Explanation.Node(
      kind: node.kind.name, text: label(node), holds: hasItem ? holds : nil, places: [],
      note: nil, children: children)
    let isLeaf = node.kind == .term || node.kind == .regex
    guard hasItem else {
      explained.note = node.kind == .term ? stems(node) : nil
      return explained
    }
    if isLeaf || node.kind == .near { explained.places = places(hits) }
    explained.note = note(node, number, holds: holds)
    return explained
  }

  private func places(_ hits: [Hit]) -> [Explanation.Place] {
    hits.sorted { ($0.segment, $0.firstWord) < ($1.segment, $1.firstWord) }.map(place)
  }

  private func place(_ hit: Hit) -> Explanation.Place {
    let segment = text.segments[hit.segment]
    return Explanation.Place(
      field: segment.field, word: hit.firstWord - segment.firstWord + 1,
      text: MatchText.text(hit, text))
  }

  /// The part as written, a leaf's field before it.
  private func label(_ node: QueryNode) -> String {
    switch node.kind {
    case .and: return "AND"
    case .or: return "OR"
    case .not: return "NOT"
    case .near: return "NEAR/\(node.distance)"
    case .term, .regex:
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[Int(node.start)..<min(Int(node.end), scalars.count)])
      let fields = node.fields.fields.map { $0.rawValue + ":" }.joined()
      return fields + String(view)
    }
  }

  private func stems(_ node: QueryNode) -> String? {
    let header = store.headers[Int(node.first)]
    let stems = (0..<Int(header.elementCount)).map { store.element($0, of: header) }
      .filter { $0.kind == .stem }.map { String(decoding: store.text($0), as: UTF8.self) }
    return stems.isEmpty ? nil : "stem " + stems.joined(separator: ", ")
  }

  // MARK: - What came closest

  private func note(_ node: QueryNode, _ number: Int, holds: Bool) -> String? {
    switch node.kind {
    case .term:
      let closest =
        holds ? nil : NearMiss(self.text, fields(node)).note(query.terms, node.first, store)
      let notes = [stems(node), closest].compactMap { $0 }
      return notes.isEmpty ? nil : notes.joined(separator: "; ")
    case .regex: return nil
    case .not: return holds ? nil : ruledOut(node)
    case .near: return holds ? nil : distance(node)
    case .and, .or: return nil
    }
  }

  private func fields(_ node: QueryNode) -> FieldSet {
    node.fields.isEmpty ? bare : node.fields
  }

  private func ruledOut(_ node: QueryNode) -> String? {
    var hits: [Hit] = []
    for child in program.childNumbers(of: node) {
      _ = evaluation.holds(Int(child), of: program, fields: bare, &hits)
    }
    return places(hits).first.map { "\($0) ruled it out" }
  }

  private func distance(_ node: QueryNode) -> String? {
    let sides = program.childNumbers(of: node).map { child -> [Hit] in
      var hits: [Hit] = []
      _ = evaluation.holds(Int(child), of: program, fields: bare, &hits)
      return hits
    }
    guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { return nil }
    // A hundred of each side are enough for a hint.
    var best: (left: Hit, right: Hit, distance: Int)?
    for left in sides[0].prefix(100) {
      for right in sides[1].prefix(100)
      where right.segment == left.segment && !left.overlaps(right) {
        let distance = WordDistance.between(left, right)
        if best.map({ distance < $0.distance }) ?? true { best = (left, right, distance) }
      }
    }
    guard let best else {
      let isOnePlace = sides[0].prefix(100).contains { left in
        sides[1].prefix(100).contains { left.overlaps($0) }
      }
      return isOnePlace ? "one place is not near itself" : "they stand in different fields"
    }
    return "nearest \(best.distance) words apart: \(place(best.left)), \(place(best.right))"
  }
}

extension QueryNode.Kind {
  /// The kind's name in JSON.
  var name: String {
    switch self {
    case .term: "term"
    case .regex: "regex"
    case .and: "and"
    case .or: "or"
    case .not: "not"
    case .near: "near"
    }
  }
}
