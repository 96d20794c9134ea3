/// The trees of many queries in few arrays; terms are numbered as in a `TermStore`.
struct QueryProgram: Sendable {
  private(set) var nodes: [QueryNode] = []
  private(set) var children: [UInt32] = []
  private(set) var regexes: [RegularExpression] = []

  /// Whether some part needs texts whose white space is collapsed.
  var hasRegexes: Bool { !regexes.isEmpty }

  /// Adds a query's tree and its terms.
  ///
  /// - Returns: the number of the root.
  mutating func add(_ query: Query, to store: inout TermStore) -> Int {
    let nodeBase = UInt32(nodes.count)
    let childBase = UInt32(children.count)
    let regexBase = UInt32(regexes.count)
    let numbers = query.terms.map { store.add($0) }
    for var node in query.nodes {
      switch node.kind {
      case .term: node.first = numbers[Int(node.first)]
      case .regex: node.first += regexBase
      default: node.first += childBase
      }
      nodes.append(node)
    }
    children += query.children.map { $0 + nodeBase }
    regexes += query.regexes
    return nodes.count - 1
  }

  func childNumbers(_ node: QueryNode) -> ArraySlice<UInt32> {
    children[Int(node.first)..<Int(node.first + node.count)]
  }

  /// The children of a node, none for a leaf.
  func childNumbers(of node: QueryNode) -> ArraySlice<UInt32> {
    node.kind == .term || node.kind == .regex ? [] : childNumbers(node)
  }

  /// Every field that some node looks in, given what bare terms look in.
  func fields(from root: Int, bare: FieldSet) -> FieldSet {
    let node = nodes[root]
    switch node.kind {
    case .term, .regex: return node.fields.isEmpty ? bare : node.fields
    default:
      return childNumbers(node).reduce([]) { $0.union(fields(from: Int($1), bare: bare)) }
    }
  }
}
