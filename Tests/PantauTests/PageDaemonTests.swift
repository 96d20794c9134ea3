import Foundation
import PantauCore
import PantauTestSupport
import Testing

@Suite("The page of a running daemon")
struct PageDaemonTests {
  /// The port that the log names.
  private func port(_ daemon: RunningPantau) async throws -> Int {
    _ = await daemon.waitForLog { $0.contains { $0.contains("the page is up") } }
    let line = try #require(daemon.log.first { $0.contains("the page is up") })
    let digits = line.split(separator: "http://127.0.0.1:").last?.prefix { $0.isNumber }
    return try #require(digits.flatMap { Int($0) })
  }

  @Test("it shows what was raised, tells health and metrics, and ends with the daemon")
  func serves() async throws {
    let site = try Site(
      feeds: #"[{"url": "file:feed.xml", "name": "Kabar"}]"#,
      rest: #", "web": {"listen": "127.0.0.1:0"}"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    let client = RawClient(port: try await port(daemon))
    let page = await client.request("/")
    #expect(page.status == 200)
    #expect(page.body.contains(">Bontang satu</a></h2>"))
    let lines = await client.request("/api/alerts").body
    let log = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    #expect(lines == log.output.map { $0 + "\n" }.joined())
    #expect(await client.request("/healthz").body == "ok\n")
    let metrics = try await RunningPantau.run(["metrics", "--config", site.config])
    let served = await client.request("/metrics").body
    #expect(served.hasPrefix("# HELP pantau_alert_delay_seconds"))
    #expect(metrics.output.first == served.split(separator: "\n").first.map(String.init))
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
    #expect(client.connect() == nil)
  }

  @Test("an address in use is an error of the log; alerts go on, and SIGTERM ends at once")
  func busy() async throws {
    let other = try LoopbackServer(routes: [:])
    let site = try Site(
      feeds: #"["file:feed.xml"]"#, rest: #", "web": {"listen": "127.0.0.1:\#(other.port)"}"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    let sentence =
      "the page cannot listen on 127.0.0.1:\(other.port): another program listens there. Stop it, "
      + "or set \"web\": {\"listen\": …} to another port. Alerts go on; pantau tries again every 30 s."
    #expect(await daemon.waitForLog { $0.contains { $0.contains(sentence) } })
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
  }
}
