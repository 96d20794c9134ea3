import PantauCore
import PantauTestSupport

@testable import PantauWeb

/// A server on a port of its own, until this object goes.
final class RunningServer: Sendable {
  let client: RawClient
  private let server: PageServer
  private let thread: DedicatedThread

  init(
    _ limits: PageServer.Limits = PageServer.Limits(), handler: @escaping PageServer.Handler
  ) throws {
    let server = try PageServer(host: "127.0.0.1", port: 0, limits: limits, handler: handler)
    self.server = server
    client = RawClient(port: server.port)
    thread = DedicatedThread(name: "test-web") { server.run() }
  }

  deinit { server.stop() }

  /// Ends it; whether it has.
  func stop() async -> Bool {
    server.stop()
    return await DedicatedThread.blocking { [thread] in thread.join(until: .now + .seconds(10)) }
  }
}
