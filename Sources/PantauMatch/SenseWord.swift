/// A word, phrase or expression that speaks for a sense.
struct SenseWord: Sendable {
  /// The leaf of the sense's query.
  let leaf: QueryNode
  /// For each place of the leaf in the query, the nodes that may not be in reach.
  ///
  /// They stand under NOT beside it. The leaf speaks where one of its places allows it.
  fileprivate(set) var ruledOutBy: [[Int]]
}

extension QueryProgram {
  /// The words that speak for a sense, each once.
  ///
  /// What stands under NOT speaks for nothing; it rules out what it is joined with by AND.
  func senseWords(_ root: Int) -> [SenseWord] {
    var words: [SenseWord] = []
    collect(root, ruledOutBy: [], &words)
    return words
  }

  private func collect(_ number: Int, ruledOutBy outer: [Int], _ words: inout [SenseWord]) {
    let node = nodes[number]
    switch node.kind {
    case .term, .regex:
      let known = words.firstIndex {
        $0.leaf.kind == node.kind && $0.leaf.first == node.first && $0.leaf.fields == node.fields
      }
      if let known {
        words[known].ruledOutBy.append(outer)
      } else {
        words.append(SenseWord(leaf: node, ruledOutBy: [outer]))
      }
    case .and:
      let parts = childNumbers(node).map { unwrapped(Int($0)) }
      let ruledOutBy = outer + parts.filter(\.isNegated).map(\.number)
      for part in parts where !part.isNegated {
        collect(part.number, ruledOutBy: ruledOutBy, &words)
      }
    case .or, .near:
      for child in childNumbers(node) { collect(Int(child), ruledOutBy: outer, &words) }
    case .not:
      let inner = unwrapped(number)
      if !inner.isNegated { collect(inner.number, ruledOutBy: outer, &words) }
    }
  }

  /// What stands under NOTs, and whether their number is odd.
  private func unwrapped(_ number: Int) -> (number: Int, isNegated: Bool) {
    var (number, isNegated) = (number, false)
    while nodes[number].kind == .not, let child = childNumbers(nodes[number]).first {
      number = Int(child)
      isNegated.toggle()
    }
    return (number, isNegated)
  }
}
