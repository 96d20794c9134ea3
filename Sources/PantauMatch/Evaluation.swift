/// The truth of queries on one text whose terms' places are known.
final class Evaluation {
  /// A regular expression's matches are looked at up to this many in a field.
  static let maxRegexMatches = 100

  let text: FoldedText
  private let hits: [Hit]
  private var regexHits: [ObjectIdentifier: [Hit]] = [:]

  /// Takes hits ordered by term.
  init(_ text: FoldedText, _ hits: [Hit]) {
    self.text = text
    self.hits = hits
  }

  /// Where a term stands, in the fields looked at.
  func hits(of term: UInt32, in fields: FieldSet) -> [Hit] {
    var (low, high) = (0, hits.count)
    while low < high {
      let middle = (low + high) / 2
      if hits[middle].term < term { low = middle + 1 } else { high = middle }
    }
    var found: [Hit] = []
    while low < hits.count, hits[low].term == term {
      if !fields.isDisjoint(with: text.segments[hits[low].segment].fields) {
        found.append(hits[low])
      }
      low += 1
    }
    return found
  }

  /// Whether a node of a program holds; the places that speak for it are added to `found`.
  func holds(
    _ number: Int, of program: QueryProgram, fields: FieldSet, _ found: inout [Hit]
  ) -> Bool {
    let node = program.nodes[number]
    let looked = node.fields.isEmpty ? fields : node.fields
    switch node.kind {
    case .term:
      let hits = hits(of: node.first, in: looked)
      found += hits
      return !hits.isEmpty
    case .regex:
      let hits = hits(of: program.regexes[Int(node.first)], in: looked)
      found += hits
      return !hits.isEmpty
    case .and:
      let count = found.count
      for child in program.childNumbers(node)
      where !holds(Int(child), of: program, fields: fields, &found) {
        found.removeLast(found.count - count)
        return false
      }
      return true
    case .or:
      var holdsAny = false
      for child in program.childNumbers(node) {
        if holds(Int(child), of: program, fields: fields, &found) { holdsAny = true }
      }
      return holdsAny
    case .not:
      var ruledOut: [Hit] = []
      return !program.childNumbers(node).contains {
        holds(Int($0), of: program, fields: fields, &ruledOut)
      }
    case .near:
      let near = near(node, of: program, fields: fields)
      found += near
      return !near.isEmpty
    }
  }

  /// Where an expression matches, in the fields looked at.
  func hits(of regex: RegularExpression, in fields: FieldSet) -> [Hit] {
    let all = regexHits[ObjectIdentifier(regex)] ?? findAll(regex)
    regexHits[ObjectIdentifier(regex)] = all
    return all.filter { !fields.isDisjoint(with: text.segments[$0.segment].fields) }
  }

  private func findAll(_ regex: RegularExpression) -> [Hit] {
    var found: [Hit] = []
    for (index, segment) in text.segments.enumerated() {
      for places in regex.matches(in: segment.original, limit: Self.maxRegexMatches) {
        let start = text.foldedPlace(places.lowerBound, in: segment)
        let end = max(start, text.foldedPlace(places.upperBound, in: segment))
        var hit = text.hit(.max, start..<end, segment: index)
        hit.original = places
        found.append(hit)
      }
    }
    return found
  }

  // MARK: - NEAR

  /// The places of both sides that have one of the other side near them, in the same text.
  private func near(_ node: QueryNode, of program: QueryProgram, fields: FieldSet) -> [Hit] {
    let sides = program.childNumbers(node).map { side -> [Hit] in
      var hits: [Hit] = []
      _ = holds(Int(side), of: program, fields: fields, &hits)
      return hits.sorted { ($0.segment, $0.firstWord) < ($1.segment, $1.firstWord) }
    }
    guard sides.count == 2 else { return [] }
    let distance = Int(node.distance)
    return sides[0].filter { WordDistance.isAny(of: sides[1], within: distance, of: $0) }
      + sides[1].filter { WordDistance.isAny(of: sides[0], within: distance, of: $0) }
  }
}

/// How many word positions lie between hits.
enum WordDistance {
  /// From nearest word to nearest word; 1 side by side, 0 where they overlap.
  static func between(_ left: Hit, _ right: Hit) -> Int {
    max(0, max(right.firstWord - left.lastWord, left.firstWord - right.lastWord))
  }

  /// Whether any of the hits, ordered by place, lies within a distance, in the same text.
  ///
  /// One that shares letters with the hit is the same occurrence, not one beside it. (Words of scripts
  /// without spaces may share a run, and so a word's number.)
  static func isAny(of hits: [Hit], within distance: Int, of hit: Hit) -> Bool {
    // No hit that begins later than this can be near.
    var (low, high) = (0, hits.count)
    let last = (hit.segment, hit.lastWord + distance)
    while low < high {
      let middle = (low + high) / 2
      if (hits[middle].segment, hits[middle].firstWord) <= last {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low > 0, hits[low - 1].segment == hit.segment {
      low -= 1
      if between(hits[low], hit) <= distance, !hits[low].overlaps(hit) { return true }
      // Terms are short: one that begins far before does not reach here.
      if hits[low].firstWord < hit.firstWord - distance - QueryParser.maxPhraseWords {
        return false
      }
    }
    return false
  }
}
