import Foundation
import PantauCore
import PantauTestSupport

/// The built program as a process of its own, with what it prints.
final class RunningPantau: Sendable {
  private struct Printed: Sendable {
    var output: [String] = []
    var log: [String] = []
    var openStreams = 2
  }

  /// How long anything may take before a test gives up.
  static let patience: Duration = .seconds(30)

  private let process: Process
  private let printed = Monitor(Printed())
  private let status = Monitor<Int32?>(nil)

  /// Starts the program beside the tests' own binary.
  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    process = Process()
    process.executableURL = Self.binary
    process.arguments = arguments
    process.environment =
      ["PATH": "/usr/bin:/bin", "TZ": "UTC"].merging(environment) { _, new in new }
    let (output, log) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = log
    process.standardInput = FileHandle.nullDevice
    process.terminationHandler = { [status] process in
      let code =
        process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus
      status.update { $0 = code }
    }
    try process.run()
    collect(output.fileHandleForReading) { $0.output.append($1) }
    collect(log.fileHandleForReading) { $0.log.append($1) }
  }

  /// The program beside the tests' own binary.
  static var binary: URL {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return own.deletingLastPathComponent().appendingPathComponent("pantau")
  }

  private func collect(
    _ handle: FileHandle, _ add: @escaping @Sendable (inout Printed, String) -> Void
  ) {
    let descriptor = dup(handle.fileDescriptor)
    _ = DedicatedThread(name: "collect") { [printed] in
      var pending: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        pending += buffer[..<count]
        while let end = pending.firstIndex(of: 0x0A) {
          let line = String(decoding: pending[..<end], as: UTF8.self)
          pending.removeSubrange(...end)
          printed.update { add(&$0, line) }
        }
      }
      close(descriptor)
      printed.update { $0.openStreams -= 1 }
    }
  }

  /// The lines on standard output so far.
  var output: [String] { printed.read { $0.output } }
  /// The lines on standard error so far.
  var log: [String] { printed.read { $0.log } }
  var identifier: Int32 { process.processIdentifier }

  /// Waits until the output is as wanted; false where it never was.
  func waitForOutput(_ ready: @escaping @Sendable ([String]) -> Bool) async -> Bool {
    await DedicatedThread.blocking { [printed] in
      printed.wait(until: .now + Self.patience) { ready($0.output) ? true : nil } ?? false
    }
  }

  /// Waits until the log is as wanted.
  func waitForLog(_ ready: @escaping @Sendable ([String]) -> Bool) async -> Bool {
    await DedicatedThread.blocking { [printed] in
      printed.wait(until: .now + Self.patience) { ready($0.log) ? true : nil } ?? false
    }
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end and for all that was printed; nil where it never ended.
  func exitCode() async -> Int32? {
    let code = await DedicatedThread.blocking { [status, printed] in
      let code = status.wait(until: .now + Self.patience) { $0 }
      _ = printed.wait(until: .now + .seconds(5)) { $0.openStreams == 0 ? true : nil }
      return code
    }
    if code == nil { send(SIGKILL) }
    return code
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> (code: Int32?, output: [String], log: [String]) {
    let program = try RunningPantau(arguments, environment: environment)
    let code = await program.exitCode()
    return (code, program.output, program.log)
  }
}
