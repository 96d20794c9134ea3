import Synchronization

/// A request on its way to the fetch thread.
struct FetchJob: Sendable {
  let serial: UInt64
  let request: FetchRequest
  /// Whether the receiver gives the body bytes back by itself later.
  let countsHandedOut: Bool
  let completion: @Sendable (FetchResult) -> Void
}

/// The only door between other threads and the fetch thread: a few fields under a lock.
final class FetchInbox: Sendable {
  /// What other threads asked for since the last look.
  struct News {
    var jobs: [FetchJob] = []
    var releasedBytes = 0
    /// Bodies that are done with, emptied.
    var spareBodies: [[UInt8]] = []
    var cancelled: Set<UInt64> = []
    var cancelsAll = false
    /// Set once: until when transfers in flight may go on.
    var stopAt: ContinuousClock.Instant?
  }

  private struct State {
    var news = News()
    var waiting = 0
    var nextSerial: UInt64 = 0
    var isClosed = false
    var hasEnded = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
    /// Whether the fetch thread can go on only when bytes are given back.
    var wantsBytes = false
  }

  /// What became of a job that was put in line.
  enum Entry {
    case refused
    case taken
    /// The first one of those that wait: the fetch thread has to be woken for it, and sees the others.
    case takenFirst
  }

  private let state = Mutex(State())
  private let maxWaiting: Int

  init(maxWaiting: Int) { self.maxWaiting = maxWaiting }

  /// A number for a job, never given twice.
  func newSerial() -> UInt64 {
    state.withLock {
      $0.nextSerial += 1
      return $0.nextSerial
    }
  }

  /// Puts a job in line, unless that is full or closed.
  func add(_ job: FetchJob) -> Entry {
    state.withLock {
      guard !$0.isClosed, $0.waiting < maxWaiting else { return .refused }
      $0.news.jobs.append(job)
      $0.waiting += 1
      return $0.news.jobs.count == 1 ? .takenFirst : .taken
    }
  }

  /// How many emptied bodies wait for the fetch thread at most.
  private static let maxSpareBodies = 16

  /// Gives bytes back, and the storage they were in; true where the fetch thread waits for them and has
  /// to be woken.
  func release(_ bytes: Int, _ storage: [UInt8] = []) -> Bool {
    state.withLock { state in
      state.news.releasedBytes += bytes
      if storage.capacity > 0, state.news.spareBodies.count < Self.maxSpareBodies {
        state.news.spareBodies.append(storage)
      }
      defer { state.wantsBytes = false }
      return state.wantsBytes
    }
  }

  /// Notes whether the fetch thread can go on only when bytes are given back.
  ///
  /// - Returns: whether it may wait: none were given back since the last look.
  func mayWait(forBytes wantsBytes: Bool) -> Bool {
    state.withLock {
      $0.wantsBytes = wantsBytes && $0.news.releasedBytes == 0
      return $0.wantsBytes == wantsBytes
    }
  }

  func cancel(_ serial: UInt64) { state.withLock { _ = $0.news.cancelled.insert(serial) } }

  func cancelAll() { state.withLock { $0.news.cancelsAll = true } }

  /// Lets no job in from now on; an earlier instant wins over a later one.
  func close(stopAt instant: ContinuousClock.Instant) {
    state.withLock {
      $0.isClosed = true
      $0.news.stopAt = min($0.news.stopAt ?? instant, instant)
    }
  }

  /// Hands the news to the fetch thread.
  ///
  /// - Parameter left: how many jobs have left the line since the last call.
  /// - Returns: what was asked for since then.
  func take(left: Int) -> News {
    state.withLock { state in
      state.waiting -= left
      defer { state.news = News(stopAt: state.news.stopAt) }
      return state.news
    }
  }

  /// Says that the fetch thread has done its last.
  func end() {
    let waiters = state.withLock { state in
      state.hasEnded = true
      defer { state.endWaiters = [] }
      return state.endWaiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns when the fetch thread has done its last.
  func waitForEnd() async {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock {
        if !$0.hasEnded { $0.endWaiters.append(continuation) }
        return $0.hasEnded
      }
      if hasEnded { continuation.resume() }
    }
  }
}
