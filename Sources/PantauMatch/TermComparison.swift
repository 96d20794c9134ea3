/// Compares terms with a text at a place, element by element.
struct TermComparison {
  let store: TermStore
  let text: FoldedText
  /// nil where no term asks for stems.
  let stems: TextStems?
  /// The terms found so far, which are not looked for again; nil looks for every place.
  let found: FoundTerms?

  /// The folded bytes that a term takes where its anchor is the word at `index`, if it stands there.
  func match(_ term: UInt32, anchoredAt index: Int, in segment: FoldedText.Segment) -> Range<Int>? {
    if let found, found.contains(term) { return nil }
    let header = store.headers[Int(term)]
    let anchor = Int(header.anchorElement)
    let start = Int(text.words[index].start)
    guard let end = forward(header, from: anchor, at: start, segment),
      let first = backward(header, before: anchor, at: start, segment)
    else { return nil }
    return bordered(header, first..<end, segment)
  }

  /// The folded bytes that a term takes from a place on, if it stands there.
  func match(_ term: UInt32, from place: Int, in segment: FoldedText.Segment) -> Range<Int>? {
    if let found, found.contains(term) { return nil }
    let header = store.headers[Int(term)]
    guard let end = forward(header, from: 0, at: place, segment) else { return nil }
    return bordered(header, place..<end, segment)
  }

  private func bordered(
    _ header: TermStore.Header, _ range: Range<Int>, _ segment: FoldedText.Segment
  ) -> Range<Int>? {
    if header.isBorderedAtStart && !text.isBorder(range.lowerBound, in: segment) { return nil }
    if !header.isBorderedAtEnd {
      return text.isBeforeMark(range.upperBound, in: segment) ? nil : range
    }
    if text.isBorder(range.upperBound, in: segment) { return range }
    guard header.allowsClitics, let end = endAfterClitics(range.upperBound, segment) else {
      return nil
    }
    return range.lowerBound..<end
  }

  private func endAfterClitics(_ place: Int, _ segment: FoldedText.Segment) -> Int? {
    let index = text.wordEnding(after: place, in: segment)
    guard index < segment.endWord, Int(text.words[index].start) < place else { return nil }
    let end = Int(text.words[index].end)
    let ending = UnsafeBufferPointer(start: text.bytes.base + place, count: end - place)
    return Clitics.isEnding(ending) ? end : nil
  }

  // MARK: - Elements

  private func forward(
    _ header: TermStore.Header, from first: Int, at place: Int, _ segment: FoldedText.Segment
  ) -> Int? {
    var place = place
    for index in first..<Int(header.elementCount) {
      guard let next = pass(store.element(index, of: header), header, at: place, segment) else {
        return nil
      }
      place = next
    }
    return place
  }

  private func pass(
    _ element: Term.Element, _ header: TermStore.Header, at place: Int,
    _ segment: FoldedText.Segment
  ) -> Int? {
    switch element.kind {
    case .separator:
      var end = place
      while end < segment.end, ASCII.isSeparator(text.bytes[end]) { end += 1 }
      return end > place ? end : nil
    case .symbols, .word:
      let end = place + Int(element.count)
      return stands(element, at: place, segment) ? end : nil
    case .prefix:
      guard stands(element, at: place, segment) else { return nil }
      let end = place + Int(element.count)
      let index = text.wordEnding(after: place, in: segment)
      return index < segment.endWord ? max(end, Int(text.words[index].end)) : end
    case .stem:
      let index = text.wordEnding(after: place, in: segment)
      guard index < segment.endWord, Int(text.words[index].start) == place,
        hasStem(element, header, index, segment)
      else { return nil }
      return Int(text.words[index].end)
    }
  }

  private func backward(
    _ header: TermStore.Header, before last: Int, at place: Int, _ segment: FoldedText.Segment
  ) -> Int? {
    var place = place
    for index in stride(from: last - 1, through: 0, by: -1) {
      guard let next = passBack(store.element(index, of: header), header, at: place, segment) else {
        return nil
      }
      place = next
    }
    return place
  }

  private func passBack(
    _ element: Term.Element, _ header: TermStore.Header, at place: Int,
    _ segment: FoldedText.Segment
  ) -> Int? {
    switch element.kind {
    case .separator:
      var start = place
      while start > segment.start, ASCII.isSeparator(text.bytes[start - 1]) { start -= 1 }
      return start < place ? start : nil
    case .symbols, .word:
      let start = place - Int(element.count)
      return start >= segment.start && stands(element, at: start, segment) ? start : nil
    case .prefix, .stem:
      // A word of its own that ends here.
      let index = text.wordEnding(after: max(segment.start, place - 1), in: segment)
      guard index < segment.endWord, Int(text.words[index].end) == place else { return nil }
      let start = Int(text.words[index].start)
      let fits =
        element.kind == .stem
        ? hasStem(element, header, index, segment)
        : start + Int(element.count) <= place && stands(element, at: start, segment)
      return fits ? start : nil
    }
  }

  /// Whether an element's letters stand at a place; the original's as well where they must.
  private func stands(
    _ element: Term.Element, at place: Int, _ segment: FoldedText.Segment
  ) -> Bool {
    let count = Int(element.count)
    guard place + count <= segment.end else { return false }
    let wanted = Int(element.start)
    for offset in 0..<count where text.bytes[place + offset] != store.bytes[wanted + offset] {
      return false
    }
    return !element.isExact || standsExactly(element, place..<place + count, segment)
  }

  /// Compares after NFC alone, which is what equality of Swift's strings does.
  private func standsExactly(
    _ element: Term.Element, _ range: Range<Int>, _ segment: FoldedText.Segment
  ) -> Bool {
    let original = text.original(range, in: segment)
    let wanted = store.exact(element)
    if original.utf8.elementsEqual(wanted) { return true }
    if original.utf8.count == range.count && wanted.allSatisfy({ $0 < 0x80 }) { return false }
    let wantedText = Substring(decoding: wanted, as: UTF8.self)
    return original == wantedText || withoutInvisibleEnds(original) == wantedText
  }

  /// Zero-width characters at the ends stand beside the word, not in it.
  private func withoutInvisibleEnds(_ text: Substring) -> Substring {
    func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.generalCategory == .format
    }
    let scalars = text.unicodeScalars
    let start = scalars.firstIndex { !isInvisible($0) } ?? scalars.endIndex
    let end = scalars.lastIndex { !isInvisible($0) }.map { scalars.index(after: $0) } ?? start
    return Substring(scalars[start..<max(start, end)])
  }

  private func hasStem(
    _ element: Term.Element, _ header: TermStore.Header, _ index: Int,
    _ segment: FoldedText.Segment
  ) -> Bool {
    guard let stems else { return false }
    return stems.stem(ofWord: index, in: segment, language: Int(header.language))
      .elementsEqual(store.text(element))
  }
}
