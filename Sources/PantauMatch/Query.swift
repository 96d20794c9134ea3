/// A keyword query, read, checked and ready to be matched.
public struct Query: Sendable {
  /// The query as written.
  public let text: String
  /// What is allowed but seldom meant: small-letter operators, very short stems.
  public let warnings: [QueryWarning]

  /// The tree as read, for explanations.
  let expression: Expression
  /// The tree over `terms` and `regexes`, children before parents; the last node is the root.
  let nodes: [QueryNode]
  let children: [UInt32]
  let terms: [Term]
  let regexes: [RegularExpression]

  /// Reads a query.
  ///
  /// - Parameters:
  ///   - text: the query, in the language of docs/queries.md.
  ///   - language: what `~` stems by, an ISO 639 code or a name of libstemmer.
  ///   - clitics: whether -nya, -lah, -kah, -pun, -ku and -mu may follow a plain word.
  /// - Throws: where the query cannot be read, could never match, or would match an empty item.
  public init(
    parsing text: String, language: String = "id", clitics: Bool = false
  ) throws(QueryError) {
    try self.init(text, language: language, clitics: clitics, stemmers: StemmerShelf())
  }

  init(
    _ text: String, language: String, clitics: Bool, stemmers: StemmerShelf
  ) throws(QueryError) {
    var parser = QueryParser(text)
    let expression = try parser.parse()
    var assembler = QueryAssembler(
      text, TermBuilder(language: language, clitics: clitics, stemmers: stemmers))
    try assembler.assemble(expression)
    self.text = text
    self.expression = expression
    nodes = assembler.nodes
    children = assembler.children
    terms = assembler.terms
    regexes = assembler.regexes
    warnings = parser.warnings + assembler.warnings
    try refuseWhatCannotBeMeant()
  }

  /// Whether the tree is one word or phrase and nothing else.
  var isSingleTerm: Bool { nodes.count == 1 && nodes[0].kind == .term }
}
