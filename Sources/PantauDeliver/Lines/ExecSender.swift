import FoundationEssentials
import Glibc
import PantauCore

/// Starts a program for each message and gives it the object on standard input.
///
/// No shell: the arguments are passed as written. Exit status 0 means delivered, 75 (EX_TEMPFAIL)
/// that the channel does not work now, any other that it refuses this message.
struct ExecSender: DeliverySender {
  let recordedTogether = 1
  let settings: ExecSettings

  /// How often a thread looks for the program's end, its time and the stop.
  private static let look: Duration = .milliseconds(5)

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    let program = settings.command.first ?? ""
    guard let input = ChildInput(message.object) else {
      return .channelFailed(
        "no temporary file for the program's input could be made (errno \(errno)).")
    }
    guard let output = ChildOutput() else {
      return .channelFailed("no pipe for the program's output could be made (errno \(errno)).")
    }
    let process: Int32
    do throws(ProgramStart.Failure) {
      process = try spawn(program, input, output)
    } catch {
      return .channelFailed(
        """
        program \(program) cannot be started (\(String(cString: strerror(error.code)))); check the \
        channel's "command".
        """, retryAfter: nil)
    }
    let result = wait(for: process, program, output, stop)
    output.drain()
    // Standard output carries alerts and nothing else.
    let text = output.text(of: program)
    if !text.isEmpty { _ = write(STDERR_FILENO, text, text.count) }
    return result
  }

  private func spawn(
    _ program: String, _ input: ChildInput, _ output: ChildOutput
  ) throws(ProgramStart.Failure) -> Int32 {
    defer { output.closeWriteEnd() }
    var start = ProgramStart(program, Array(settings.command.dropFirst()))
    start.input = input.descriptor
    (start.output, start.errors) = (output.writeEnd, output.writeEnd)
    return try start.spawn()
  }

  private func wait(
    for process: pid_t, _ program: String, _ output: ChildOutput, _ stop: StopSignal
  ) -> SendResult {
    let deadline = MonotonicInstant.now + settings.timeout
    var status: Int32 = 0
    while true {
      output.drain()
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return result(status, program) }
      if ended < 0 && errno != EINTR {
        return .channelFailed("program \(program): its end was not seen (errno \(errno)).")
      }
      let isLate = deadline < .now
      if isLate || stop.isStopped {
        // Its children too: the group is its own.
        kill(-process, SIGKILL)
        waitpid(process, &status, 0)
        guard isLate else { return .interrupted }
        let time = DurationText.spoken(settings.timeout)
        return .channelFailed("program \(program) did not end within \(time) and was killed.")
      }
      stop.sleep(for: Self.look)
    }
  }

  private func result(_ status: Int32, _ program: String) -> SendResult {
    let signal = status & 0x7F
    guard signal == 0 else {
      return .channelFailed("program \(program) was ended by signal \(signal).")
    }
    switch status >> 8 & 0xFF {
    case 0: return .delivered
    case 75: return .channelFailed("program \(program) asks to try later (exit status 75).")
    case 126, 127:
      return .channelFailed("program \(program) cannot be run (exit status \(status >> 8 & 0xFF)).")
    case let code: return .refused("program \(program) ended with exit status \(code).")
    }
  }
}

/// A file without a name that holds a program's input; a pipe would block on a program that does
/// not read.
private final class ChildInput {
  let descriptor: Int32

  init?(_ object: String) {
    var template = Array(
      (FileManager.default.temporaryDirectory.path + "/pantau-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
    let bytes = Array(object.utf8) + [0x0A]
    guard write(descriptor, bytes, bytes.count) == bytes.count,
      lseek(descriptor, 0, SEEK_SET) == 0
    else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
