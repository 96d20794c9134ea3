import Foundation

/// Runs programs that tests need beside themselves (`openssl`, `nginx`).
public enum Program {
  /// A program that ended badly.
  public struct Failure: Error, CustomStringConvertible {
    /// What was run and what it said.
    public let description: String
  }

  /// Where a program lies; nil when it is not installed.
  public static func path(of name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
    return folders.map { $0 + "/" + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - name: as in `PATH`.
  ///   - arguments: its arguments.
  ///   - folder: where it runs.
  /// - Throws: ``Failure`` when it is not installed or ends with anything but 0.
  public static func run(_ name: String, _ arguments: [String], in folder: String) throws {
    let process = try make(name, arguments, in: folder)
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        description: "\(name) \(arguments.joined(separator: " ")) ended with "
          + "\(process.terminationStatus): \(String(decoding: said, as: UTF8.self))")
    }
  }

  /// A program ready to start, without input and output.
  static func make(_ name: String, _ arguments: [String], in folder: String) throws -> Process {
    guard let path = path(of: name) else {
      throw Failure(description: "\(name) is not installed; scripts/test installs it")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }
}
