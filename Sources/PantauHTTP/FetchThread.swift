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
  static func start(_ body: @escaping () -> Void) -> pthread_t? {
    let work = Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      return nil
    }
    return thread
  }
}
