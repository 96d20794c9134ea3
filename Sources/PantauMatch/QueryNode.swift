/// A node of a query's tree, in a flat row.
struct QueryNode: Sendable {
  enum Kind: UInt8, Sendable {
    case term, regex, and, or, not, near
  }

  var kind: Kind
  /// Where a term or an expression looks; empty where the keyword's own fields hold.
  var fields: FieldSet = []
  /// The words between the two sides of a NEAR.
  var distance: UInt8 = 0
  /// The term or the expression; or the first of the children in `children`.
  var first: UInt32
  /// How many children.
  var count: UInt32 = 0
  /// The place in the query's text, in scalars.
  var start: UInt32 = 0
  var end: UInt32 = 0
}

/// Turns the tree as read into flat nodes, equal terms into one.
struct QueryAssembler {
  private let text: String
  private var builder: TermBuilder
  private var places: [Term: UInt32] = [:]
  private(set) var nodes: [QueryNode] = []
  private(set) var children: [UInt32] = []
  private(set) var terms: [Term] = []
  private(set) var regexes: [RegularExpression] = []
  private var regexPlaces: [String: UInt32] = [:]
  private(set) var warnings: [QueryWarning] = []

  init(_ text: String, _ builder: TermBuilder) {
    self.text = text
    self.builder = builder
  }

  /// Adds an expression and all below it.
  ///
  /// - Returns: the number of its node.
  @discardableResult
  mutating func assemble(_ expression: Expression) throws(QueryError) -> UInt32 {
    switch expression {
    case .phrase(let phrase):
      let term = try number(of: phrase)
      return add(QueryNode(kind: .term, fields: phrase.fields ?? [], first: term), phrase.range)
    case .regex(let regex):
      let number = try number(of: regex)
      return add(QueryNode(kind: .regex, fields: regex.fields ?? [], first: number), regex.range)
    case .and(let parts): return try addParent(.and, parts)
    case .or(let parts): return try addParent(.or, parts)
    case .not(let part): return try addParent(.not, [part])
    case .near(let distance, let left, let right, let place):
      let node = try addParent(.near, [left, right])
      nodes[Int(node)].distance = UInt8(clamping: distance)
      nodes[Int(node)].start = UInt32(place.range.lowerBound)
      nodes[Int(node)].end = UInt32(place.range.upperBound)
      return node
    }
  }

  private mutating func add(_ node: QueryNode, _ range: Range<Int>) -> UInt32 {
    var node = node
    node.start = UInt32(range.lowerBound)
    node.end = UInt32(range.upperBound)
    nodes.append(node)
    return UInt32(nodes.count - 1)
  }

  private mutating func addParent(
    _ kind: QueryNode.Kind, _ parts: [Expression]
  ) throws(QueryError) -> UInt32 {
    var numbers: [UInt32] = []
    for part in parts { numbers.append(try assemble(part)) }
    let node = QueryNode(
      kind: kind, first: UInt32(children.count), count: UInt32(numbers.count))
    children += numbers
    let start = numbers.first.map { Int(nodes[Int($0)].start) } ?? 0
    let end = numbers.last.map { Int(nodes[Int($0)].end) } ?? start
    return add(node, start..<end)
  }

  private mutating func number(of phrase: Phrase) throws(QueryError) -> UInt32 {
    let term: Term
    do throws(TermFault) {
      term = try builder.term(phrase)
    } catch {
      throw fault(at: phrase.range.lowerBound, error.message, error.suggestion)
    }
    warnOfShortStems(term, phrase)
    if terms.isEmpty {
      // Most queries are one term: no dictionary is made for them.
      terms.append(term)
      return 0
    }
    if places.isEmpty { places[terms[0]] = 0 }
    if let known = places[term] { return known }
    terms.append(term)
    places[term] = UInt32(terms.count - 1)
    return UInt32(terms.count - 1)
  }

  private mutating func warnOfShortStems(_ term: Term, _ phrase: Phrase) {
    for element in term.elements where element.kind == .stem && element.count < 4 {
      let stem = String(decoding: term.bytes(of: element), as: UTF8.self)
      warnings.append(
        QueryWarning(
          offset: QueryReader(text).offset(of: phrase.range.lowerBound),
          message: "the stem \"\(stem)\" has under four letters and will be that of many words; "
            + "`pantau explain` shows which"))
    }
  }

  private mutating func number(of regex: RegexTerm) throws(QueryError) -> UInt32 {
    let key = (regex.isCaseSensitive ? "c" : "i") + regex.pattern
    if let known = regexPlaces[key] { return known }
    do throws(RegularExpression.Fault) {
      regexes.append(
        try RegularExpression(regex.pattern, isCaseSensitive: regex.isCaseSensitive))
    } catch {
      throw fault(
        at: regex.range.lowerBound, "this regular expression cannot be used: \(error.message)",
        "see RE2's syntax; it has no backreferences and no look-around")
    }
    guard regexes[regexes.count - 1].matches(in: "", limit: 1).isEmpty else {
      throw fault(
        at: regex.range.lowerBound, "this regular expression matches nothing at all, so every item",
        "let it ask for at least one character")
    }
    regexPlaces[key] = UInt32(regexes.count - 1)
    return UInt32(regexes.count - 1)
  }

  private func fault(at place: Int, _ message: String, _ suggestion: String?) -> QueryError {
    QueryReader(text).error(at: place, message, suggestion)
  }
}
