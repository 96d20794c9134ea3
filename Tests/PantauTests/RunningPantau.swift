import Foundation
import PantauTestSupport

/// The built program as a process of its own, with what it prints.
@dynamicMemberLookup
struct RunningPantau: Sendable {
  private let program: RunningProgram

  /// Starts the program beside the tests' own binary.
  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    program = try RunningProgram(
      Self.binary.path, arguments,
      environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"].merging(environment) { _, new in new })
  }

  /// The program beside the tests' own binary.
  static var binary: URL {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("pantau")
  }

  subscript<Value>(dynamicMember path: KeyPath<RunningProgram, Value>) -> Value {
    program[keyPath: path]
  }

  /// Waits until the output is as wanted; false where it never was.
  func waitForOutput(_ ready: @escaping @Sendable ([String]) -> Bool) async -> Bool {
    await program.waitForOutput(ready)
  }

  /// Waits until the log is as wanted.
  func waitForLog(_ ready: @escaping @Sendable ([String]) -> Bool) async -> Bool {
    await program.waitForLog(ready)
  }

  func send(_ signal: Int32) { program.send(signal) }

  /// Waits for the end and for all that was printed; nil where it never ended.
  func exitCode() async -> Int32? { await program.exitCode() }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> (code: Int32?, output: [String], log: [String]) {
    let program = try RunningPantau(arguments, environment: environment)
    let code = await program.exitCode()
    return (code, program.output, program.log)
  }
}
