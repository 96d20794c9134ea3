import Glibc
import PantauCore

/// A program that runs beside a test, and the lines it prints.
public final class RunningProgram: Sendable {
  private struct Printed: Sendable {
    var output: [String] = []
    var log: [String] = []
    var openStreams = 2
  }

  /// How long anything may take before a test gives up.
  public static let patience: Duration = .seconds(120)

  private let program: ChildProgram
  /// The end that its input is written to; nil where it has none.
  private let input: Int32?
  private let printed = Monitor(Printed())

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - path: the program.
  ///   - arguments: its arguments.
  ///   - environment: all of its environment.
  ///   - hasInput: whether its standard input stays open until this object goes; else it has none.
  /// - Throws: ``Program/Failure`` where it cannot be started.
  public init(
    _ path: String, _ arguments: [String], environment: [String: String], hasInput: Bool = false
  ) throws {
    var start = ProgramStart(path, arguments)
    start.environment = environment
    let (output, log) = (try Program.pipe(), try Program.pipe())
    let input = hasInput ? try Program.pipe() : nil
    defer {
      close(output.writing)
      close(log.writing)
      if let input { close(input.reading) }
    }
    (start.input, start.output, start.errors) = (input?.reading, output.writing, log.writing)
    self.input = input?.writing
    program = try ChildProgram(start)
    collect(output) { $0.output.append($1) }
    collect(log) { $0.log.append($1) }
  }

  deinit {
    if let input { close(input) }
  }

  private func collect(
    _ pipe: PipeEnds, _ add: @escaping @Sendable (inout Printed, String) -> Void
  ) {
    _ = DedicatedThread(name: "collect") { [printed] in
      var pending: [UInt8] = []
      pipe.readToEnd { bytes in
        pending += bytes
        while let end = pending.firstIndex(of: 0x0A) {
          let line = String(decoding: pending[..<end], as: UTF8.self)
          pending.removeSubrange(...end)
          printed.update { add(&$0, line) }
        }
      }
      close(pipe.reading)
      printed.update { $0.openStreams -= 1 }
    }
  }

  /// The lines on standard output so far.
  public var output: [String] { printed.read { $0.output } }
  /// The lines on standard error so far.
  public var log: [String] { printed.read { $0.log } }
  /// The process's number.
  public var identifier: Int32 { program.identifier }

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
  public func send(_ signal: Int32) { program.send(signal) }

  /// Waits for the end and for all that was printed; nil where it never ended.
  public func exitCode() async -> Int32? {
    let code = await DedicatedThread.blocking { [program, printed] in
      let code = program.exitCode(until: .now + Self.patience)
      _ = printed.wait(until: .now + .seconds(5)) { $0.openStreams == 0 ? true : nil }
      return code
    }
    if code == nil { send(SIGKILL) }
    return code
  }
}
