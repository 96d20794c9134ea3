import Mustache
import PantauCore

/// How a template's values are escaped.
enum TemplateEscaping: String, MustacheContentType, CaseIterable {
  case json = "PANTAU-JSON"
  case form = "PANTAU-FORM"
  case markup = "PANTAU-MARKUP"
  case none = "PANTAU-TEXT"

  /// The escaping of a media type, parameters aside.
  init(_ contentType: String) {
    let type = contentType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    self =
      switch type {
      case "application/json": .json
      case _ where type.hasSuffix("+json"): .json
      case "application/x-www-form-urlencoded": .form
      case "text/html", "text/xml", "application/xml": .markup
      case _ where type.hasSuffix("+xml"): .markup
      default: .none
      }
  }

  /// The name by which the Mustache library knows the escaping of a media type.
  static func registered(for contentType: String) -> String {
    _ = registration
    return TemplateEscaping(contentType).rawValue
  }

  /// Done once; the library's table is the process's.
  private static let registration: Void = {
    for escaping in TemplateEscaping.allCases {
      MustacheContentTypes.register(escaping, named: escaping.rawValue)
    }
  }()

  func escapeText(_ text: String) -> String {
    switch self {
    case .json:
      var json = JSONWriter()
      json.value(text)
      return String(json.text.dropFirst().dropLast())
    case .form: return Markup.pathSegment(text)
    case .markup:
      // Attributes of a template's may stand in single quotes.
      return Markup.html(text).split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "&#39;")
    case .none: return text
    }
  }
}
