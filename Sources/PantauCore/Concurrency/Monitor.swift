import Glibc

/// State that dedicated threads share: a lock, and a way to wait until the state is as wanted.
///
/// For threads of our own only; a task of the cooperative pool must never wait here.
///
/// Sendable by this proof: `state` is touched only inside ``update(_:)`` and
/// ``wait(until:for:)``, which hold the mutex; the two POSIX objects are made for sharing between
/// threads, have stable addresses, and are freed when nobody holds the monitor any more.
public final class Monitor<State: Sendable>: @unchecked Sendable {
  private var state: State
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Starts with a state.
  public init(_ state: State) {
    self.state = state
    var attributes = pthread_condattr_t()
    pthread_mutex_init(mutex, nil)
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Reads or changes the state, and wakes those who wait.
  @discardableResult
  public func update<Value>(_ body: (inout State) -> Value) -> Value {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }
    return body(&state)
  }

  /// Reads the state; wakes nobody.
  public func read<Value>(_ body: (State) -> Value) -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(state)
  }

  /// Waits until `ready` gives a value, and gives that.
  ///
  /// - Parameters:
  ///   - deadline: when to give up; nil waits for ever.
  ///   - ready: looks at the state, may change it; asked again after each change.
  /// - Returns: nil where the deadline came first.
  public func wait<Value>(
    until deadline: MonotonicInstant? = nil, for ready: (inout State) -> Value?
  ) -> Value? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let value = ready(&state) {
        pthread_cond_broadcast(changed)
        return value
      }
      guard let deadline else {
        pthread_cond_wait(changed, mutex)
        continue
      }
      let rest = deadline.seconds(since: .now)
      guard rest > 0 else { return nil }
      sleep(atMost: min(rest, 60))
    }
  }

  /// Waits for a change.
  ///
  /// A minute at most, so that a machine that slept is noticed.
  private func sleep(atMost seconds: Double) {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let nanoseconds = Int64(time.tv_nsec) + Int64(seconds * 1e9)
    time.tv_sec += Int(nanoseconds / 1_000_000_000)
    time.tv_nsec = Int(nanoseconds % 1_000_000_000)
    pthread_cond_timedwait(changed, mutex, &time)
  }
}
