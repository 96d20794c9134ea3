import PantauCore

/// Makes terms out of the phrases of queries, for one language.
struct TermBuilder {
  private let scratch = FoldedText()
  private let language: String
  private let stemmers: StemmerShelf
  private let clitics: Bool
  private(set) var warnings: [QueryWarning] = []

  init(language: String, clitics: Bool, stemmers: StemmerShelf) {
    self.language = language
    self.clitics = clitics
    self.stemmers = stemmers
  }

  /// Makes a term.
  ///
  /// - Throws: why the phrase cannot be a term, and a suggestion.
  func term(_ phrase: Phrase) throws(TermFault) -> Term {
    var term = Term()
    for piece in phrase.pieces {
      if !term.elements.isEmpty { addSeparator(to: &term) }
      try add(piece, to: &term)
    }
    trimSeparators(&term)
    guard !term.elements.isEmpty else {
      throw TermFault(
        message: "nothing is left of this word when accents and spaces are taken away",
        suggestion: "write a letter, a digit or a symbol")
    }
    try refuseSingle(phrase, term)
    setBorders(&term)
    term.allowsClitics = clitics && term.elements.last?.kind == .word && term.isBorderedAtEnd
    AnchorChoice.choose(for: &term)
    return term
  }

  private func refuseSingle(_ phrase: Phrase, _ term: Term) throws(TermFault) {
    guard phrase.pieces.count == 1, !phrase.pieces[0].sign.contains(.exact), term.bytes.count <= 4,
      term.elements.count == 1, term.elements[0].isWord
    else { return }
    let single = term.bytes.withUnsafeBufferPointer { bytes -> Bool in
      guard let base = bytes.baseAddress else { return false }
      let (scalar, width) = UTF8Scalar.decode(base)
      let isLatin = scalar < 0x250 || 0x1E00..<0x1F00 ~= scalar
      return width == bytes.count && (isLatin || UnicodeRecord(scalar).wordBreak == .numeric)
    }
    guard single else { return }
    let text = phrase.pieces[0].text
    throw TermFault(
      message: "a single letter or digit is found almost everywhere",
      suggestion: "write =\(text) if exactly this one is meant")
  }

  // MARK: - Pieces

  private func add(_ piece: Phrase.Piece, to term: inout Term) throws(TermFault) {
    scratch.reset()
    scratch.append(piece.text, as: .content)
    guard let segment = scratch.segments.first else { return }
    var place = segment.start
    let hasWord = segment.endWord > segment.firstWord
    if piece.sign != [], !hasWord, !piece.sign.contains(.exact) {
      throw TermFault(
        message: "a sign (~ *) with no word", suggestion: "write it at a word: ~undang, banjir*")
    }
    for index in segment.firstWord..<segment.endWord {
      let word = scratch.words[index]
      addGap(place..<Int(word.start), piece, segment, to: &term)
      let isLast = index == segment.endWord - 1 && Int(word.end) == segment.end
      try addWord(word, piece, segment, isLast: isLast, to: &term)
      place = Int(word.end)
    }
    if piece.sign.contains(.prefix), place < segment.end {
      throw TermFault(
        message: "* must stand after a letter or digit",
        suggestion: "a symbol at a word's end asks for no border; leave the * out")
    }
    addGap(place..<segment.end, piece, segment, to: &term)
  }

  /// Adds what stands between words: separators, and symbols that count.
  private func addGap(
    _ gap: Range<Int>, _ piece: Phrase.Piece, _ segment: FoldedText.Segment, to term: inout Term
  ) {
    var place = gap.lowerBound
    while place < gap.upperBound {
      let first = place
      let isSeparator = ASCII.isSeparator(scratch.bytes[place])
      while place < gap.upperBound, ASCII.isSeparator(scratch.bytes[place]) == isSeparator {
        place += 1
      }
      if isSeparator {
        let isHyphen = (first..<place).contains { scratch.bytes[$0] == ASCII.hyphen }
        addSeparator(to: &term, isHyphen: isHyphen)
      } else {
        var element = Term.Element(kind: .symbols)
        store(first..<place, in: &element, &term)
        if piece.sign.contains(.exact) { storeExact(first..<place, segment, in: &element, &term) }
        term.elements.append(element)
      }
    }
  }

