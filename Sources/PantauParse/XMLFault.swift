/// An error that the XML parser reports and recovers from.
struct XMLFault {
  /// What has to be done about it.
  enum Kind: Equatable {
    /// An end tag of this name, which is not that of the element the parser has open.
    case wrongEndTag(String)
    /// A start tag of this name whose end was not found; its rest comes as text.
    case brokenTag(String)
    /// A prefix without a declaration.
    case undeclaredPrefix(String)
    /// An error that another one explains.
    case secondary
    /// Any other.
    case other
  }

  var kind: Kind
  /// Where, in the part of the document that the parser sees.
  var line: Int
  var column: Int
  /// The parser's own words.
  var message: String

  /// The words on one line.
  var sentence: String {
    message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
