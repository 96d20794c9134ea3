import Foundation
import PantauCore

/// A program that runs beside a test, and the lines it prints.
public final class RunningProgram: Sendable {
  private struct Printed: Sendable {
    var output: [String] = []
    var log: [String] = []
    var openStreams = 2
  }

  /// How long anything may take before a test gives up.
  public static let patience: Duration = .seconds(30)

  private let process: Process
  private let input = Pipe()
  private let printed = Monitor(Printed())
  private let status = Monitor<Int32?>(nil)

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: the program.
  ///   - arguments: its arguments.
  ///   - environment: all of its environment.
  ///   - hasInput: whether its standard input stays open until this object goes; else it has none.
  /// - Throws: what Foundation does where it cannot be started.
  public init(
    _ path: String, _ arguments: [String], environment: [String: String], hasInput: Bool = false
  ) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment
    let (output, log) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = log
    if hasInput {
      process.standardInput = input
    } else {
      process.standardInput = FileHandle.nullDevice
    }
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
  public var output: [String] { printed.read { $0.output } }
  /// The lines on standard error so far.
  public var log: [String] { printed.read { $0.log } }
  /// The process's number.
  public var identifier: Int32 { process.processIdentifier }

  /// Waits on the thread until the output is as wanted; false where it never was.
  public func blockForOutput(_ ready: ([String]) -> Bool) -> Bool {
    printed.wait(until: .now + Self.patience) { ready($0.output) ? true : nil } ?? false
  }

  /// Waits until the output is as wanted; false where it never was.
  public func waitForOutput(_ ready: @escaping @Sendable ([String]) -> Bool) async -> Bool {
    await DedicatedThread.blocking { self.blockForOutput(ready) }
  }

  /// Waits until the log is as wanted.
  public func waitForLog(_ ready: @escaping @Sendable ([String]) -> Bool) async -> Bool {
    await DedicatedThread.blocking { [printed] in
      printed.wait(until: .now + Self.patience) { ready($0.log) ? true : nil } ?? false
    }
  }

  /// Sends a signal.
  public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end and for all that was printed; nil where it never ended.
  public func exitCode() async -> Int32? {
    let code = await DedicatedThread.blocking { [status, printed] in
      let code = status.wait(until: .now + Self.patience) { $0 }
      _ = printed.wait(until: .now + .seconds(5)) { $0.openStreams == 0 ? true : nil }
      return code
    }
    if code == nil { send(SIGKILL) }
    return code
  }
}
