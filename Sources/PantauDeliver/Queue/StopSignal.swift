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
    let ends = PipeEnds(waits: false)
    fileDescriptor = ends?.reading ?? -1
    writeEnd = ends?.writing ?? -1
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
