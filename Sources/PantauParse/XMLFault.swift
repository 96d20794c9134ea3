/// An error that the XML parser reports and recovers from.
struct XMLFault {
  /// What has to be done about it beyond saying so.
  enum Kind {
    /// An end tag that is not the open element's.
    case wrongEndTag
    /// A start tag whose end was not found; its rest comes as text.
    case brokenTag
    /// Nothing.
    case other
  }

  var kind: Kind
  /// Where, in the part of the document that the parser sees.
  var line: Int
  var column: Int
  /// The parser's own words.
  var message: String
  /// The name in a wrong end tag.
  var found: String?

  /// The words on one line.
  var sentence: String {
    message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
