import FoundationEssentials
import Logging
import PantauConfig
import PantauCore
import PantauDeliver
import PantauEngine
import PantauHTTP
import PantauStore
import PantauWeb
import ServiceLifecycle
import UnixSignals

/// All parts of `pantau run`, wired together.
struct Daemon {
  private let loaded: LoadedConfiguration
  private let loader: ConfigurationLoader
  private let notifier: SystemdNotifier
  private let logger = Logger(label: "pantau")
  private let lock: RunLock
  private let engine: Engine
  private let dispatcher: Dispatcher
  private let store: Store
  private let indexer: SearchIndexer
  private let keeper: RetentionKeeper
  private let deliveryFetcher: Fetcher
  private let page: PageService?

  /// Opens the database and sets all parts up; nothing runs yet.
  ///
  /// - Throws: ``Fault`` with the contract's exit code.
  init(
    _ loaded: LoadedConfiguration, loader: ConfigurationLoader, notifier: SystemdNotifier,
    environment: [String: String]
  ) throws {
    let configuration = loaded.configuration
    self.loaded = loaded
    self.loader = loader
    self.notifier = notifier
    for warning in loaded.warnings { logger.warning("\(warning.unrated)") }
    let path = configuration.database
    lock = try Fault.failing { () throws(StoreError) in try RunLock(databasePath: path) }
    store = try Fault.failing { () throws(StoreError) in try Store(path: path) }
    indexer = SearchIndexer(store: store, logger: logger)
    keeper = RetentionKeeper(
      store: store, indexer: indexer, settings: configuration.retention.settings,
      clock: { Date() }, logger: logger)
    let links = AcknowledgementKey.links(configuration.web, database: path, logger: logger)
    let proxy = configuration.proxy(environment: environment)
    do {
      deliveryFetcher = try Fetcher(
        configuration: FetcherConfiguration(concurrency: 16, proxy: proxy))
      dispatcher = try Self.dispatcher(
        configuration, store: store, fetcher: deliveryFetcher, links: links, logger: logger)
      engine = try Self.engine(
        configuration, store: store, proxy: proxy, dispatcher: dispatcher, indexer: indexer,
        logger: logger)
      page = try configuration.web.map { [engine, store, logger] web in
        try PageService(web, links: links, store: store, logger: logger) {
          engine.problem(within: Self.answerTime)
        }
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(.failed, "\(error)")
    }
  }

  private static func dispatcher(
    _ configuration: Configuration, store: Store, fetcher: Fetcher, links: AcknowledgementLink?,
    logger: Logger
  ) throws -> Dispatcher {
    try Dispatcher(
      store: store, channels: configuration.channels.map(\.deliverySettings),
      factory: SenderFactory(
        poster: FetcherPoster(fetcher: fetcher, userAgent: configuration.userAgent),
        text: .onTerminal(), links: links),
      log: logger)
  }

  private static func engine(
    _ configuration: Configuration, store: Store, proxy: FetcherConfiguration.Proxy?,
    dispatcher: Dispatcher, indexer: SearchIndexer, logger: Logger
  ) throws -> Engine {
    try Engine(
      settings: EngineSettings(configuration), store: store,
      fetching: FetcherConfiguration(
        concurrency: configuration.polling.concurrency, maxBufferedBodyBytes: 3_000_000,
        proxy: proxy),
      workers: ProcessInfo.processInfo.activeProcessorCount, clock: { Date() }, logger: logger
    ) { summary in
      dispatcher.notify(summary.channels)
      if !summary.newItems.isEmpty || summary.changedItems > 0 { indexer.notify() }
    }
  }

  /// How long `/healthz` waits for the poll loop.
  private static let answerTime: Duration = .seconds(2)

  /// Runs until SIGTERM or SIGINT.
  func run() async throws {
    greet()
    var services: [any Service] = [
      DeliveryService(dispatcher: dispatcher, fetcher: deliveryFetcher),
      PollingService(engine: engine),
      SearchService(engine: engine, indexer: indexer, keeper: keeper),
      ReloadService(
        path: loaded.path, loader: loader, loaded: loaded.configuration, engine: engine,
        dispatcher: dispatcher, keeper: keeper, notifier: notifier, logger: logger),
      RequestService(engine: engine, dispatcher: dispatcher, store: store, logger: logger),
      HealthService(engine: engine, notifier: notifier, logger: logger),
    ]
    if let page { services.append(page) }
    try await runGroup(services.map { .init(service: $0) })
    logger.notice("stopped")
  }

  /// Polls every feed once, tries each waiting delivery once, and ends.
  func runOnce() async throws {
    greet()
    let once = OnceService(
      engine: engine, dispatcher: dispatcher, fetcher: deliveryFetcher, store: store,
      indexer: indexer)
    try await runGroup([
      .init(
        service: once, successTerminationBehavior: .gracefullyShutdownGroup,
        failureTerminationBehavior: .gracefullyShutdownGroup)
    ])
  }

  private func runGroup(_ services: [ServiceGroupConfiguration.ServiceConfiguration]) async throws {
    var quiet = logger
    quiet.logLevel = .critical
    let group = ServiceGroup(
      configuration: .init(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
    do {
      try await group.run()
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(.failed, "\(error)")
    }
    await closeDatabase()
    withExtendedLifetime(lock) {}
  }

  /// So that no log stays beside the database; who reads on for long does not hold up the end.
  private func closeDatabase() async {
    let thread = DedicatedThread(name: "pantau-close") { [store] in store.shutDown() }
    await DedicatedThread.blocking { _ = thread.join(until: .now + .seconds(1)) }
  }

  private func greet() {
    let configuration = loaded.configuration
    logger.notice(
      "pantau \(Version.current) starts",
      metadata: [
        "config": "\(loaded.path)", "database": "\(configuration.database)",
        "feeds": "\(configuration.feeds.count)", "keywords": "\(configuration.keywords.count)",
        "channels": "\(configuration.channels.map(\.name).joined(separator: ","))",
      ])
  }
}
