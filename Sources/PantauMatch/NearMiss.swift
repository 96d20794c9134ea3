import PantauCore

/// What of a text came closest to a term that does not stand in it.
struct NearMiss {
  /// Only so many words of a text are compared by spelling, which is slow.
  private static let maxWords = 5_000

  private let text: FoldedText
  private let fields: FieldSet

  init(_ text: FoldedText, _ fields: FieldSet) {
    self.text = text
    self.fields = fields
  }

  /// A sentence on what came closest, or nil where nothing is near.
  func note(_ terms: [Term], _ number: UInt32, _ store: TermStore) -> String? {
    let header = store.headers[Int(number)]
    let elements = (0..<Int(header.elementCount)).map { store.element($0, of: header) }
    if let other = inOtherLetters(elements, store) {
      return "\(other) differs in case, accents or width"
    }
    let words = elements.filter(\.isWord)
    guard words.count > 1 else { return words.first.flatMap { closest(to: $0, store) } }
    let found = words.map { word -> String in
      let name = String(decoding: store.text(word), as: UTF8.self)
      return places(ofWord: store.text(word)).first.map { "\($0)" } ?? "\"\(name)\" is nowhere"
    }
    return "its words stand apart: " + found.joined(separator: ", ")
  }

  /// An exact term's letters without regard to case and accents.
  private func inOtherLetters(_ elements: [Term.Element], _ store: TermStore) -> String? {
    guard elements.contains(where: \.isExact) else { return nil }
    var term = Term()
    for element in elements {
      var plain = Term.Element(kind: element.kind)
      plain.start = UInt32(term.bytes.count)
      plain.count = element.count
      term.bytes += store.text(element)
      term.elements.append(plain)
    }
    term.isBorderedAtStart = elements.first?.isWord ?? false
    term.isBorderedAtEnd = elements.last?.kind == .word
    AnchorChoice.choose(for: &term)
    var plainStore = TermStore()
    _ = plainStore.add(term)
    let hits = TermIndex(plainStore, StemmerShelf()).hits(in: text)
    return hits.first { isLookedIn($0.segment) }.map { place($0.firstWord, $0.segment, $0) }
  }

  private func isLookedIn(_ segment: Int) -> Bool {
    !fields.isDisjoint(with: text.segments[segment].fields)
  }

  private func place(_ word: Int, _ segment: Int, _ hit: Hit) -> String {
    Explanation.Place(
      field: text.segments[segment].field, word: word - text.segments[segment].firstWord + 1,
      text: MatchText.text(hit, text)
    ).description
  }

  private func places(ofWord wanted: ArraySlice<UInt8>) -> [String] {
    eachWord { _, word in word.elementsEqual(wanted) }
  }

  /// The first word that holds the wanted one, else the one spelled most alike.
  private func closest(to element: Term.Element, _ store: TermStore) -> String? {
    let wanted = store.text(element)
    let name = String(decoding: wanted, as: UTF8.self)
    guard name.count > 2 else { return nil }
    let holding = eachWord { text, _ in text.contains(name) }
    if let first = holding.first { return "closest: \(first), a longer word" }
    var spellings: Set<String> = []
    _ = eachWord { text, _ in
      spellings.insert(text)
      return false
    }
    guard let nearest = NearestName.of(name, among: spellings.sorted()), nearest != name else {
      return nil
    }
    return eachWord { text, _ in text == nearest }.first.map { "closest: \($0)" }
  }

  /// The places of the words that a test chooses, by their folded letters.
  private func eachWord(_ test: (String, UnsafeBufferPointer<UInt8>) -> Bool) -> [String] {
    var found: [String] = []
    for (number, segment) in text.segments.enumerated() where isLookedIn(number) {
      for index in (segment.firstWord..<segment.endWord).prefix(Self.maxWords) {
        let word = text.words[index]
        let range = Int(word.start)..<Int(word.end)
        let bytes = UnsafeBufferPointer(
          start: text.bytes.base + range.lowerBound, count: range.count)
        guard test(String(decoding: bytes, as: UTF8.self), bytes) else { continue }
        let hit = Hit(
          term: 0, segment: number, range: range, firstWord: index, lastWord: index)
        found.append(place(index, number, hit))
      }
    }
    return found
  }
}
