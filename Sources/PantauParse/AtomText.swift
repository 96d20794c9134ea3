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
  /// Base64 of HTML source.
  case base64HTML
  /// Several forms of the same, each an element inside (Atom 0.3 `multipart/alternative`).
  case alternatives
  /// A picture or other bytes, or content that stands elsewhere.
  case none

  init(_ attributes: XMLAttributes) {
    let mode = attributes.value("mode")?.lowercased()
    let type = Self.mediaType(attributes)
    let (isHTML, isXML, isText) = (Self.isHTML(type), Self.isXML(type), Self.isText(type))
    if type.hasPrefix("multipart/") {
      self = .alternatives
    } else if mode == "base64" {
      self = isHTML || isXML ? .base64HTML : isText ? .base64 : .none
    } else if isHTML {
      self = .html
    } else if isXML {
      self = .xhtml
    } else if isText {
      self = mode == "escaped" ? .html : .text
    } else {
      self = .none
    }
  }

  /// The type without its parameters, in small letters.
  private static func mediaType(_ attributes: XMLAttributes) -> String {
    guard let value = attributes.value("type") else { return "text" }
    return value.prefix { $0 != ";" }.trimmed.lowercased()
  }

  private static func isHTML(_ type: String) -> Bool { type == "html" || type == "text/html" }

  private static func isXML(_ type: String) -> Bool {
    type == "xhtml" || type.hasSuffix("/xml") || type.hasSuffix("+xml")
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text") || !type.contains("/")
  }

  /// How good one of several forms is; plain text often has notes and addresses among the words.
  static func preference(_ attributes: XMLAttributes) -> Int {
    let type = mediaType(attributes)
    return isHTML(type) || isXML(type) ? 2 : isText(type) ? 1 : 0
  }
}
