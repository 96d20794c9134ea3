import Logging
import PantauCore
import PantauEngine
import ServiceLifecycle

/// Tells systemd that the daemon lives and how it does.
///
/// It vouches for the poll loop, not for itself: `WATCHDOG=1` is sent only when that thread has
/// answered, so that one that hangs is restarted.
struct HealthService: Service {
  let engine: Engine
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
        try? await Task.sleep(for: interval)
      }
    }
    notifier.stopping()
  }
}