  private func addWord(
    _ word: FoldedText.Word, _ piece: Phrase.Piece, _ segment: FoldedText.Segment, isLast: Bool,
    to term: inout Term
  ) throws(TermFault) {
    let range = Int(word.start)..<Int(word.end)
    var element = Term.Element(kind: .word)
    if piece.sign.contains(.stem) {
      element.kind = .stem
      term.language = language
      let stem = try stem(scratch.original(range, in: segment))
      element.start = UInt32(term.bytes.count)
      element.count = UInt32(stem.count)
      term.bytes += stem
    } else {
      if piece.sign.contains(.prefix) && isLast { element.kind = .prefix }
      store(range, in: &element, &term)
      if piece.sign.contains(.exact) { storeExact(range, segment, in: &element, &term) }
    }
    term.elements.append(element)
  }

  private func stem(_ word: Substring) throws(TermFault) -> [UInt8] {
    guard let stemmer = stemmers.stemmer(for: language) else {
      throw TermFault(
        message: "there are no word stems for the language \"\(language)\"",
        suggestion: "libstemmer has " + Stemmer.languages.joined(separator: ", "))
    }
    return stemmer.foldedStem(String(word))
  }

  private func store(_ range: Range<Int>, in element: inout Term.Element, _ term: inout Term) {
    element.start = UInt32(term.bytes.count)
    element.count = UInt32(range.count)
    for place in range { term.bytes.append(scratch.bytes[place]) }
  }

  private func storeExact(
    _ range: Range<Int>, _ segment: FoldedText.Segment, in element: inout Term.Element,
    _ term: inout Term
  ) {
    let original = scratch.original(range, in: segment)
    element.isExact = true
    element.exactStart = UInt32(term.bytes.count)
    element.exactCount = UInt32(original.utf8.count)
    term.bytes += original.utf8
  }

  // MARK: - Ends

  /// Separators side by side are one; a hyphen among them is remembered for the term's ends.
  private func addSeparator(to term: inout Term, isHyphen: Bool = false) {
    if term.elements.last?.kind == .separator {
      if isHyphen { term.elements[term.elements.count - 1].isExact = true }
    } else {
      term.elements.append(Term.Element(kind: .separator, isExact: isHyphen))
    }
  }

  /// A hyphen at an end of the term is a symbol, for nothing stands beyond it; spaces are nothing.
  private func trimSeparators(_ term: inout Term) {
    for index in [0, term.elements.count - 1] where term.elements.indices.contains(index) {
      guard term.elements[index].kind == .separator, term.elements[index].isExact else { continue }
      let start = UInt32(term.bytes.count)
      term.bytes.append(ASCII.hyphen)
      term.elements[index] = Term.Element(kind: .symbols, start: start, count: 1)
    }
    if term.elements.first?.kind == .separator { term.elements.removeFirst() }
    if term.elements.last?.kind == .separator { term.elements.removeLast() }
    for index in term.elements.indices where term.elements[index].kind == .separator {
      term.elements[index].isExact = false
    }
  }

  private func setBorders(_ term: inout Term) {
    guard let first = term.elements.first, let last = term.elements.last else { return }
    term.isBorderedAtStart =
      first.kind == .stem || first.isWord && !isUnspaced(first, term, atEnd: false)
    term.isBorderedAtEnd =
      last.kind == .stem || last.kind == .word && !isUnspaced(last, term, atEnd: true)
  }

  private func isUnspaced(_ element: Term.Element, _ term: Term, atEnd: Bool) -> Bool {
    let text = String(decoding: term.bytes(of: element), as: UTF8.self).unicodeScalars
    let edge = atEnd ? text.last : text.first
    return edge.map { UnicodeRecord($0.value).isUnspaced } ?? false
  }
}

/// Why a phrase cannot be looked for.
struct TermFault: Error {
  let message: String
  let suggestion: String?
}
