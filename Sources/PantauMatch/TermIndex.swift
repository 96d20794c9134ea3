/// All terms of many queries, found in one walk over a text's words.
///
/// Shared, for it has many tables: a value would count references to each at every copy.
final class TermIndex: Sendable {
  let store: TermStore
  private let words: HashFilter
  private let prefixes: HashFilter
  private let stems: HashFilter
  private let parts: HashFilter
  /// The lengths of the beginnings that are looked for, in bytes.
  private let prefixLengths: [Int]
  /// The lengths of the byte rows that are looked for, and the bytes they begin with.
  private let partLengths: [Int]
  private let partStarts: [Bool]
  private let hasClitics: Bool
  private let stemmers: [Stemmer?]

  /// Byte rows are looked up by at most this many of their first bytes.
  private static let maxPartBytes = 12

  /// Makes the index of a sealed store.
  init(_ store: TermStore, _ shelf: StemmerShelf) {
    self.store = store
    var entries: [Term.Anchor: [(hash: UInt64, term: UInt32)]] = [:]
    var prefixLengths: Set<Int> = []
    var partLengths: Set<Int> = []
    var partStarts = [Bool](repeating: false, count: 256)
    for (number, header) in store.headers.enumerated() {
      var key = store.text(store.element(Int(header.anchorElement), of: header))
      if header.anchor == .prefix { prefixLengths.insert(key.count) }
      if header.anchor == .bytes {
        key = Self.firstBytes(of: header, in: store)
        partLengths.insert(key.count)
        if let first = key.first { partStarts[Int(first)] = true }
      }
      entries[header.anchor, default: []].append((WordHash.hash(key), UInt32(number)))
    }
    words = HashFilter(entries[.word] ?? [])
    prefixes = HashFilter(entries[.prefix] ?? [])
    stems = HashFilter(entries[.stem] ?? [])
    parts = HashFilter(entries[.bytes] ?? [])
    self.prefixLengths = prefixLengths.sorted()
    self.partLengths = partLengths.sorted()
    self.partStarts = partStarts
    hasClitics = store.headers.contains { $0.allowsClitics }
    stemmers = store.languages.map { shelf.stemmer(for: $0) }
  }

  /// The bytes that a term begins with, up to its first separator.
  private static func firstBytes(
    of header: TermStore.Header, in store: TermStore
  ) -> ArraySlice<UInt8> {
    var bytes: [UInt8] = []
    for index in 0..<Int(header.elementCount) where bytes.count < maxPartBytes {
      let element = store.element(index, of: header)
      guard element.kind != .separator && element.kind != .stem else { break }
      bytes += store.text(element)
      if element.kind == .prefix { break }
    }
    return bytes.prefix(maxPartBytes)
  }

  /// Every place where a term stands, ordered by term and then by place.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - stems: its words' stems, where they have been asked for before.
  /// - Returns: the places.
  func hits(in text: FoldedText, stems: TextStems? = nil) -> [Hit] {
    var hits: [Hit] = []
    find(
      TermComparison(
        store: store, text: text, stems: stems ?? self.stems(of: text), found: nil), &hits)
    guard hits.count > 1 else { return hits }
    hits.sort { ($0.term, $0.range.lowerBound) < ($1.term, $1.range.lowerBound) }
    // Two languages may give a word the same stem: one hit each is enough.
    var kept = 1
    for index in 1..<hits.count where hits[index] != hits[kept - 1] {
      hits[kept] = hits[index]
      kept += 1
    }
    hits.removeLast(hits.count - kept)
    return hits
  }

  /// Finds the terms that stand in a text: cheaper than their places, for most texts hold few, and
  /// frequent ones often.
  func find(in text: FoldedText, stems: TextStems?, into found: FoundTerms) {
    found.reset(for: store.headers.count)
    var hits: [Hit] = []
    find(TermComparison(store: store, text: text, stems: stems, found: found), &hits)
  }

  /// The stems of a text's words in the languages that are asked for; nil where none is.
  func stems(of text: FoldedText) -> TextStems? {
    stemmers.isEmpty ? nil : TextStems(text, stemmers)
  }

  private func find(_ comparison: TermComparison, _ hits: inout [Hit]) {
    if words.count > 0 { findWords(comparison, &hits) }
    if prefixes.count > 0 { findPrefixes(comparison, &hits) }
    if stems.count > 0 { findStems(comparison, &hits) }
    if parts.count > 0 { findParts(comparison, &hits) }
  }

