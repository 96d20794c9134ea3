public import FoundationEssentials
public import Logging
import PantauCore
public import PantauStore

/// Removes what has had its time, each hour, on a thread of its own.
///
/// Steps are short and rest longer than they work, so that polls are hardly kept waiting; the search
/// index takes out what has left before more leaves.
public final class RetentionKeeper: Sendable {
  /// How long things are kept, as the configuration says.
  public struct Settings: Sendable, Hashable {
    /// How long items without an alert are kept; nil: for ever.
    public var items: Duration?
    /// How long alerts, and the items they name, are kept; nil: for ever.
    public var alerts: Duration?
    /// The size in bytes above which the oldest items without an alert go; nil: any.
    public var maxBytes: Int?

    /// Takes the parts.
    public init(items: Duration?, alerts: Duration?, maxBytes: Int?) {
      self.items = items
      self.alerts = alerts
      self.maxBytes = maxBytes
    }

    func rules(at now: Date) -> RetentionRules {
      RetentionRules(
        itemsBefore: items.map { now - $0.inSeconds },
        alertsBefore: alerts.map { now - $0.inSeconds },
        noticesBefore: now - RetentionKeeper.noticeAge.inSeconds, maxBytes: maxBytes)
    }
  }

  private struct State: Sendable {
    var settings: Settings
    var isStopping = false
    var places = RetentionPlaces()
    var passes = 0
    /// The day on which old keys were last looked for, counted from 1970.
    var keysLookedAt: Int64?
  }

  private let store: Store
  private let indexer: SearchIndexer
  private let clock: @Sendable () -> Date
  private let logger: Logger
  private let state: Monitor<State>
  private let thread = Monitor<DedicatedThread?>(nil)

  /// From the end of a pass to the next; the first comes a minute after the start.
  static let interval: Duration = .seconds(3_600)
  static let firstWait: Duration = .seconds(60)
  /// The rest after a step, beside twice what it took.
  static let rest: Duration = .milliseconds(20)
  /// How long messages that are no alert are kept: feeds that fail, digests, tests.
  static let noticeAge: Duration = .seconds(90 * 86_400)
  /// After so many passes all items are looked at again, whatever an earlier pass has seen.
  private static let passesUntilWhole = 24
  /// How many rows a step looks at: a few where the disk is slow, so that none holds the writer for
  /// more than 50 ms.
  private static let rows = 5...50
  private static let longStep: Duration = .milliseconds(25)
  /// How many items may wait for the index before more leave.
  static let maxBacklog = 500

  /// Prepares the keeper; nothing is done before ``start()``.
  public init(
    store: Store, indexer: SearchIndexer, settings: Settings, clock: @escaping @Sendable () -> Date,
    logger: Logger
  ) {
    self.store = store
    self.indexer = indexer
    self.clock = clock
    self.logger = logger
    state = Monitor(State(settings: settings))
  }

  /// Starts the thread.
  public func start() {
    thread.update { $0 = DedicatedThread(name: "pantau-retain") { self.run() } }
  }

  /// Takes over other settings, from the next pass on.
  public func replace(settings: Settings) { state.update { $0.settings = settings } }

  /// Ends after the step that is under way.
  ///
  /// - Parameter time: how long it may take.
  public func stop(within time: Duration) {
    state.update { $0.isStopping = true }
    thread.read { $0 }?.join(until: .now + time)
  }

  private func run() {
    pause(Self.firstWait)
    while !isStopping {
      do throws(StoreError) {
        try pass()
        try pruneKeys()
      } catch {
        logger.warning(
          "what is past its retention could not be removed", metadata: ["error": "\(error)"])
      }
      pause(Self.interval)
    }
  }

  /// Makes a whole pass on the calling thread.
  func pass() throws(StoreError) {
    let now = clock()
    var pass = state.update { state in
      if state.passes % Self.passesUntilWhole == 0 { state.places = RetentionPlaces() }
      state.passes += 1
      return RetentionPass(store, state.settings.rules(at: now), from: state.places)
    }
    var limit = Self.rows.upperBound
    while !isStopping {
      let start = MonotonicInstant.now
      guard try pass.step(limit) else { break }
      let took = MonotonicInstant.now.seconds(since: start)
      limit = took > Self.longStep.inSeconds ? limit / 2 : limit + Self.rows.lowerBound
      limit = min(max(limit, Self.rows.lowerBound), Self.rows.upperBound)
      indexer.notify()
      pause(Self.rest + .seconds(2 * took))
      while try store.searchBacklog() > Self.maxBacklog, !isStopping { pause(.milliseconds(200)) }
    }
    indexer.notify()
    state.update { [places = pass.places] in $0.places = places }
    guard pass.items + pass.alerts > 0 else { return }
    logger.info(
      "removed what is past its retention",
      metadata: ["items": "\(pass.items)", "alerts": "\(pass.alerts)"])
  }

  /// Looks once a day for keys that are kept no longer, on the calling thread.
  func pruneKeys() throws(StoreError) {
    let today = Int64(clock().timeIntervalSince1970 / 86_400)
    guard state.read({ $0.keysLookedAt }) != today else { return }
    var pruning = KeyPruning(store, today: today)
    while !isStopping, try pruning.step() { pause(Self.rest) }
    guard !isStopping else { return }
    state.update { $0.keysLookedAt = today }
    guard pruning.removed > 0 else { return }
    logger.info(
      "forgot keys that no feed has shown for a year", metadata: ["keys": "\(pruning.removed)"])
  }

  private var isStopping: Bool { state.read { $0.isStopping } }

  private func pause(_ time: Duration) {
    _ = state.wait(until: .now + time) { $0.isStopping ? true : nil }
  }
}
