/// Whether any combination of terms found and not found satisfies a query.
///
/// An atom is a term in one field. Only atoms that the query both asks for and forbids can make it
/// impossible; all others are set as the query would have them. The search is bounded: a query
/// with very many of such atoms passes unproven.
struct Satisfiability {
  /// How many steps the search may take.
  static let maxSteps = 20_000

  /// A term (or expression, or a NEAR) in a field.
  private struct Atom: Hashable {
    var kind: QueryNode.Kind
    var number: UInt32
    var field: UInt8
  }

  private let query: Query
  private var steps = 0

  init(_ query: Query) {
    self.query = query
  }

  mutating func isSatisfiable() -> Bool {
    var asked: Set<Atom> = []
    var forbidden: Set<Atom> = []
    collect(query.nodes.count - 1, isAsked: true, &asked, &forbidden)
    let torn = asked.intersection(forbidden)
    guard !torn.isEmpty else { return true }
    var values: [Atom: Bool] = [:]
    for atom in asked.subtracting(torn) { values[atom] = true }
    for atom in forbidden.subtracting(torn) { values[atom] = false }
    return search(Array(torn), from: 0, &values)
  }

  private mutating func search(_ torn: [Atom], from index: Int, _ values: inout [Atom: Bool])
    -> Bool
  {
    steps += 1
    guard steps < Self.maxSteps else { return true }
    switch value(query.nodes.count - 1, values) {
    case true?: return true
    case false?: return false
    case nil: break
    }
    guard index < torn.count else { return true }
    for value in [true, false] {
      values[torn[index]] = value
      if search(torn, from: index + 1, &values) { return true }
    }
    values[torn[index]] = nil
    return false
  }

  private func fields(_ node: QueryNode) -> [UInt8] {
    let fields = node.fields.isEmpty ? FieldSet.bare : node.fields
    return (0..<6).filter { fields.rawValue & 1 << $0 != 0 }
  }

  private func collect(
    _ number: Int, isAsked: Bool, _ asked: inout Set<Atom>, _ forbidden: inout Set<Atom>
  ) {
    let node = query.nodes[number]
    switch node.kind {
    case .term, .regex:
      for field in fields(node) {
        let atom = Atom(kind: node.kind, number: node.first, field: field)
        if isAsked { asked.insert(atom) } else { forbidden.insert(atom) }
      }
    case .near:
      for field in UInt8(0)..<6 {
        let atom = Atom(kind: .near, number: UInt32(number), field: field)
        if isAsked { asked.insert(atom) } else { forbidden.insert(atom) }
      }
      fallthrough
    case .and, .or:
      for child in query.childNumbers(node) {
        collect(Int(child), isAsked: isAsked, &asked, &forbidden)
      }
    case .not:
      for child in query.childNumbers(node) {
        collect(Int(child), isAsked: !isAsked, &asked, &forbidden)
      }
    }
  }

  /// The truth of a node in one field or in any, nil while it depends on atoms not yet set.
  private func value(_ number: Int, _ values: [Atom: Bool], field: UInt8? = nil) -> Bool? {
    let node = query.nodes[number]
    switch node.kind {
    case .term, .regex:
      let atoms = fields(node).filter { field == nil || $0 == field }.map {
        values[Atom(kind: node.kind, number: node.first, field: $0)]
      }
      return any(atoms)
    case .near:
      // Near each other in a field: both stand in it, and the distance is short enough.
      return any(
        (UInt8(0)..<6).map { field in
          let sides = query.childNumbers(node).map { value(Int($0), values, field: field) }
          return all(sides + [values[Atom(kind: .near, number: UInt32(number), field: field)]])
        })
    case .and: return all(query.childNumbers(node).map { value(Int($0), values, field: field) })
    case .or: return any(query.childNumbers(node).map { value(Int($0), values, field: field) })
    case .not: return all(query.childNumbers(node).map { value(Int($0), values) }).map { !$0 }
    }
  }

  private func any(_ values: [Bool?]) -> Bool? {
    if values.contains(true) { return true }
    return values.contains(nil) ? nil : false
  }

  private func all(_ values: [Bool?]) -> Bool? {
    if values.contains(false) { return false }
    return values.contains(nil) ? nil : true
  }
}
