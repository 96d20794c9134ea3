import Glibc

/// A thread of our own for work that blocks: libcurl's loop, parsing, the database, a channel.
///
/// Started at once; ``join(until:)`` waits for its end. Whoever makes one also ends it. Signals are
/// left to other threads, SIGPIPE with them, which libcurl asks nobody to ignore under
/// `CURLOPT_NOSIGNAL`: a server that goes away in the midst of TLS would end the process.
public final class DedicatedThread: Sendable {
  private let ended = Monitor(false)

  /// Starts a thread that the daemon cannot do without.
  ///
  /// - Parameters:
  ///   - name: shown by tools; the kernel keeps 15 bytes of it.
  ///   - body: the work.
  public init(name: String, _ body: @escaping @Sendable () -> Void) {
    let status = start(name, body)
    // Without a thread there is no daemon: the limit on processes is then below a handful.
    precondition(status == 0, "no thread could be made: \(String(cString: strerror(status)))")
  }

  /// Starts a thread where there can be one more; else nil.
  ///
  /// - Parameters:
  ///   - name: shown by tools; the kernel keeps 15 bytes of it.
  ///   - body: the work; what it captures is handed over.
  public init?(ifPossible name: String, _ body: sending @escaping () -> Void) {
    guard start(name, body) == 0 else { return nil }
  }

  private func start(_ name: String, _ body: sending @escaping () -> Void) -> Int32 {
    let ended = self.ended
    let work = Unmanaged.passRetained(
      Work {
        Self.leaveSignalsToOthers()
        Self.setName(name)
        body()
        ended.update { $0 = true }
      })
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      work.release()
      return status
    }
    pthread_detach(thread)
    return 0
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

  private static func leaveSignalsToOthers() {
    var signals = sigset_t()
    sigfillset(&signals)
    for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Through /proc, for glibc's own function is hidden from Swift.
  private static func setName(_ name: String) {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    let bytes = Array(name.utf8.prefix(15))
    _ = write(file, bytes, bytes.count)
    close(file)
  }

  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
