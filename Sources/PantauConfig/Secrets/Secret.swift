/// A value that must not be seen: no description, dump or interpolation shows it.
public struct Secret: Sendable, Hashable {
  /// The value itself, for the one place that sends it.
  public let revealed: String

  /// Wraps a value.
  public init(_ value: String) {
    revealed = value
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Always `(secret)`.
  public var description: String { "(secret)" }

  /// Always `(secret)`.
  public var debugDescription: String { description }

  /// A mirror without children, so that `dump` shows nothing either.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
