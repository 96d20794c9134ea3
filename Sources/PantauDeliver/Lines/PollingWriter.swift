import Glibc

/// Writes to a file descriptor that may block for ever, without blocking for ever itself.
///
/// Waits in poll(2) for room or for the stop, and writes pieces of at most 4,096 bytes: a pipe that
/// poll(2) calls writable has room for those (pipe(7), PIPE_BUF).
enum PollingWriter {
  enum End: Hashable {
    case done
    /// The stop came first; so many bytes were written.
    case stopped(afterBytes: Int)
    /// write(2) failed with this errno after so many bytes.
    case failed(Int32, afterBytes: Int)
  }

  private static let piece = 4_096

  static func write(_ bytes: [UInt8], to descriptor: Int32, stop: StopSignal) -> End {
    var written = 0
    while written < bytes.count {
      guard waitForRoom(descriptor, stop) else { return .stopped(afterBytes: written) }
      let end = min(bytes.count, written + piece)
      let count = bytes[written..<end].withUnsafeBytes { piece in
        Glibc.write(descriptor, piece.baseAddress, piece.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR && errno != EAGAIN {
        return .failed(errno, afterBytes: written)
      }
    }
    return .done
  }

  /// False where the stop came while there was no room.
  private static func waitForRoom(_ descriptor: Int32, _ stop: StopSignal) -> Bool {
    var watched = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: stop.fileDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      // The limit serves where no descriptor was left for the stop signal.
      let count = poll(&watched, 2, 1_000)
      if watched[0].revents != 0 && count > 0 { return true }
      if stop.isStopped { return false }
      if count < 0 && errno != EINTR { return true }
    }
  }
}
