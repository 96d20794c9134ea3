/// The stems of a text's words, each made once and only where a query asks.
final class TextStems {
  private let text: FoldedText
  private let stemmers: [Stemmer?]
  private var known: [Int: [UInt8]] = [:]

  init(_ text: FoldedText, _ stemmers: [Stemmer?]) {
    self.text = text
    self.stemmers = stemmers
  }

  /// The stem of a word in one of the stemmers' languages, folded.
  func stem(ofWord index: Int, in segment: FoldedText.Segment, language: Int) -> [UInt8] {
    let key = index * max(stemmers.count, 1) + language
    if let stem = known[key] { return stem }
    let stem = makeStem(ofWord: index, in: segment, language: language)
    known[key] = stem
    return stem
  }

  private func makeStem(
    ofWord index: Int, in segment: FoldedText.Segment, language: Int
  ) -> [UInt8] {
    let word = text.words[index]
    let range = Int(word.start)..<Int(word.end)
    guard language < stemmers.count, let stemmer = stemmers[language] else { return [] }
    // libstemmer wants the accents of the language; only plain words can be taken as folded.
    let folded = UnsafeBufferPointer(start: text.bytes.base + range.lowerBound, count: range.count)
    if segment.firstCheckpoint == segment.endCheckpoint && folded.allSatisfy({ $0 < 0x80 }) {
      return stemmer.stem(folded)
    }
    return stemmer.foldedStem(String(text.original(range, in: segment)))
  }
}
