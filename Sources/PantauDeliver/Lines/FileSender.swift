import Glibc
import PantauCore

/// Appends each message as a line to a file that other programs read or rotate.
final class FileSender: DeliverySender {
  let recordedTogether = 100
  private let path: String
  private let format: LineFormat
  private let text: AlertText
  private let file = Monitor<OpenFile?>(nil)

  init(path: String, format: LineFormat, text: AlertText) {
    self.path = path
    self.format = format
    self.text = text.plain
  }

  /// Lets the next line open the file anew: it may have been moved away.
  func reopen() { file.update { $0 = nil } }

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    let open: OpenFile
    do throws(OpenFile.Failure) {
      open = try openFile()
    } catch {
      return failure("cannot be opened", error.code)
    }
    let line = open.takeMissingLineEnd() + format.line(of: message, text: text)
    switch PollingWriter.write(line, to: open.descriptor, stop: stop) {
    case .done: return .delivered
    case .stopped(let count):
      open.takeBack(count)
      return .interrupted
    case .failed(let code, let count):
      open.takeBack(count)
      reopen()
      return failure("cannot be written", code)
    }
  }

  private func failure(_ what: String, _ code: Int32) -> SendResult {
    .channelFailed(
      """
      file \(path) \(what) (\(String(cString: strerror(code))), errno \(code)); check its folder, \
      its rights and the room on the disk.
      """)
  }

  private func openFile() throws(OpenFile.Failure) -> OpenFile {
    if let open = file.read({ $0 }) { return open }
    let open = try OpenFile(path: path)
    file.update { $0 = open }
    return open
  }
}
