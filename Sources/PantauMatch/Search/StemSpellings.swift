import PantauCore

/// For each stem of a query the words of the archive that have it: what the index is asked in its place.
public struct StemSpellings {
  private let stemmer: Stemmer
  private var found: [[UInt8]: Found] = [:]
  private let folded = FoldedText()

  private struct Found {
    /// As FTS5 reads them.
    var phrases: [String] = []
    /// False where there are more than the index should be asked for.
    var areAll = true
  }

  /// More are not asked for; then the stem does not narrow.
  private static let maxWords = 500
  /// Longer than any word of the index.
  private static let nothing = "\"" + String(repeating: "z", count: SearchWords.maxBytes + 1) + "\""

  /// Nil where the query has no stem whose words the archive lists.
  ///
  /// - Parameter query: the query.
  public init?(_ query: Query) {
    for term in query.terms {
      for element in term.elements where element.kind == .stem {
        let stem = term.bytes(of: element)
        if Spellings.areListed(stem) { found[Array(stem)] = Found() }
      }
    }
    let language = query.terms.lazy.map(\.language).first { !$0.isEmpty }
    guard !found.isEmpty, let language, let stemmer = Stemmer(language: language) else {
      return nil
    }
    self.stemmer = stemmer
  }

  /// Takes a word of the archive's list in; each has to be given.
  public mutating func offer(_ word: UnsafeBufferPointer<UInt8>) {
    let isPlain = word.allSatisfy { $0 < 0x80 }
    let stem =
      isPlain ? stemmer.stem(word) : stemmer.foldedStem(String(decoding: word, as: UTF8.self))
    guard var known = found[stem], known.areAll else { return }
    let phrase = phrase(of: String(decoding: word, as: UTF8.self))
    if let phrase, known.phrases.count < Self.maxWords {
      known.phrases.append(phrase)
    } else {
      known = Found(areAll: false)
    }
    found[stem] = known
  }

  /// What stands wherever a word of the stem does; nil where that is not known.
  func expression(of stem: some Sequence<UInt8>) -> String? {
    guard let known = found[Array(stem)], known.areAll else { return nil }
    return known.phrases.isEmpty
      ? Self.nothing : "(" + known.phrases.joined(separator: " OR ") + ")"
  }

  /// A word as it is in the index; nil where nothing of it is.
  private func phrase(of word: String) -> String? {
    folded.reset()
    folded.append(word, as: .content)
    guard let segment = folded.segments.first else { return nil }
    var runs: [String] = []
    SearchWords.forEachRun(folded.bytes.base, segment.start..<segment.end) { run, _ in
      let bytes = UnsafeBufferPointer(
        start: folded.bytes.base + run.lowerBound, count: run.count)
      runs.append(String(decoding: bytes, as: UTF8.self))
    }
    return runs.isEmpty ? nil : "\"" + runs.joined(separator: " ") + "\""
  }
}
