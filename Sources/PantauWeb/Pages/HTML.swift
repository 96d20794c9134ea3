import PantauCore

/// HTML: its literals stand as written, and every text put into it is escaped.
///
/// So no page can forget to: what comes from feeds gets in as `String` only.
struct HTML: Sendable, Hashable {
  /// The markup.
  let text: String

  init(joining parts: some Sequence<HTML>, with separator: String = "\n") {
    text = parts.map(\.text).joined(separator: separator)
  }

  /// Escapes for text and for attribute values in quotes; control characters and what turns the
  /// direction of a line around become U+FFFD.
  static func escaped(_ text: String) -> String {
    DisplayText.safe(text).reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.append(character)
      }
    }
  }
}

extension HTML: ExpressibleByStringInterpolation {
  init(stringLiteral text: String) { self.text = text }

  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ html: HTML) { text += html.text }

    mutating func appendInterpolation(_ text: String) { self.text += HTML.escaped(text) }

    mutating func appendInterpolation(_ number: some BinaryInteger) { text += "\(number)" }
  }
}
