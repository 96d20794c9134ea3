import Glibc
import PantauCore

/// Runs programs that tests need beside themselves (`openssl`, `nginx`).
public enum Program {
  /// A program that ended badly.
  public struct Failure: Error, CustomStringConvertible {
    /// What was run and what it said.
    public let description: String
  }

  /// Where a program lies, named as in `PATH` or by its path; nil when it is not installed.
  public static func path(of name: String) -> String? {
    guard !name.contains("/") else { return name }
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
    return folders.map { $0 + "/" + name }.first { access($0, X_OK) == 0 }
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - name: as in `PATH`.
  ///   - arguments: its arguments.
  ///   - folder: where it runs.
  /// - Throws: ``Failure`` when it is not installed or ends with anything but 0.
  public static func run(_ name: String, _ arguments: [String], in folder: String) throws {
    let ended = try finish(name, arguments, in: folder)
    guard ended.code == 0 else {
      throw Failure(
        description: "\(name) \(arguments.joined(separator: " ")) ended with \(ended.code): "
          + ended.said)
    }
  }

  /// Runs a program to its end, whatever that is.
  ///
  /// - Parameters:
  ///   - name: as in `PATH`, or its path.
  ///   - arguments: its arguments.
  ///   - folder: where it runs; nil for where the tests do.
  /// - Returns: its exit code, 128 and more for a signal, and what it printed on both its outputs.
  /// - Throws: ``Failure`` when it cannot be started.
  public static func finish(
    _ name: String, _ arguments: [String], in folder: String? = nil
  ) throws -> (code: Int32, said: String) {
    var start = try start(name, arguments, in: folder)
    let output = try pipe()
    defer { close(output.reading) }
    (start.output, start.errors) = (output.writing, output.writing)
    let program = Result { try ChildProgram(start) }
    close(output.writing)
    var said: [UInt8] = []
    output.readToEnd { said += $0 }
    return (try program.get().exitCode() ?? -1, String(decoding: said, as: UTF8.self))
  }

  /// A pipe for what a program prints.
  ///
  /// - Throws: ``Failure`` where no descriptor is left.
  static func pipe() throws -> PipeEnds {
    guard let ends = PipeEnds(waits: true) else {
      throw Failure(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    return ends
  }

  /// A program ready to start, without input and output.
  static func start(
    _ name: String, _ arguments: [String], in folder: String? = nil
  ) throws -> ProgramStart {
    guard let path = path(of: name) else {
      throw Failure(description: "\(name) is not installed; scripts/test installs it")
    }
    var start = ProgramStart(path, arguments)
    start.folder = folder
    return start
  }
}
