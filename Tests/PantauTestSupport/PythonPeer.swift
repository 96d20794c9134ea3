import Glibc
public import PantauCore

/// One of `Tests/Peers`: a real server, or a reference library behind one, in Python on loopback.
///
/// Ends with this object.
public final class PythonPeer: Sendable {
  private static let root = String(
    #filePath.dropLast("/Tests/PantauTestSupport/PythonPeer.swift".count))
  private static let python = root + "/.build-python/bin/python3"

  /// Whether `scripts/test` has installed what the peers need.
  public static var canRun: Bool { access(python, X_OK) == 0 }

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
    let ended = try Program.finish(python, ["-m", module] + arguments)
    return (ended.code, ended.said.split(separator: "\n").map(String.init))
  }
}
