/// How many items each word stands in, for showing what an archive holds.
public struct WordTally: Sendable {
  /// For each word, folded as queries compare it, the number of items that hold it.
  public private(set) var counts: [String: Int] = [:]

  /// No more different words than this are counted; those that come first are.
  public static let maxWords = 500_000

  /// Starts empty.
  public init() {}

  /// Counts the words of an item's title, summary and content, each once.
  public mutating func add(_ input: MatchInput) {
    let text = input.folded(.bare, collapsing: false)
    var words: Set<String> = []
    for index in 0..<text.words.count {
      let word = text.words[index]
      let count = Int(word.end) - Int(word.start)
      guard (1...80).contains(count) else { continue }
      let bytes = UnsafeBufferPointer(start: text.bytes.base + Int(word.start), count: count)
      words.insert(String(decoding: bytes, as: UTF8.self))
    }
    for word in words where counts.count < Self.maxWords || counts[word] != nil {
      counts[word, default: 0] += 1
    }
  }
}

extension Query {
  /// The stems that the query's `~` stand for, each once, in the query's order.
  public var stems: [String] { folded { $0 == .stem } }

  /// The query's plain words, folded, each once, in the query's order; also those under NOT.
  public var words: [String] { folded { $0 == .word } }

  private func folded(_ isWanted: (Term.Element.Kind) -> Bool) -> [String] {
    var found: [String] = []
    for term in terms {
      for element in term.elements where isWanted(element.kind) {
        let text = String(decoding: term.bytes(of: element), as: UTF8.self)
        if !found.contains(text) { found.append(text) }
      }
    }
    return found
  }
}
