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
    // libstemmer knows no soft hyphens and no zero-width characters.
    var visible = String.UnicodeScalarView()
    visible.append(
      contentsOf: word.unicodeScalars.lazy.filter { $0.properties.generalCategory != .format })
    let stem = stem(String(visible))
    if stem.allSatisfy({ $0 < 0x80 }) { return stem }
    let folded = FoldedText()
    folded.append(String(decoding: stem, as: UTF8.self), as: .content)
    guard let segment = folded.segments.first else { return stem }
    return (segment.start..<segment.end).map { folded.bytes[$0] }
  }
}
