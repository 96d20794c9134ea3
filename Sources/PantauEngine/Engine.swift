public import FoundationEssentials
public import Logging
import PantauCore
public import PantauHTTP
public import PantauStore
import Synchronization

/// The pipeline: asks feeds when they are due, reads what comes, and stores items, alerts and
/// deliveries.
///
/// Four kinds of threads hand values on: one that decides what to ask, libcurl's, one a core that
/// parses and matches, and one that writes. Polls under way are bounded by credits, bodies by the
/// fetcher's ceiling, records by the writer's queue.
public final class Engine: Sendable {
  private let store: Store
  private let settings: SharedSettings
  private let registry: FeedRegistry
  private let fetcher: Fetcher
  private let loop: PollLoop
  private let articles: ArticleDesk
  private let parts: PartWalker
  private let arrivals: BoundedQueue<FetchedPoll>
  private let records: BoundedQueue<ProcessedPoll>
  private let stopping = Monitor(false)
  private let storeFault = Monitor<String?>(nil)
  private let threads = Mutex(Threads())
  private let workerCount: Int
  private let clock: @Sendable () -> Date
  private let logger: Logger
  private let committed: @Sendable (CommitSummary) -> Void

  private struct Threads: Sendable {
    var loop: DedicatedThread?
    var workers: [DedicatedThread] = []
    var writer: DedicatedThread?
  }

  /// Polls that may wait between their last byte and their commit, beyond those in transfer.
  private static let waitingPolls = 64
  /// Records that may wait for the writer.
  private static let waitingRecords = 512
  /// How long a run that polls each feed once goes on reading articles after its last poll.
  public static let articleTime: Duration = .seconds(300)
  /// The bytes of text that wait for the writer, and that one transaction takes.
  private static let waitingText = 2_000_000

  /// Prepares the pipeline; nothing is asked before ``start()`` or ``runOnce()``.
  ///
  /// - Parameters:
  ///   - settings: feeds, keywords, pace.
  ///   - store: the archive.
  ///   - fetching: what all fetches share.
  ///   - workers: how many threads parse and match, at least 1.
  ///   - clock: the wall clock.
  ///   - logger: where events go.
  ///   - committed: called on the committing thread after each commit; must not block.
  /// - Throws: `StoreError`, or `TransferError` where libcurl cannot be had.
  public init(
    settings: EngineSettings, store: Store, fetching: FetcherConfiguration, workers: Int,
    clock: @escaping @Sendable () -> Date, logger: Logger,
    committed: @escaping @Sendable (CommitSummary) -> Void
  ) throws {
    let credits = fetching.concurrency + Self.waitingPolls
    // As many as there are credits, so that libcurl's thread never waits here.
    let arrivals = BoundedQueue<FetchedPoll>(capacity: credits)
    let started = StartedPolls()
    var fetching = fetching
    fetching.clock = clock
    let fetcher = try Fetcher(configuration: fetching) { result in
      guard let start = started.take(result.id) else { return }
      arrivals.put(FetchedPoll(start: start, result: result))
    }
    let shared = SharedSettings(settings)
    let registry = FeedRegistry(try Self.states(settings.feeds, store, clock()))
    try store.watch(settings.ruleset.routes.keys, now: clock())
    loop = PollLoop(
      registry: registry, rests: try store.hostRests(at: clock()), credits: credits, clock: clock,
      logger: logger
    ) { start in
      guard !start.state.settings.isFile else {
        return arrivals.put(FetchedPoll(start: start, result: nil))
      }
      started.add(start)
      if fetcher.submit(shared.current.request(for: start)) { return true }
      _ = started.take(start.requestID)
      return false
    }
    self.store = store
    self.settings = shared
    self.registry = registry
    self.fetcher = fetcher
    self.arrivals = arrivals
    parts = PartWalker(
      store: store, settings: shared, fetcher: fetcher, loop: loop, arrivals: arrivals,
      clock: clock, logger: logger)
    articles = ArticleDesk(
      store: store, settings: shared, registry: registry, fetcher: fetcher, loop: loop,
      clock: clock, logger: logger, committed: committed)
    records = BoundedQueue(
      capacity: Self.waitingRecords, maxWeight: Self.waitingText, weight: \.textBytes)
    workerCount = max(1, workers)
    self.clock = clock
    self.logger = logger
    self.committed = committed
    for note in fetcher.notes { logger.notice("\(note)") }
  }

  private static func states(
    _ feeds: [FeedSettings], _ store: Store, _ now: Date
  ) throws(StoreError) -> [FeedState] {
    let entries = feeds.map { FeedEntry(url: $0.url, name: $0.name, group: $0.group) }
    let stored = try store.activate(entries)
    let indexes = try store.feedsWithParts()
    return zip(stored, feeds).map { feed, settings in
      var state = FeedState(feed, settings, now: now)
      state.hasParts = indexes.contains(feed.id)
      return state
    }
  }

  // MARK: - Running

  /// Starts the threads; feeds are polled as they fall due.
  public func start() {
    startStages(givesUp: nil)
    startLoop { $0.run(rules: $1) }
  }

