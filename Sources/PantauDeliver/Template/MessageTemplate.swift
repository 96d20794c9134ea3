import Mustache
import PantauCore

/// An operator's Mustache template of a request's body.
///
/// Values are escaped for the media type: for JSON as the inside of a string, for
/// `application/x-www-form-urlencoded` by percent signs, for HTML and XML by references; in any other
/// as they are. Three braces leave them as they are everywhere.
public struct MessageTemplate: Sendable {
  /// Why a text is no template.
  public struct Fault: Error, Sendable, Hashable {
    /// What is wrong, a clause without a full stop.
    public var what: String
    /// What to write instead, a sentence.
    public var advice: String
    /// The line in the template, from 1.
    public var line: Int
    /// The character in the line, from 1.
    public var column: Int
  }

  /// The largest body that is sent, in bytes.
  public static let maxBytes = 262_144

  private let template: MustacheTemplate

  /// Reads a template.
  ///
  /// - Parameters:
  ///   - text: the template; it knows no other templates (partials).
  ///   - contentType: the media type that it gives.
  /// - Throws: ``Fault``.
  public init(_ text: String, contentType: String) throws(Fault) {
    if let fault = Self.partial(in: text) { throw fault }
    let pragma = "{{%CONTENT_TYPE:\(TemplateEscaping.registered(for: contentType))}}\n"
    do {
      template = try MustacheTemplate(string: pragma + text)
    } catch let error as MustacheTemplate.ParserError {
      // The pragma's line does not count.
      throw Fault(error, line: max(1, error.context.lineNumber - 1))
    } catch {
      throw Fault(what: "it cannot be read", advice: "Check its tags.", line: 1, column: 1)
    }
  }

  /// The body for a message; nil where it would pass ``maxBytes``.
  func body(of message: OutgoingMessage) -> [UInt8]? {
    let body = Array(template.render(TemplateData(message)).utf8)
    return body.count <= Self.maxBytes ? body : nil
  }

  /// What is wrong with the body for a test alert; nil where nothing is.
  ///
  /// - Parameters:
  ///   - message: the test alert.
  ///   - contentType: the media type; JSON is read.
  /// - Returns: a clause without a full stop.
  public func problem(with message: OutgoingMessage, contentType: String) -> String? {
    guard let body = body(of: message) else {
      return "it gives more than \(Self.maxBytes) bytes for a test alert"
    }
    guard TemplateEscaping(contentType) == .json else { return nil }
    do {
      _ = try JSONReader.read(body)
      return nil
    } catch {
      return "what it gives for a test alert is no JSON (\(error))"
    }
  }

  private static func partial(in text: String) -> Fault? {
    for mark in ["{{>", "{{<"] {
      guard let range = text.firstRange(of: mark) else { continue }
      let lines = text[..<range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
      return Fault(
        what: "\(mark) asks for another template, and there is none",
        advice: "Write its text here.", line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
    return nil
  }
}

extension MessageTemplate.Fault {
  fileprivate init(_ error: MustacheTemplate.ParserError, line: Int) {
    self.init(what: "", advice: "", line: line, column: error.context.columnNumber)
    switch error.error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect:
      what = "a section is closed by another name than it was opened by"
      advice = "Close it by the name behind its #, as in {{#matches}}…{{/matches}}."
    case .expectedSectionEnd:
      what = "a section is not closed"
      advice = "Close it by its name, as in {{#matches}}…{{/matches}}."
    case .invalidSetDelimiter:
      what = "new delimiters are not as they should be"
      advice = "Write them as in {{=<% %>=}}."
    case .invalidConfigVariableSyntax, .unrecognisedConfigVariable:
      what = "{{% sets something that is not known"
      advice = "Leave it out: the escaping follows \"contentType\"."
    default:
      what =
        "a tag is not closed, or its name holds other characters than letters, digits, . _ and -"
      advice = "Write tags as in {{item.title}}."
    }
  }
}
