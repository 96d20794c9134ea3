import FoundationEssentials
import PantauConfig
import PantauCore
import PantauDeliver

extension QueryFinding {
  /// What the template language says of a template.
  @Sendable
  static func findings(template: String, contentType: String) -> [QueryFinding] {
    let parsed: MessageTemplate
    do throws(MessageTemplate.Fault) {
      parsed = try MessageTemplate(template, contentType: contentType)
    } catch {
      return [
        QueryFinding(
          what: error.what, advice: error.advice,
          offset: utf8(template, line: error.line, column: error.column), isError: true)
      ]
    }
    let test = Notice.test(id: "01K0000000000000000000TEST", time: Date(timeIntervalSince1970: 0))
    let message = OutgoingMessage(
      id: test.id, type: test.type, time: test.time, object: test.object)
    if let problem = parsed.problem(with: message, contentType: contentType) {
      return [
        QueryFinding(
          what: problem, advice: "Check its quotes and commas, or set \"contentType\".",
          offset: 0, isError: true)
      ]
    }
    return TemplateNames.unknown(in: template).map { unknown in
      QueryFinding(
        what: "{{\(unknown.name)}} is nothing that a message has, so nothing stands in its place",
        advice: unknown.nearest.map { "Did you mean {{\($0)}}?" }
          ?? "Write a name of the alert's object, such as {{item.title}}.",
        offset: unknown.offset, isError: false)
    }
  }

  /// How many bytes of UTF-8 stand before a line's character.
  private static func utf8(_ text: String, line: Int, column: Int) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return text.utf8.count }
    let before = lines[..<(line - 1)].reduce(0) { $0 + $1.utf8.count + 1 }
    return before + lines[line - 1].prefix(column - 1).utf8.count
  }
}
