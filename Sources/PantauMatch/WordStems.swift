/// The word stems of a language, for showing what `~word` stands for.
public struct WordStems: Sendable {
  private let stemmer: Stemmer

  /// Opens the stems of a language; nil where libstemmer has none.
  ///
  /// - Parameter language: an ISO 639 code or an English name, as keywords take it.
  public init?(language: String) {
    guard let stemmer = Stemmer(language: language) else { return nil }
    self.stemmer = stemmer
  }

  /// The stem by which a word of any case is compared.
  public func stem(of word: String) -> String {
    String(decoding: stemmer.foldedStem(word), as: UTF8.self)
  }

  /// The languages that there are stems for, by their English names.
  public static var languages: [String] { Stemmer.languages }
}
