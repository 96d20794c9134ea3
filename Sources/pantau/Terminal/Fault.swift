import Glibc

/// An end of the program with a message for a person and the contract's exit code.
struct Fault: Error {
  /// The contract's exit codes.
  enum Code: Int32 {
    case failed = 1
    case usage = 64
    case noInput = 66
    case badConfiguration = 78
  }

  var code: Code
  /// One line or more, without "error:".
  var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Prints the message to standard error and ends.
  func exit() -> Never {
    if !message.isEmpty { StandardStream.note(message) }
    Glibc.exit(code.rawValue)
  }
}
