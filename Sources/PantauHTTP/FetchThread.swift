import Glibc

/// A thread of its own for work that blocks, away from the cooperative pool.
enum FetchThread {
  /// Carries a closure through the C function's one pointer.
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Starts a joinable thread; nil when there can be no more.
  ///
  /// - Parameter body: runs on the new thread. What it captures is handed over: the caller must not
  ///   touch it any more, unless it is Sendable.
  /// - Returns: the thread, to be joined or detached.
  static func start(_ body: @escaping () -> Void) -> pthread_t? {
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        FetchThread.leaveSignalsToOthers()
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      return nil
    }
    return thread
  }

  /// Starts a thread that nobody waits for; false when there can be no more.
  static func startDetached(_ body: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = start(body) else { return false }
    return pthread_detach(thread) == 0
  }

  /// Blocks what others handle, and SIGPIPE, which libcurl asks nobody to ignore under
  /// `CURLOPT_NOSIGNAL`: a server that goes away in the midst of TLS would end the process.
  private static func leaveSignalsToOthers() {
    var signals = sigset_t()
    sigfillset(&signals)
    for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
