import Glibc
import PantauCore

/// Interrupts the fetch thread's wait from any thread: a pipe, whose reading end is watched beside the
/// sockets.
final class FetchWaker: Sendable {
  /// Readable from a wake-up until ``drain()``.
  let fileDescriptor: Int32
  private let writeEnd: Int32

  /// Makes the pipe; nil where no descriptor is left.
  init?() {
    guard let ends = PipeEnds(waits: false) else { return nil }
    (fileDescriptor, writeEnd) = (ends.reading, ends.writing)
  }

  deinit {
    close(fileDescriptor)
    close(writeEnd)
  }

  /// Makes the present or the next wait return at once.
  func wake() {
    var byte: UInt8 = 0
    // A full pipe wakes as well.
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes the wake-ups that have come.
  func drain() {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(fileDescriptor, &bytes, 16) == 16 {}
  }
}
