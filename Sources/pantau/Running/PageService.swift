import FoundationEssentials
import Logging
import PantauConfig
import PantauCore
import PantauDeliver
import PantauStore
import PantauWeb
import ServiceLifecycle

/// Serves the page until the group shuts down.
///
/// Alerts matter more than the page: an address that cannot be had is an error of the log and tried
/// again, and polling goes on.
struct PageService: Service {
  private let web: WebConfiguration
  private let site: AlertSite
  private let logger: Logger

  private struct State: Sendable {
    var server: PageServer?
    var isStopping = false
  }

  /// How long to wait before an address is tried again.
  private static let retryTime: Duration = .seconds(30)

  /// Opens a connection of the page's own to the database.
  ///
  /// - Parameters:
  ///   - web: the configuration's.
  ///   - links: judges the links of messages; nil: there are none.
  ///   - store: the daemon's, for acknowledgements.
  ///   - logger: where events go.
  ///   - problem: why the daemon does not do its work; nil where it does.
  /// - Throws: `StoreError`.
  init(
    _ web: WebConfiguration, links: AcknowledgementLink?, store: Store, logger: Logger,
    problem: @escaping @Sendable () -> String?
  ) throws(StoreError) {
    self.web = web
    self.logger = logger
    let archive = try Store(readingFrom: store.path)
    let metrics = ServedMetrics(archive)
    site = AlertSite(
      settings: AlertSite.Settings(
        host: web.host, publicURL: web.publicURL, links: links,
        date: { try? SinceOption.date($0, now: Date()) }, secondsEast: MachineZone.secondsEast),
      archive: archive, writing: store,
      daemon: AlertSite.Daemon(
        problem: problem, metrics: { () throws(StoreError) in try metrics.text() }),
      logger: logger)
  }

  func run() async throws {
    let state = Monitor(State())
    let thread = DedicatedThread(name: "pantau-web") { serve(state) }
    try? await gracefulShutdown()
    state.update {
      $0.isStopping = true
      $0.server?.stop()
    }
    _ = await DedicatedThread.blocking { thread.join(until: .now + .seconds(1)) }
  }

  private func serve(_ state: Monitor<State>) {
    var told: PageServerError?
    while !state.read({ $0.isStopping }) {
      do throws(PageServerError) {
        let server = try PageServer(host: web.host, port: web.port, site: site)
        state.update { $0.server = $0.isStopping ? nil : server }
        guard !state.read({ $0.isStopping }) else { return }
        let host = web.host.contains(":") ? "[\(web.host)]" : web.host
        logger.notice("the page is up", metadata: ["url": "http://\(host):\(server.port)/"])
        server.run()
      } catch {
        if error != told { logger.error("\(error) Alerts go on; pantau tries again every 30 s.") }
        told = error
        _ = state.wait(until: .now + Self.retryTime) { $0.isStopping ? true : nil }
      }
    }
  }
}
