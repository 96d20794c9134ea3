import PantauCore
import PantauTestSupport
import Testing

@testable import PantauWeb

@Suite("What the doctor asks the page")
struct PageProbeTests {
  private func ask(_ port: Int) async -> PageProbe.Answer {
    await DedicatedThread.blocking { PageProbe.ask(host: "localhost", port: port) }
  }

  @Test("a page that is well, one that is not, another program, and nothing are told apart")
  func answers() async throws {
    let home = try WebHome()
    let site = home.site()
    let server = try RunningServer { site.response(to: $0) }
    #expect(await ask(server.client.port) == .healthy)
    home.fail("polling waits: disk full")
    #expect(await ask(server.client.port) == .ailing("polling waits: disk full"))
    let other = try LoopbackServer(routes: ["/healthz": .status(200)])
    #expect(await ask(other.port) == .foreign)
    // A port that was somebody's a moment ago.
    let free = try PageServer(host: "127.0.0.1", port: 0) { _ in PageResponse("") }.port
    #expect(await ask(free) == .silent)
  }
}
