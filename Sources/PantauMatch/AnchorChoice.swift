/// Chooses by which part a term is found in a text: the one that texts hold least often.
enum AnchorChoice {
  static func choose(for term: inout Term) {
    var best: (anchor: Term.Anchor, index: Int, weight: Int)? = nil
    for index in term.elements.indices {
      guard let anchor = anchor(index, of: term) else { continue }
      let weight = weight(anchor, Int(term.elements[index].count))
      if best.map({ weight > $0.weight }) ?? true { best = (anchor, index, weight) }
    }
    term.anchor = best?.anchor ?? .bytes
    term.anchorElement = best?.index ?? 0
  }

  /// Longer words are rarer; whole words are cheaper to find than beginnings, those than stems.
  private static func weight(_ anchor: Term.Anchor, _ count: Int) -> Int {
    switch anchor {
    case .word: 2000 + count
    case .prefix: 1000 + count
    case .stem: count
    case .bytes: -1
    }
  }

  private static func anchor(_ index: Int, of term: Term) -> Term.Anchor? {
    let element = term.elements[index]
    switch element.kind {
    case .separator, .symbols: return nil
    case .stem: return .stem
    case .word:
      // One of many letters of a script without spaces: rows of bytes are rarer.
      if isLetterOfRun(index, term) { return nil }
      return isCutBefore(index, term) && isCutAfter(index, term) ? .word : nil
    case .prefix: return isCutBefore(index, term) ? .prefix : nil
    }
  }

  /// Whether an element is followed or preceded by another word without anything between them.
  private static func isLetterOfRun(_ index: Int, _ term: Term) -> Bool {
    guard let first = term.bytes(of: term.elements[index]).first, first >= 0x80 else {
      return false
    }
    return [index - 1, index + 1].contains { neighbour in
      term.elements.indices.contains(neighbour) && term.elements[neighbour].isWord
    }
  }

  /// Whether every text that holds the term has a word beginning at this element.
  private static func isCutBefore(_ index: Int, _ term: Term) -> Bool {
    if index == 0 { return term.isBorderedAtStart }
    let before = term.elements[index - 1]
    guard before.kind == .symbols else { return true }
    return cuts(term.bytes(of: before).last, edge: term.bytes(of: term.elements[index]).first)
  }

  private static func isCutAfter(_ index: Int, _ term: Term) -> Bool {
    if index == term.elements.count - 1 { return term.isBorderedAtEnd }
    let after = term.elements[index + 1]
    guard after.kind == .symbols else { return true }
    return cuts(term.bytes(of: after).first, edge: term.bytes(of: term.elements[index]).last)
  }

  /// Whether a symbol beside a word always ends it: those that may join letters or digits do not.
  private static func cuts(_ symbol: UInt8?, edge: UInt8?) -> Bool {
    guard let symbol, let edge, symbol < 0x80, edge < 0x80 else { return false }
    switch symbol {
    case ASCII.apostrophe, 0x22: return false
    case 0x2C, 0x2E, 0x3B: return ASCII.isLetter(edge)
    default: return true
    }
  }
}
