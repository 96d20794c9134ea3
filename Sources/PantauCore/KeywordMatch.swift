/// That a keyword was found in an item, and where: one entry of an alert's `matches`.
public struct KeywordMatch: Sendable, Hashable {
  /// The keyword's name.
  public var keyword: String
  /// The field of the hit that is shown.
  public var field: ItemField
  /// The words of the item that matched, as they stand there.
  public var text: String
  /// Up to 200 characters of the field around the hits, each hit in square brackets.
  public var excerpt: String
  /// The sense of the occurrence shown, for keywords with meanings; `unclear` when none scored or
  /// two were equal.
  public var meaning: String?
  /// The words that decided the meaning, as they stand in the item.
  public var because: [String]
  /// Whether the keyword found the same term in summary or content, be it shown in the title; false
  /// where it asks for the title alone (`title:Bontang`).
  public var isInText = false

  /// Makes a match from its parts.
  public init(
    keyword: String, field: ItemField, text: String, excerpt: String,
    meaning: String? = nil, because: [String] = []
  ) {
    self.keyword = keyword
    self.field = field
    self.text = text
    self.excerpt = excerpt
    self.meaning = meaning
    self.because = because
  }
}
