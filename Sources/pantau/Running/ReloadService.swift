import FoundationEssentials
import Logging
import PantauConfig
import PantauCore
import PantauDeliver
import PantauEngine
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again at SIGHUP: all of it is taken over, or nothing.
actor ReloadService: Service {
  /// So many changes are told one by one: a list of keywords may have a hundred thousand.
  private static let maxChanges = 200

  private let path: String
  private let loader: ConfigurationLoader
  private var current: Configuration
  private let engine: Engine
  private let dispatcher: Dispatcher
  private let keeper: RetentionKeeper
  private let notifier: SystemdNotifier
  private let logger: Logger

  init(
    path: String, loader: ConfigurationLoader, loaded: Configuration, engine: Engine,
    dispatcher: Dispatcher, keeper: RetentionKeeper, notifier: SystemdNotifier, logger: Logger
  ) {
    self.path = path
    self.loader = loader
    current = loaded
    self.engine = engine
    self.dispatcher = dispatcher
    self.keeper = keeper
    self.notifier = notifier
    self.logger = logger
  }

  func run() async throws {
    let signals = await UnixSignalsSequence(trapping: .sighup)
    for await _ in signals.cancelOnGracefulShutdown() {
      notifier.reloading()
      reload()
      notifier.ready(engine.status)
    }
  }

  private func reload() {
    do {
      let loaded = try loader.load(path, today: CivilDay(of: Date()))
      for warning in loaded.warnings { logger.warning("\(warning.unrated)") }
      try take(loaded.configuration)
    } catch {
      logger.error("the configuration was not reloaded; the old one goes on")
      for line in "\(error)".split(separator: "\n") { logger.error("\(line)") }
    }
  }

  private func take(_ new: Configuration) throws {
    let settings = try EngineSettings(new)
    let old = current.channels.map(\.deliverySettings)
    try dispatcher.replaceChannels(with: new.channels.map(\.deliverySettings))
    do {
      try engine.replace(settings: settings)
    } catch {
      try dispatcher.replaceChannels(with: old)
      throw error
    }
    dispatcher.reopenFiles()
    keeper.replace(settings: new.retention.settings)
    let difference = ConfigurationDifference(from: current, to: new)
    logger.notice(
      "configuration reloaded", metadata: ["changes": "\(difference.sentences.count)"])
    for change in difference.sentences(atMost: Self.maxChanges) { logger.notice("\(change)") }
    for change in difference.needsRestart {
      logger.warning("\(change); this takes effect at the next start")
    }
    current = new
  }
}
