import Glibc
import PantauCore

/// What a program prints on standard output and error: read at once, so that it never blocks, kept
/// to a bound, and printed on our standard error when it has ended.
final class ChildOutput {
  /// The end that the program writes to.
  private(set) var writeEnd: Int32 = -1
  private var readEnd: Int32 = -1
  private var kept: [UInt8] = []
  private var dropped = 0

  /// The most that is printed of one run, in bytes; the rest is counted.
  static let maxBytes = 4_096

  /// Makes the pipe; nil where no descriptor is left.
  init?() {
    guard let ends = PipeEnds(waits: true) else { return nil }
    (readEnd, writeEnd) = (ends.reading, ends.writing)
    _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
  }

  deinit {
    closeWriteEnd()
    close(readEnd)
  }

  /// Leaves the program alone with its end.
  func closeWriteEnd() {
    guard writeEnd >= 0 else { return }
    close(writeEnd)
    writeEnd = -1
  }

  /// Reads what is there, a bounded part of it.
  func drain() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    for _ in 0..<64 {
      let count = read(readEnd, &buffer, buffer.count)
      guard count > 0 else { return }
      let room = min(count, Self.maxBytes - kept.count)
      kept += buffer[..<room]
      dropped += count - room
    }
  }

  /// What is to be printed: whole lines, and how much more there was.
  func text(of program: String) -> [UInt8] {
    var text = kept
    if let last = text.last, last != 0x0A { text.append(0x0A) }
    if dropped > 0 {
      text += Array("\(program): \(dropped.of("more byte")) of output left out\n".utf8)
    }
    return text
  }
}
