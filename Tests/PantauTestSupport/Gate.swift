import Dispatch

/// Something a test opens once, and that server threads wait for.
public final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  /// A closed gate.
  public init() {}

  /// Lets all through, now and later.
  public func open() { semaphore.signal() }

  /// Waits on a thread that may block, half a minute at most.
  public func waitLong() { _ = wait(milliseconds: 30_000) }

  /// Waits for the gate; false when it did not open in time.
  func wait(milliseconds: Int) -> Bool {
    guard semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else {
      return false
    }
    semaphore.signal()
    return true
  }
}
