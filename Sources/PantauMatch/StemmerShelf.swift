import PantauCore
import Synchronization

/// The stemmers in use, one for each language, opened when first asked for.
final class StemmerShelf: Sendable {
  private let open = Mutex<[String: Stemmer]>([:])

  /// The stemmer of a language, or nil where libstemmer has none.
  func stemmer(for language: String) -> Stemmer? {
    open.withLock { open in
      if let stemmer = open[language] { return stemmer }
      let stemmer = Stemmer(language: language)
      open[language] = stemmer
      return stemmer
    }
  }
}

extension Stemmer {
  /// The stem of a word, folded, as the stems of a text are compared.
  func foldedStem(_ word: String) -> [UInt8] {
    let stem = stem(word)
    if stem.allSatisfy({ $0 < 0x80 }) { return stem }
    let folded = FoldedText()
    folded.append(String(decoding: stem, as: UTF8.self), as: .content)
    guard let segment = folded.segments.first else { return stem }
    return (segment.start..<segment.end).map { folded.bytes[$0] }
  }
}
