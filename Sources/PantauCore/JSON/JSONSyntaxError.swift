/// Why a text is not JSON (RFC 8259), with the place and what to do.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The offset of the first byte that cannot stand there.
  public var offset: Int
  /// What is wrong, and what to write instead.
  public var problem: String

  /// The problem alone; the caller knows the file and can count the lines.
  public var description: String { problem }
}
