import Logging
import PantauCore
import PantauDeliver
import PantauEngine
import PantauStore
import ServiceLifecycle

/// Tells systemd that the daemon lives and how it does, and looks for requests of other commands.
///
/// It vouches for the poll loop, not for itself: `WATCHDOG=1` is sent only when that thread has
/// answered, so that one that hangs is restarted.
struct HealthService: Service {
  let engine: Engine
  let dispatcher: Dispatcher
  let store: Store
  let notifier: SystemdNotifier
  let logger: Logger

  /// How often the status line is renewed where systemd sets no watchdog.
  private static let statusInterval: Duration = .seconds(20)

  func run() async throws {
    notifier.ready(engine.status)
    let interval = min(notifier.watchdogInterval ?? Self.statusInterval, Self.statusInterval)
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if await engine.isResponsive(within: interval) {
          notifier.watchdog()
          notifier.status(engine.status)
        } else {
          logger.error("the poll loop does not answer")
        }
        takeRequests()
        try? await Task.sleep(for: interval)
      }
    }
    notifier.stopping()
  }

  /// Feeds to start again, and messages that `pantau deliveries retry` put back into line.
  private func takeRequests() {
    do throws(StoreError) {
      try engine.restartRequestedFeeds()
      dispatcher.notify(try store.waitingCounts().keys)
    } catch {
      logger.warning(
        "requests of other commands could not be read", metadata: ["error": "\(error)"])
    }
  }
}
