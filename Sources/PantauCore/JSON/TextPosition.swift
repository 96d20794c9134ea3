/// A place in a text as a person counts it.
public struct TextPosition: Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  public var line: Int
  /// From 1, in Unicode scalars.
  public var column: Int

  /// Counts to an offset in UTF-8 bytes; an offset behind the end counts as the end.
  ///
  /// Inlinable, for a configuration of thousands of feeds has the place of each counted.
  @inlinable
  public init(of offset: Int, in text: some Sequence<UInt8>) {
    line = 1
    column = 1
    for byte in text.prefix(max(0, offset)) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  /// For example `line 12, column 7`.
  public var description: String { "line \(line), column \(column)" }
}
