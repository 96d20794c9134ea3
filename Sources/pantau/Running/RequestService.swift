import FoundationEssentials
import Logging
import PantauCore
import PantauDeliver
import PantauEngine
import PantauStore
import ServiceLifecycle

/// Notices what other commands wrote into the database: feeds to start again, tests, messages put
/// back into line.
///
/// Also passes on alerts that nobody acknowledged.
///
/// Looks once a second whether another process has written at all, which costs a glance at shared
/// memory; only then at what.
struct RequestService: Service {
  let engine: Engine
  let dispatcher: Dispatcher
  let store: Store
  let logger: Logger

  private static let interval: Duration = .seconds(1)

  func run() async throws {
    let isStopped = Monitor(false)
    let thread = DedicatedThread(name: "pantau-requests") { watch(until: isStopped) }
    try? await gracefulShutdown()
    isStopped.update { $0 = true }
    _ = await DedicatedThread.blocking { thread.join(until: .now + .seconds(1)) }
  }

  /// Passes on what nobody has acknowledged in time.
  private func escalate() throws(StoreError) {
    let now = Date()
    guard let due = try store.nextEscalation(), due <= now else { return }
    var generator = SystemRandomNumberGenerator()
    let channels = try store.escalate(dueAt: now, using: &generator)
    logger.notice(
      "alerts that nobody acknowledged go on",
      metadata: ["channels": "\(channels.sorted().joined(separator: ","))"])
    dispatcher.notify(channels)
  }

  private func watch(until isStopped: Monitor<Bool>) {
    var seen: Int?
    while isStopped.wait(until: .now + Self.interval, for: { $0 ? true : nil }) == nil {
      do throws(StoreError) {
        try escalate()
        let changes = try store.foreignChanges()
        guard changes != seen else { continue }
        try engine.restartRequestedFeeds()
        dispatcher.notifyForeignChange()
        seen = changes
      } catch {
        logger.warning(
          "requests of other commands could not be read", metadata: ["error": "\(error)"])
      }
    }
  }
}
