import Glibc
import PantauCore

/// Prints each message as a line on standard output (or another open descriptor in tests).
///
/// A closed pipe makes the channel fail, a full one makes it wait; neither stops anything else. The
/// process has to ignore SIGPIPE.
final class StandardOutputSender: DeliverySender {
  let recordedTogether = 100
  private let descriptor: Int32
  private let format: LineFormat
  private let text: AlertText
  /// Whether the last line was cut short, so that the next one begins on a line of its own.
  private let isTorn = Monitor(false)

  init(format: LineFormat?, text: AlertText, descriptor: Int32 = STDOUT_FILENO) {
    let isTerminal = isatty(descriptor) == 1
    self.descriptor = descriptor
    self.format = format ?? (isTerminal ? .text : .json)
    self.text = isTerminal ? text : text.plain
  }

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    let line = (isTorn.read { $0 } ? [0x0A] : []) + format.line(of: message, text: text)
    switch PollingWriter.write(line, to: descriptor, stop: stop) {
    case .done:
      isTorn.update { $0 = false }
      return .delivered
    case .stopped(let count):
      if count > 0 { isTorn.update { $0 = true } }
      return .interrupted
    case .failed(let code, let count):
      if count > 0 { isTorn.update { $0 = true } }
      return .channelFailed(Self.reason(code))
    }
  }

  private static func reason(_ code: Int32) -> String {
    let cause = String(cString: strerror(code))
    return code == EPIPE
      ? "nobody reads standard output any more (\(cause)); start pantau with another reader."
      : "standard output cannot be written (\(cause), errno \(code))."
  }
}
