/// What is wrong with a query, where, and what to write instead.
public struct QueryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The place of the fault: characters before it, from 0.
  public let offset: Int
  /// What is wrong, in plain words.
  public let message: String
  /// What to write instead, where there is a good guess.
  public let suggestion: String?

  /// Makes an error from its parts.
  public init(offset: Int, message: String, suggestion: String? = nil) {
    self.offset = offset
    self.message = message
    self.suggestion = suggestion
  }

  /// `position 7: …; write …`, as users read it.
  public var description: String {
    "position \(offset): \(message)" + (suggestion.map { "; \($0)" } ?? "")
  }
}

/// What is allowed in a query but seldom meant.
public struct QueryWarning: Sendable, Hashable, CustomStringConvertible {
  /// The place it is about: characters before it, from 0.
  public let offset: Int
  /// What to look at, in plain words.
  public let message: String

  /// `position 7: …`, as users read it.
  public var description: String { "position \(offset): \(message)" }
}
