import Mustache
import PantauCore

/// What a template sees of a message: the alert's (or notice's) members, and around them, as in the body of
/// Standard Webhooks, `type`, `timestamp` and `data`.
struct TemplateData: MustacheParent {
  private let message: OutgoingMessage
  private let node: JSONNode

  init(_ message: OutgoingMessage) {
    self.message = message
    node = message.node ?? JSONNode(.object([]))
  }

  func child(named name: String) -> Any? {
    switch name {
    case "type": message.type
    case "timestamp": ISO8601.text(message.time)
    case "data": TemplateObject(node: node, json: message.object)
    default: TemplateValue.of(node[name])
    }
  }
}

/// A JSON value as the Mustache library takes it.
private enum TemplateValue {
  static func of(_ node: JSONNode?) -> Any? {
    switch node?.value {
    case nil, .null?: nil
    case .bool(let value)?: value
    case .number(let text)?: text
    case .string(let text)?: text
    case .array(let elements)?: TemplateList(elements: elements.compactMap { of($0) })
    case .object?: node.map { TemplateObject(node: $0, json: "") }
    }
  }
}

/// An object; by itself it is shown as its JSON, where it is the whole message's.
private struct TemplateObject: MustacheParent, MustacheCustomRenderable {
  let node: JSONNode
  let json: String
  let isNull = false

  func child(named name: String) -> Any? { TemplateValue.of(node[name]) }
  var renderText: String { json }
}

/// A list: a section goes through it; by itself it is shown with commas.
private struct TemplateList: MustacheSequence, MustacheCustomRenderable {
  let elements: [Any]
  let isNull = false

  func makeIterator() -> IndexingIterator<[Any]> { elements.makeIterator() }
  var renderText: String { elements.map { "\($0)" }.joined(separator: ", ") }
}
