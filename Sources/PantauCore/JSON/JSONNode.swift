/// One value of a JSON text (RFC 8259) with the place it was read from.
///
/// Offsets count bytes from the start of the text; ``TextPosition`` turns one into line and column.
public struct JSONNode: Sendable, Hashable {
  /// What stands there.
  public var value: JSONValue
  /// The offset of its first byte.
  public var start: Int
  /// The offset behind its last byte.
  public var end: Int

  /// Makes a node.
  public init(_ value: JSONValue, start: Int = 0, end: Int = 0) {
    self.value = value
    self.start = start
    self.end = end
  }
}

/// A JSON value; objects keep the order of their members, and members named twice.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number as written, for instance `-1.5e3`.
  case number(String)
  case string(String)
  case array([JSONNode])
  case object([JSONMember])

  /// What it is called in a message to a person.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

/// A name and its value in a JSON object.
public struct JSONMember: Sendable, Hashable {
  /// The name, escapes resolved.
  public var name: String
  /// The offset of the name's opening quote.
  public var nameStart: Int
  /// The value.
  public var node: JSONNode

  /// Makes a member.
  public init(name: String, nameStart: Int = 0, node: JSONNode) {
    self.name = name
    self.nameStart = nameStart
    self.node = node
  }
}

extension JSONNode {
  /// The first member of that name, where this is an object that has one.
  public subscript(name: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.name == name }?.node
  }

  /// The text, where this is a string.
  public var string: String? {
    guard case .string(let text) = value else { return nil }
    return text
  }

  /// The elements, where this is an array.
  public var array: [JSONNode]? {
    guard case .array(let elements) = value else { return nil }
    return elements
  }

  /// The whole number, where this is one that fits.
  public var int: Int? {
    guard case .number(let text) = value else { return nil }
    return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
  }

  /// The number, where this is one.
  public var double: Double? {
    guard case .number(let text) = value else { return nil }
    return Double(text)
  }

  /// The truth value, where this is one.
  public var bool: Bool? {
    guard case .bool(let truth) = value else { return nil }
    return truth
  }
}
