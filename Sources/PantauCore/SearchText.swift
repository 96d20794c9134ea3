/// An item as the full-text index takes it: for each of its columns the words, parted by ASCII that is
/// no letter and no digit.
///
/// The words are folded, so that the index needs no rules of its own.
public struct SearchText: Sendable, Hashable {
  /// The words of the title.
  public var title: String
  /// The words of summary and content.
  public var body: String
  /// The words of authors, categories and URL.
  public var other: String
  /// Words that may not be in the archive's list yet, as they are written, in small letters.
  public var newWords: [String] = []

  /// Takes the columns.
  public init(title: String, body: String, other: String) {
    self.title = title
    self.body = body
    self.other = other
  }
}
