import Glibc
import PantauCore

/// A program beside the tests: its number, signals to it, and its end, which a thread waits for.
final class ChildProgram: Sendable {
  let identifier: Int32
  private let code = Monitor<Int32?>(nil)

  /// Starts it.
  ///
  /// - Throws: ``Program/Failure`` where it cannot be started.
  init(_ start: ProgramStart) throws {
    do throws(ProgramStart.Failure) {
      identifier = try start.spawn()
    } catch {
      throw Program.Failure(
        description: "\(start.program) cannot be started: \(String(cString: strerror(error.code)))")
    }
    _ = DedicatedThread(name: "child") { [identifier, code] in
      var information = siginfo_t()
      while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      // Its number may be another's from here on: no signal is sent meanwhile.
      code.update { $0 = Self.reap(identifier) }
    }
  }

  private static func reap(_ identifier: Int32) -> Int32 {
    var status: Int32 = 0
    waitpid(identifier, &status, 0)
    let signal = status & 0x7F
    return signal == 0 ? status >> 8 & 0xFF : 128 + signal
  }

  var isRunning: Bool { code.read { $0 == nil } }

  /// Sends a signal where it still runs.
  func send(_ signal: Int32) {
    code.read { if $0 == nil { kill(identifier, signal) } }
  }

  /// Waits on the thread for its end.
  ///
  /// - Parameter deadline: when to give up; nil waits for ever.
  /// - Returns: what it gave to exit(3), or 128 and the signal that ended it; nil where the deadline
  ///   came first.
  func exitCode(until deadline: MonotonicInstant? = nil) -> Int32? {
    code.wait(until: deadline) { $0 }
  }
}
