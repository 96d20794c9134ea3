import Glibc
import PantauCore
import Synchronization

/// Says once and for good that a channel has to end.
///
/// Threads that wait in poll(2) watch ``fileDescriptor`` beside their own.
public final class StopSignal: Sendable {
  /// Readable from the stop on; -1 where the process has no file descriptor left, and the stop
  /// shows in ``isStopped`` alone.
  public let fileDescriptor: Int32
  private let writeEnd: Int32
  private let stopped = Atomic(false)

  /// Makes a signal that is not given yet.
  public init() {
    var ends: [Int32] = [-1, -1]
    let isMade = pipe(&ends) == 0
    // One by one, for pipe2(2) is hidden from Swift.
    for end in ends where isMade {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    fileDescriptor = isMade ? ends[0] : -1
    writeEnd = isMade ? ends[1] : -1
  }

  deinit {
    guard fileDescriptor >= 0 else { return }
    close(fileDescriptor)
    close(writeEnd)
  }

  /// Whether the signal was given.
  public var isStopped: Bool { stopped.load(ordering: .acquiring) }

  /// Sleeps, at most until the signal.
  func sleep(for time: Duration) {
    let end = MonotonicInstant.now + time
    while !isStopped {
      let rest = end.seconds(since: .now)
      guard rest > 0 else { return }
      var watched = pollfd(fd: fileDescriptor, events: Int16(POLLIN), revents: 0)
      poll(&watched, 1, Int32(min(rest * 1_000 + 1, 1_000)))
    }
  }

  /// Gives the signal.
  public func stop() {
    stopped.store(true, ordering: .releasing)
    guard writeEnd >= 0 else { return }
    var byte: UInt8 = 0
    _ = write(writeEnd, &byte, 1)
  }
}
