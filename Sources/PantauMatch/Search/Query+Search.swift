/// Queries as the full-text index is asked.
extension Query {
  /// The query in FTS5's language, over the columns `title`, `body` and `other` of `SearchText`.
  ///
  /// Finds every item that the query matches, and some that it does not: the matcher decides. NOT,
  /// NEAR's distance and the sign `=` only widen.
  ///
  /// - Parameter spellings: the words of the query's stems.
  /// - Returns: nil where the index cannot narrow at all: regular expressions and symbols alone, and
  ///   stems without their spellings.
  public func searchExpression(_ spellings: StemSpellings? = nil) -> String? {
    expression(of: nodes.count - 1, spellings)
  }

  private func expression(of number: Int, _ spellings: StemSpellings?) -> String? {
    let node = nodes[number]
    switch node.kind {
    case .term:
      let columns = Self.columns(node.fields.isEmpty ? .bare : node.fields)
      let phrases = SearchPhrases(terms[Int(node.first)], spellings).phrases
      return Self.joined(phrases.map { "{\(columns)} : \($0)" }, by: " AND ")
    case .regex, .not: return nil
    case .and, .near:
      return Self.joined(
        childNumbers(node).compactMap { expression(of: Int($0), spellings) }, by: " AND ")
    case .or:
      let parts = childNumbers(node).map { expression(of: Int($0), spellings) }
      guard !parts.contains(nil) else { return nil }
      return Self.joined(parts.compactMap(\.self), by: " OR ")
    }
  }

  private static func joined(_ parts: [String], by sign: String) -> String? {
    guard let first = parts.first else { return nil }
    return parts.count == 1 ? first : "(" + parts.joined(separator: sign) + ")"
  }

  private static func columns(_ fields: FieldSet) -> String {
    var names: [String] = []
    if fields.contains(.title) { names.append("title") }
    if !fields.isDisjoint(with: [.summary, .content]) { names.append("body") }
    if !fields.isDisjoint(with: [.author, .category, .url]) { names.append("other") }
    return names.joined(separator: " ")
  }
}

/// A term as phrases of index words, all of which stand wherever the term does.
struct SearchPhrases {
  /// In FTS5's language, quoted.
  private(set) var phrases: [String] = []
  private var words: [String] = []

  init(_ term: Term, _ spellings: StemSpellings?) {
    var chunk: [UInt8] = []
    var isPrefix = false
    for element in term.elements {
      switch element.kind {
      case .separator:
        add(chunk, isPrefix: isPrefix)
        (chunk, isPrefix) = ([], false)
      case .stem:
        add(chunk, isPrefix: false)
        (chunk, isPrefix) = ([], false)
        endPhrase()
        if let words = spellings?.expression(of: term.bytes(of: element)) { phrases.append(words) }
      case .symbols, .word, .prefix:
        chunk += term.bytes(of: element)
        isPrefix = element.kind == .prefix
      }
    }
    add(chunk, isPrefix: isPrefix || term.allowsClitics)
    endPhrase()
  }

  /// Adds what stands between two separators.
  private mutating func add(_ chunk: [UInt8], isPrefix: Bool) {
    guard !chunk.isEmpty else { return }
    // Readers of UTF-8 may look at the bytes past the last one.
    (chunk + [0, 0, 0, 0]).withUnsafeBufferPointer { buffer in
      guard let bytes = buffer.baseAddress else { return }
      var skipsFirst = SearchWords.beginsWithMark(bytes)
      SearchWords.forEachRun(bytes, 0..<chunk.count) { run, isUnspaced in
        defer { skipsFirst = false }
        guard !skipsFirst else { return endPhrase() }
        if isUnspaced {
          addPairs(bytes, run)
        } else {
          words.append(Self.text(bytes, SearchWords.cut(bytes, run)))
          if isPrefix && run.upperBound == chunk.count { endPhrase(isPrefix: true) }
        }
      }
    }
  }

  /// A run of a script without spaces is a phrase of its own, for it may go on in the text.
  private mutating func addPairs(_ bytes: UnsafePointer<UInt8>, _ run: Range<Int>) {
    endPhrase()
    let places = SearchWords.characterPlaces(bytes, run)
    words = places.indices.dropLast(2).map { Self.text(bytes, places[$0]..<places[$0 + 2]) }
    if words.isEmpty { words = [Self.text(bytes, run)] }
    endPhrase(isPrefix: places.count == 2)
  }

  private mutating func endPhrase(isPrefix: Bool = false) {
    guard !words.isEmpty else { return }
    phrases.append("\"\(words.joined(separator: " "))\"" + (isPrefix ? "*" : ""))
    words = []
  }

  private static func text(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count),
      as: UTF8.self)
  }
}
