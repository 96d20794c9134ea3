import Foundation
public import PantauCore

/// One of `Tests/Peers`: a real server, or a reference library behind one, in Python on loopback.
///
/// Ends with this object.
public final class PythonPeer: Sendable {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let python = root + "/.build-python/bin/python3"

  /// Whether `scripts/test` has installed what the peers need.
  public static var canRun: Bool { FileManager.default.isExecutableFile(atPath: python) }

  /// The port of 127.0.0.1 that it listens on.
  public let port: Int
  private let program: RunningProgram

  /// Starts a peer and waits until it listens.
  ///
  /// - Parameters:
  ///   - name: the script's name without `.py`.
  ///   - arguments: its arguments.
  /// - Throws: ``Program/Failure`` with what it printed where it does not listen.
  public init(_ name: String, _ arguments: [String]) throws {
    program = try RunningProgram(
      Self.python, ["\(Self.root)/Tests/Peers/\(name).py"] + arguments,
      environment: ["PYTHONDONTWRITEBYTECODE": "1"], hasInput: true)
    guard program.blockForOutput({ !$0.isEmpty }),
      let port = Self.read(program.output[0])?["port"]?.int
    else {
      throw Program.Failure(
        description: "\(name): \((program.output + program.log).joined(separator: "\n"))")
    }
    self.port = port
  }

  deinit { program.send(SIGKILL) }

  /// What it has told since it listened.
  public var told: [JSONNode] { program.output.dropFirst().compactMap(Self.read) }

  /// Waits on the thread until it has told so much; what it told.
  public func told(_ count: Int) -> [JSONNode] {
    _ = program.blockForOutput { $0.count > count }
    return told
  }

  private static func read(_ line: String) -> JSONNode? {
    try? JSONReader.read(Array(line.utf8))
  }
}

extension PythonPeer {
  /// Runs a module of one of the peers' packages to its end.
  ///
  /// - Returns: its exit code, and the lines of both its outputs.
  public static func run(
    module: String, _ arguments: [String]
  ) throws -> (code: Int32, output: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-m", module] + arguments
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let lines = String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
    return (process.terminationStatus, lines)
  }
}
