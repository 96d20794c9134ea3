import Glibc

/// A thread of our own for work that blocks: libcurl's loop, parsing, the database, a channel.
///
/// Started at once; ``join()`` waits for its end. Whoever makes one also ends it.
public final class DedicatedThread: Sendable {
  private let ended = Monitor(false)

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - name: shown by tools; the kernel keeps 15 bytes of it.
  ///   - body: the work.
  public init(name: String, _ body: @escaping @Sendable () -> Void) {
    let ended = self.ended
    let work = Work {
      Self.setName(name)
      body()
      ended.update { $0 = true }
    }
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(work).toOpaque())
    // Without a thread there is no daemon: the limit on processes is then below a handful.
    precondition(status == 0, "no thread could be made: \(String(cString: strerror(status)))")
    pthread_detach(thread)
  }

  /// Waits for the end.
  ///
  /// - Parameter deadline: when to give up; nil waits for ever.
  /// - Returns: whether the thread has ended.
  @discardableResult
  public func join(until deadline: MonotonicInstant? = nil) -> Bool {
    ended.wait(until: deadline) { $0 ? true : nil } ?? false
  }

  /// Does something that blocks while a task waits for it, off the cooperative pool.
  public static func blocking<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      _ = DedicatedThread(name: "pantau-wait") { continuation.resume(returning: body()) }
    }
  }

  /// Through /proc, for glibc's own function is hidden from Swift.
  private static func setName(_ name: String) {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    let bytes = Array(name.utf8.prefix(15))
    _ = write(file, bytes, bytes.count)
    close(file)
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
