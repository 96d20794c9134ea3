/// Which queries are worth evaluating: those of which a term that they cannot do without was found.
struct Triggers: Sendable {
  /// The terms any one of which must occur, or nil where a regular expression may stand for them.
  ///
  /// Of the sides of an AND the rarer one is taken, of an OR both, of a NOT none: a query that an
  /// empty item does not satisfy always has some.
  static func needed(_ root: Int, of program: QueryProgram, _ store: TermStore) -> [UInt32]? {
    guard let choice = choose(root, isAsked: true, program, store), !choice.hasRegex else {
      return nil
    }
    return Array(Set(choice.terms))
  }

  private struct Choice {
    var terms: [UInt32]
    var hasRegex = false
    /// The least rarity of the terms: longer ones are rarer.
    var rarity: Int
  }

  private static func choose(
    _ number: Int, isAsked: Bool, _ program: QueryProgram, _ store: TermStore
  ) -> Choice? {
    let node = program.nodes[number]
    switch node.kind {
    case .term:
      return isAsked ? Choice(terms: [node.first], rarity: rarity(node.first, store)) : nil
    case .regex:
      // Costly to look for, so anything beside it in an AND is taken first.
      return isAsked ? Choice(terms: [], hasRegex: true, rarity: -1) : nil
    case .not:
      return choose(
        Int(program.childNumbers(node)[program.childNumbers(node).startIndex]),
        isAsked: !isAsked, program, store)
    case .and, .or, .near:
      let parts = program.childNumbers(node).map {
        choose(Int($0), isAsked: isAsked, program, store)
      }
      // Under a NOT, AND and OR change places.
      return (node.kind == .or) == isAsked
        ? union(parts) : parts.compactMap { $0 }.max { $0.rarity < $1.rarity }
    }
  }

  private static func union(_ parts: [Choice?]) -> Choice? {
    var all = Choice(terms: [], rarity: .max)
    for part in parts {
      guard let part else { return nil }
      all.terms += part.terms
      all.hasRegex = all.hasRegex || part.hasRegex
      all.rarity = min(all.rarity, part.rarity)
    }
    return all
  }

  private static func rarity(_ term: UInt32, _ store: TermStore) -> Int {
    let header = store.headers[Int(term)]
    var letters = 0
    for index in 0..<Int(header.elementCount) {
      letters += Int(store.element(index, of: header).count)
    }
    return header.anchor == .word ? letters : letters / 2
  }
}
