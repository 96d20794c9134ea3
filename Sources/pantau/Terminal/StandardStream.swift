import Glibc

/// Standard output and standard error as plain descriptors.
enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Whether a person reads it.
  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes all of a text.
  ///
  /// - Returns: false where the reader is gone or the disk is full.
  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// Writes all bytes.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { write($0) } }

  /// Writes all of a piece of memory.
  @discardableResult
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    FileDescriptor.write(bytes, to: rawValue)
  }

  /// Writes a line of a listing; a reader that went away ends the program quietly.
  static func printLine(_ bytes: [UInt8]) throws {
    guard output.write(bytes + [0x0A]) else { throw Fault(.failed, "") }
  }

  /// Writes a line to standard error about what a command shows, or shows none of.
  static func note(_ text: String) { error.write("pantau: \(text)\n") }

  static func printLine(_ text: String) throws { try printLine(Array(text.utf8)) }
}
