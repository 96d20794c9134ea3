/// Escapes text from feeds for the markup of services.
enum Markup {
  /// Slack: `&`, `<` and `>` alone.
  static func slack(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// HTML text and attribute values in double quotes.
  static func html(_ text: String) -> String { slack(text).replacing("\"", with: "&quot;") }

  /// Markdown as Discord and Mattermost read it: a backslash before each character that may mean
  /// something, and a zero-width space behind `@`, so that nobody is mentioned.
  static func markdown(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\", "*", "_", "~", "`", "|", ">", "#", "[", "]", "(", ")", "<", "-", "+", "!", ":":
        escaped += "\\\(character)"
      case "@": escaped += "@\u{200B}"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// Google Chat has no escapes: brackets that make links and mentions are shown as others.
  static func googleChat(_ text: String) -> String {
    text.replacing("<", with: "‹").replacing(">", with: "›").replacing("*", with: "∗")
      .replacing("_", with: "＿").replacing("~", with: "∼").replacing("`", with: "ˋ")
  }

  /// Each line as a quotation, as Slack and Mattermost have it.
  static func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
      .joined(separator: "\n")
  }

  /// Percent-encodes all but unreserved characters (RFC 3986, section 2.3), for one path segment.
  static func pathSegment(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default: encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16).uppercased()
      }
    }
    return encoded
  }
}

extension String {
  fileprivate func replacing(_ character: Character, with text: String) -> String {
    guard contains(character) else { return self }
    return reduce(into: "") { $1 == character ? $0 += text : $0.append($1) }
  }
}
