/// What a JSON value is, as its first byte tells.
public enum JSONKind: Sendable, Hashable {
  case object
  case array
  case string
  case number
  /// true, false, null, or nothing that JSON knows.
  case word

  /// What it is called in a message to a person.
  public var inWords: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .word: "true, false or null"
    }
  }
}