  /// Notes a place where a term stands.
  private func note(
    _ term: UInt32, _ range: Range<Int>, _ segment: Int, _ comparison: TermComparison,
    _ hits: inout [Hit]
  ) {
    guard let found = comparison.found else {
      return hits.append(comparison.text.hit(term, range, segment: segment))
    }
    found.insert(term)
  }

  // MARK: - Whole words

  private func findWords(_ comparison: TermComparison, _ hits: inout [Hit]) {
    let text = comparison.text
    let candidates = filteredWords(text)
    let (hashes, segments) = (text.hashes, text.segments)
    var segment = 0
    for place in 0..<candidates.count {
      let index = Int(candidates[place])
      while segments[segment].endWord <= index { segment += 1 }
      follow(words, hashes[index], word: index, segment, comparison, &hits)
    }
    if hasClitics { findClitics(comparison, &hits) }
  }

  /// The words that the filter lets through.
  ///
  /// Without branches: most of the time is spent here.
  private func filteredWords(_ text: FoldedText) -> GrowingBuffer<UInt32> {
    let found = text.picked
    found.count = 0
    found.reserve(text.words.count + 1)
    let hashes = text.hashes.base
    let out = found.base
    var count = 0
    let shift = words.filterShift
    words.filter.withUnsafeBufferPointer { filter in
      for index in 0..<text.words.count {
        let bit = hashes[index] >> shift
        out[count] = UInt32(truncatingIfNeeded: index)
        count &+= Int(filter[Int(bit >> 6)] >> (bit & 63) & 1)
      }
    }
    found.count = count
    return found
  }

  private func findClitics(_ comparison: TermComparison, _ hits: inout [Hit]) {
    let text = comparison.text
    for (number, segment) in text.segments.enumerated() {
      for index in segment.firstWord..<segment.endWord {
        let word = text.words[index]
        let count = Int(word.end - word.start)
        let place = text.bytes.base + Int(word.start)
        for ending in Clitics.endingLengths(of: UnsafeBufferPointer(start: place, count: count)) {
          let hash = WordHash.hash(place, count - ending)
          follow(words, hash, word: index, number, comparison, &hits)
        }
      }
    }
  }

  private func follow(
    _ table: HashFilter, _ hash: UInt64, word index: Int, _ segment: Int,
    _ comparison: TermComparison, _ hits: inout [Hit]
  ) {
    guard table.passes(hash) else { return }
    var term = table.head(hash)
    while term != HashFilter.none {
      if let range = comparison.match(
        term, anchoredAt: index, in: comparison.text.segments[segment])
      {
        note(term, range, segment, comparison, &hits)
      }
      term = table.following(term)
    }
  }

  // MARK: - Beginnings, stems, byte rows

  private func findPrefixes(_ comparison: TermComparison, _ hits: inout [Hit]) {
    let text = comparison.text
    for (number, segment) in text.segments.enumerated() {
      for index in segment.firstWord..<segment.endWord {
        let word = text.words[index]
        for length in prefixLengths where length <= Int(word.end - word.start) {
          let hash = WordHash.hash(text.bytes.base + Int(word.start), length)
          follow(prefixes, hash, word: index, number, comparison, &hits)
        }
      }
    }
  }

  private func findStems(_ comparison: TermComparison, _ hits: inout [Hit]) {
    guard let known = comparison.stems else { return }
    let text = comparison.text
    for language in stemmers.indices {
      for (number, segment) in text.segments.enumerated() {
        for index in segment.firstWord..<segment.endWord {
          let stem = known.stem(ofWord: index, in: segment, language: language)
          follow(stems, WordHash.hash(stem), word: index, number, comparison, &hits)
        }
      }
    }
  }

  private func findParts(_ comparison: TermComparison, _ hits: inout [Hit]) {
    let text = comparison.text
    for (number, segment) in text.segments.enumerated() {
      for place in segment.start..<segment.end where partStarts[Int(text.bytes[place])] {
        for length in partLengths where place + length <= segment.end {
          let hash = WordHash.hash(text.bytes.base + place, length)
          guard parts.passes(hash) else { continue }
          var term = parts.head(hash)
          while term != HashFilter.none {
            if let range = comparison.match(term, from: place, in: segment) {
              note(term, range, number, comparison, &hits)
            }
            term = parts.following(term)
          }
        }
      }
    }
  }
}
