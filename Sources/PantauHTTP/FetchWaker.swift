import Glibc

/// Interrupts the fetch thread's wait from any thread: a pipe, whose reading end is watched beside the
/// sockets.
final class FetchWaker: Sendable {
  /// Readable from a wake-up until ``drain()``.
  let fileDescriptor: Int32
  private let writeEnd: Int32

  /// Makes the pipe; nil where no descriptor is left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    // One by one, for pipe2(2) is hidden from Swift.
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (fileDescriptor, writeEnd) = (ends[0], ends[1])
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
