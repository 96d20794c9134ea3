import PantauCore

/// Which words of senses are in reach of an occurrence of the keyword.
final class SenseReach {
  private let evaluation: Evaluation
  private let program: QueryProgram
  /// The places of leaves asked for so far; most have none, and many occurrences ask for the same.
  private var known: [Leaf: [Hit]] = [:]

  private struct Leaf: Hashable {
    var kind: QueryNode.Kind
    var first: UInt32
    var fields: FieldSet
  }

  var text: FoldedText { evaluation.text }

  init(_ evaluation: Evaluation, _ program: QueryProgram) {
    self.evaluation = evaluation
    self.program = program
  }

  /// The place of a word that counts for an occurrence; nil out of reach, or where it is ruled out.
  func place(of word: SenseWord, for hit: Hit) -> Hit? {
    guard let place = deciding(hit, places(of: word.leaf)) else { return nil }
    let isAllowed = word.ruledOutBy.contains { nodes in !nodes.contains { holds($0, for: hit) } }
    return isAllowed ? place : nil
  }

  /// Whether a part of a sense's query holds by the words in reach.
  private func holds(_ number: Int, for hit: Hit) -> Bool {
    let node = program.nodes[number]
    let children = program.childNumbers(of: node)
    switch node.kind {
    case .term, .regex: return deciding(hit, places(of: node)) != nil
    case .and: return children.allSatisfy { holds(Int($0), for: hit) }
    case .or: return children.contains { holds(Int($0), for: hit) }
    case .not: return !children.contains { holds(Int($0), for: hit) }
    case .near:
      var places: [Hit] = []
      _ = evaluation.holds(number, of: program, fields: .bare, &places)
      return deciding(hit, places) != nil
    }
  }

  private func places(of node: QueryNode) -> [Hit] {
    let fields = node.fields.isEmpty ? FieldSet.bare : node.fields
    let leaf = Leaf(kind: node.kind, first: node.first, fields: fields)
    if let places = known[leaf] { return places }
    let places =
      node.kind == .regex
      ? evaluation.hits(of: program.regexes[Int(node.first)], in: fields)
      : evaluation.hits(of: node.first, in: fields)
    known[leaf] = places
    return places
  }

  /// The place of a term that counts for an occurrence.
  ///
  /// One in the title, else the nearest within reach. Fields beside the text (`category:pajak`) have
  /// no distance and count wherever they say it.
  private func deciding(_ hit: Hit, _ places: [Hit]) -> Hit? {
    guard !places.isEmpty else { return nil }
    if let inTitle = places.first(where: { text.segments[$0.segment].field == .title }) {
      return inTitle
    }
    if let beside = places.first(where: isBeside) { return beside }
    guard !isBeside(hit) else { return nil }
    let nearest = places.min { WordDistance.between($0, hit) < WordDistance.between($1, hit) }
    return nearest.flatMap { WordDistance.between($0, hit) <= MeaningRule.reach ? $0 : nil }
  }

  private func isBeside(_ place: Hit) -> Bool {
    FieldSet.bare.isDisjoint(with: text.segments[place.segment].fields)
  }
}