  /// Polls each feed once and returns when all of it is stored.
  ///
  /// - Parameter articleTime: how long it goes on reading articles after its last poll.
  /// - Returns: false where the database could not be used, which ends the run at once.
  public func runOnce(articleTime: Duration = Engine.articleTime) async -> Bool {
    let isBroken = Monitor(false)
    startStages(givesUp: { [loop] in
      isBroken.update { $0 = true }
      loop.stop()
    })
    let thread = startLoop { $0.runOnce(rules: $1) }
    await DedicatedThread.blocking { [articles] in
      thread.join()
      articles.drain(until: .now + articleTime)
    }
    return !isBroken.read { $0 }
  }

  /// Takes over another configuration: feeds that stay keep all that is known of them.
  ///
  /// - Parameter new: the new settings, complete.
  /// - Throws: `StoreError`; then the old settings go on.
  public func replace(settings new: EngineSettings) throws(StoreError) {
    let states = try Self.states(new.feeds, store, clock())
    try store.watch(new.ruleset.routes.keys, now: clock())
    settings.replace(with: new)
    let changed = registry.replace(with: states)
    loop.replace(added: changed.entering, removed: changed.leaving, rules: new.rules)
    startArticles()
  }

  /// Ends polling: asks nothing more, gives up what is under way, stores what has come.
  ///
  /// - Parameter time: how long it may take in all.
  public func stop(within time: Duration) async {
    let deadline = MonotonicInstant.now + time
    loop.stop()
    articles.requestStop()
    await fetcher.shutdown(within: .zero)
    arrivals.close()
    parts.close()
    let threads = self.threads.withLock { $0 }
    await DedicatedThread.blocking { [records, stopping, articles, parts] in
      threads.loop?.join(until: deadline)
      parts.join(until: deadline)
      articles.join(until: deadline)
      for worker in threads.workers { worker.join(until: deadline) }
      records.close()
      stopping.update { $0 = true }
      _ = threads.writer?.join(until: deadline)
    }
  }

  /// Starts no more polls; ``runOnce()`` returns soon.
  public func requestStop() {
    loop.stop()
    articles.requestStop()
  }

  /// Whether the thread that decides what to ask still answers.
  public func isResponsive(within time: Duration) async -> Bool {
    await DedicatedThread.blocking { [loop] in loop.answers(until: .now + time) }
  }

  /// What keeps polls from being made or stored; nil where nothing does.
  ///
  /// Blocks until the poll loop has answered, or for `time`.
  public func problem(within time: Duration) -> String? {
    if let fault = storeFault.read({ $0 }) { return "polling waits: \(fault)" }
    return loop.answers(until: .now + time) ? nil : "the poll loop does not answer"
  }

  /// Polls at once the feeds that `pantau feeds --retry` has asked for since the last call.
  ///
  /// - Throws: `StoreError`.
  public func restartRequestedFeeds() throws(StoreError) {
    for feed in try store.takeRestartRequests() {
      guard let state = registry.restart(feed, at: clock()) else { continue }
      logger.notice("feed started again", metadata: ["feed": "\(state.settings.shownURL)"])
      loop.restart(state)
    }
  }

  /// Whether polls wait to be read or stored.
  public var isBusy: Bool { !arrivals.isEmpty || !records.isEmpty }

  /// Whether polls are under way.
  public var isPolling: Bool { loop.inFlight > 0 }

  /// A line for `systemctl status`.
  public var status: String {
    let flying = loop.inFlight
    return registry.count.of("feed")
      + (flying > 0 ? ", \(flying) in flight" : "")
      + (storeFault.read { $0 }.map { "; polling waits: \($0)" } ?? "")
  }

  // MARK: - Threads

  @discardableResult
  private func startLoop(
    _ body: @escaping @Sendable (PollLoop, PollingRules) -> Void
  ) -> DedicatedThread {
    let (loop, rules) = (self.loop, settings.current.rules)
    let thread = DedicatedThread(name: "pantau-poll") { body(loop, rules) }
    threads.withLock { $0.loop = thread }
    return thread
  }

  private func startArticles() {
    if settings.current.feeds.contains(where: \.fullText) { articles.start() }
  }

  private func startStages(givesUp: (@Sendable () -> Void)?) {
    startArticles()
    let reader = ArrivalReader(
      store: store, settings: settings, fetcher: fetcher, loop: loop, parts: parts,
      arrivals: arrivals, records: records, clock: clock, logger: logger, givesUp: givesUp)
    let writer = RecordWriter(
      store: store, queue: records, clock: clock, logger: logger, stopping: stopping,
      fault: storeFault, givesUp: givesUp,
      committed: { [registry, loop, logger, articles, committed] polls, summary in
        for poll in polls {
          registry.finish(poll.state)
          PollLog.write(poll, news: summary.newItems[poll.state.id] ?? 0, to: logger)
        }
        PollLog.write(summary.surges, to: logger)
        committed(summary)
        if summary.waitingArticles > 0 { articles.notify() }
        for poll in polls { loop.finished(poll) }
      })
    threads.withLock { threads in
      threads.workers = (0..<workerCount).map { number in
        DedicatedThread(name: "pantau-parse-\(number)") { reader.run() }
      }
      threads.writer = DedicatedThread(name: "pantau-write") { writer.run() }
    }
  }
}
