import Foundation
import PantauCore
import PantauTestSupport
import Testing

@Suite("pantau test-alert")
struct TestAlertCommandTests {
  private func site(_ receiver: LoopbackServer) throws -> Site {
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: """
        , "channels": {
          "hook": {"type": "webhook", "url": "\(receiver.url("/hook"))",
                   "secret": {"file": "secret"}, "digest": "00:00"},
          "broken": {"type": "webhook", "url": "\(receiver.url("/broken"))"}}
        """)
    _ = try site.folder.write(Array(Site.rss([]).utf8), to: "feed.xml")
    let secret = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
    _ = try site.folder.write(Array(secret.utf8), to: "secret")
    return site
  }

  private func receiver() throws -> LoopbackServer {
    try LoopbackServer(routes: ["/hook": .status(204), "/broken": .status(404)])
  }

  /// Each channel that was reported, with whether it got the test.
  private func delivered(_ lines: [String]) throws -> [String: Bool] {
    try lines.reduce(into: [:]) { result, line in
      let node = try JSONReader.read(Array(line.utf8))
      result[try #require(node["channel"]?.string)] = try #require(node["delivered"]?.bool)
    }
  }

  private func checkTest(_ receiver: LoopbackServer, _ site: Site) async throws {
    let request = try #require(receiver.requests.last { $0.path == "/hook" })
    let body = try JSONReader.read(request.body)
    #expect(body["type"]?.string == "test")
    #expect(body["data"]?["type"]?.string == "test")
    #expect(request.header("webhook-signature")?.hasPrefix("v1,") == true)
    let log = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    #expect(log.output.isEmpty)
    let waiting = try await RunningPantau.run(
      ["deliveries", "list", "--state", "waiting", "--config", site.config, "--json"])
    #expect(waiting.output.isEmpty)
  }

  @Test("the running daemon delivers it, signed, past a digest, and each channel's fate is told")
  func running() async throws {
    let receiver = try receiver()
    let site = try site(receiver)
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForLog { $0.contains { $0.contains("starts") } })
    // Without its secret only the daemon can send: the command must not have tried.
    try FileManager.default.removeItem(atPath: site.folder.path + "/secret")
    let run = try await RunningPantau.run(["test-alert", "--json", "--config", site.config])
    #expect(run.code == 1)
    #expect(try delivered(run.output) == ["hook": true, "broken": false])
    #expect(run.output.contains { $0.contains("404") })
    try await checkTest(receiver, site)
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
  }

  @Test("without a daemon the command delivers itself, or says which secret it lacks")
  func alone() async throws {
    let receiver = try receiver()
    let site = try site(receiver)
    func run(_ arguments: String...) async throws -> (code: Int32?, output: [String], log: [String])
    {
      try await RunningPantau.run(["test-alert"] + arguments + ["--config", site.config])
    }
    #expect(try await run().code == 66)
    _ = try await RunningPantau.run(["run", "--once", "--config", site.config])
    let sent = try await run("--channel", "hook", "--json")
    #expect(sent.code == 0)
    #expect(try delivered(sent.output) == ["hook": true])
    try await checkTest(receiver, site)
    try FileManager.default.removeItem(atPath: site.folder.path + "/secret")
    let lacking = try await run("--channel", "hook")
    #expect(lacking.code == 78)
    #expect(lacking.log.joined().contains("no daemon runs that could send it"))
    let unknown = try await run("--channel", "hok")
    #expect(unknown.code == 64)
    #expect(unknown.log == ["pantau: no channel has the name \"hok\"; did you mean \"hook\"?"])
  }
}
