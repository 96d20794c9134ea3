/// Queries that are well formed and still cannot be meant.
extension Query {
  /// Refuses what an empty item satisfies, and what nothing satisfies.
  func refuseWhatCannotBeMeant() throws(QueryError) {
    guard !isSingleTerm else { return }
    let root = nodes.count - 1
    if holds(root, { _ in false }) {
      throw QueryReader(text).error(
        at: faultPlace(of: root),
        "an empty item satisfies this, for it only says what must not be there",
        "say as well what must be there: A NOT B")
    }
    if !canHold() {
      throw QueryReader(text).error(
        at: Int(nodes[root].start), "this can never match, for it asks and forbids the same word",
        "take one of the two out")
    }
  }

  /// The first negative part, where a person looks for the fault.
  private func faultPlace(of node: Int) -> Int {
    guard let index = nodes.indices.first(where: { nodes[$0].kind == .not }) else {
      return Int(nodes[node].start)
    }
    return notPlace(index)
  }

  /// The place of the NOT itself, which stands before its operand.
  private func notPlace(_ node: Int) -> Int {
    let scalars = Array(text.unicodeScalars)
    var place = Int(nodes[node].start)
    let word = Array("NOT".unicodeScalars)
    while place > 0 {
      place -= 1
      if place + 3 <= scalars.count && Array(scalars[place..<place + 3]) == word { return place }
    }
    return Int(nodes[node].start)
  }

  func childNumbers(_ node: QueryNode) -> ArraySlice<UInt32> {
    children[Int(node.first)..<Int(node.first + node.count)]
  }

  /// Whether the tree holds when each leaf (by its node's number) does or does not.
  private func holds(_ number: Int, _ leaf: (Int) -> Bool) -> Bool {
    let node = nodes[number]
    switch node.kind {
    case .term, .regex: return leaf(number)
    case .and, .near: return childNumbers(node).allSatisfy { holds(Int($0), leaf) }
    case .or: return childNumbers(node).contains { holds(Int($0), leaf) }
    case .not: return !childNumbers(node).allSatisfy { holds(Int($0), leaf) }
    }
  }

  /// Decides by logic over equal terms whether any item could satisfy the query.
  private func canHold() -> Bool {
    var search = Satisfiability(self)
    return search.isSatisfiable()
  }
}
