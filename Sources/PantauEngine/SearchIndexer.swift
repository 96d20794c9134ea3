public import Logging
import PantauCore
import PantauMatch
public import PantauStore

/// Fills the full-text index on a thread of its own, behind the polls and never in their way.
///
/// Each step is a short transaction, so that a commit with alerts waits for one at most, and none begins
/// while polls wait to be read or stored, but for one each half second, so that it never falls behind.
/// While items come, it lets a second's worth gather: fewer and larger steps cost less in the index.
public final class SearchIndexer: Sendable {
  private let store: Store
  private let logger: Logger
  private let state = Monitor(State())
  private let thread = Monitor<DedicatedThread?>(nil)

  private struct State: Sendable {
    var hasNews = true
    var isStopping = false
  }

  /// How many items a step takes, and how many bytes of text; holds the writer for some 30 ms.
  static let stepSize = 500
  static let stepBytes = 1_000_000
  /// After so long no further item is taken: writing what was gathered takes about as long again.
  static let stepTime: Duration = .milliseconds(15)
  /// How many pages a step merges in one transaction, some 10 ms, and how often: more than a step adds, four
  /// times over.
  static let mergedPages = 64
  static let merges = 8
  /// How long a step lets polls go first, and how often it looks whether there are any.
  static let courtesy: Duration = .milliseconds(500)
  static let glance: Duration = .milliseconds(20)
  /// How long new items are let gather.
  static let gathering: Duration = .seconds(1)
  /// The wait after a fault, a full disk, say.
  static let retryWait: Duration = .seconds(10)

  /// Prepares the indexer; nothing is done before ``start()``.
  public init(store: Store, logger: Logger) {
    self.store = store
    self.logger = logger
  }

  /// Starts the thread, which first catches up with what is not indexed yet.
  ///
  /// - Parameter isBusy: whether polls wait to be read or stored, which go first.
  public func start(yieldingTo isBusy: @escaping @Sendable () -> Bool = { false }) {
    thread.update { $0 = DedicatedThread(name: "pantau-index") { self.run(isBusy) } }
  }

  /// Says that items have come or changed.
  public func notify() { state.update { $0.hasNews = true } }

  /// Ends after the step that is under way.
  ///
  /// - Parameter time: how long it may take.
  public func stop(within time: Duration) {
    state.update { $0.isStopping = true }
    thread.read { $0 }?.join(until: .now + time)
  }

  /// Indexes what there is on the calling thread, for a run that ends: all of it where two steps take
  /// it, for who began it would keep the run waiting and yet leave most to the next one.
  ///
  /// - Parameter time: when to leave the rest to the next run.
  /// - Throws: `StoreError`.
  public func catchUp(within time: Duration) throws(StoreError) {
    guard try store.itemsBehindSearch() <= 2 * Self.stepSize else { return }
    let deadline = MonotonicInstant.now + time
    while try !step().isIdle, MonotonicInstant.now < deadline {}
  }

  private func run(_ isBusy: () -> Bool) {
    var lastFault: String?
    while waitForNews() {
      do throws(StoreError) {
        while !isStopping {
          giveWay(isBusy)
          if try step().isIdle { break }
        }
        lastFault = nil
      } catch {
        if lastFault != error.description {
          logger.warning("the search index waits", metadata: ["error": "\(error)"])
        }
        lastFault = error.description
        notify()
        pause(Self.retryWait)
      }
      pause(Self.gathering)
    }
  }

  /// Adds and takes out in one transaction, and merges in some more.
  ///
  /// - Parameter held: told how long each held the writer, in seconds.
  /// - Returns: what was done.
  /// - Throws: `StoreError`.
  public func step(
    held: (Double) -> Void = { _ in }
  ) throws(StoreError) -> SearchIndexStep {
    var begin = MonotonicInstant.now
    func note() {
      held(MonotonicInstant.now.seconds(since: begin))
      begin = .now
    }
    let end = begin + Self.stepTime
    let step = try store.indexForSearch(
      atMost: Self.stepSize, maxTextBytes: Self.stepBytes, isOver: { MonotonicInstant.now >= end }
    ) {
      SearchText(MatchInput($0), &$1)
    }
    note()
    var merges = step.isIdle ? 0 : Self.merges
    while merges > 0, !isStopping, try store.mergeSearchIndex(pages: Self.mergedPages) {
      note()
      merges -= 1
    }
    return step
  }

  private var isStopping: Bool { state.read { $0.isStopping } }

  /// False where it has to end.
  private func waitForNews() -> Bool {
    state.wait { state -> Bool? in
      if state.isStopping { return false }
      guard state.hasNews else { return nil }
      state.hasNews = false
      return true
    } ?? false
  }

  /// Lets polls go first, for a while.
  private func giveWay(_ isBusy: () -> Bool) {
    let deadline = MonotonicInstant.now + Self.courtesy
    while isBusy(), !isStopping, MonotonicInstant.now < deadline { pause(Self.glance) }
  }

  private func pause(_ time: Duration) {
    _ = state.wait(until: .now + time) { $0.isStopping ? true : nil }
  }
}
