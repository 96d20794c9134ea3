/// How an Atom text construct or content is written (RFC 4287, sections 3.1 and 4.1.3; Atom 0.3
/// `type` and `mode`).
enum AtomText {
  /// As it stands.
  case text
  /// HTML source.
  case html
  /// XHTML elements.
  case xhtml
  /// Base64 of text.
  case base64
  /// A picture or other bytes, or content that stands elsewhere.
  case none

  init(_ attributes: XMLAttributes) {
    let mode = attributes.value("mode")?.lowercased()
    let type = attributes.value("type")?.lowercased() ?? "text"
    if mode == "base64" {
      self = .base64
    } else if type == "html" || type.hasPrefix("text/html") {
      self = .html
    } else if type == "xhtml" || type.hasSuffix("/xml") || type.hasSuffix("+xml") {
      self = .xhtml
    } else if type.hasPrefix("text") || !type.contains("/") {
      self = mode == "escaped" ? .html : .text
    } else {
      self = .none
    }
  }
}
