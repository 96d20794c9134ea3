import Foundation
import PantauCore
import PantauTestSupport
import Testing

@Suite("pantau ack")
struct AckCommandTests {
  @Test("what nobody acknowledges goes on by itself; what somebody does, stays and says so")
  func goesOn() async throws {
    let receiver = try LoopbackServer(routes: ["/piket": .status(204)])
    let site = try Site(
      feeds: #"[{"url": "file:feed.xml", "interval": "1s"}]"#,
      keywords: #"[{"query": "Bontang", "severity": "high"}, "PBB"]"#,
      rest: """
        , "channels": {
          "out": {"type": "stdout", "format": "json", "acknowledge": "2s", "then": "piket"},
          "piket": {"type": "webhook", "url": "\(receiver.url("/piket"))", "keywords": ["PBB"]}}
        """)
    func pantau(_ arguments: String...) async throws -> (
      code: Int32?, output: [String], log: [String]
    ) {
      try await RunningPantau.run(arguments + ["--config", site.config])
    }
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    await receiver.waitForRequests(1)
    let body = try JSONReader.read(receiver.requests[0].body)
    #expect(body["type"]?.string == "alert.escalated")
    let id = try #require(body["data"]?["id"]?.string)
    #expect(body["data"]?["escalation"]?["channel"]?.string == "out")
    #expect(receiver.requests[0].header("webhook-id") != id)
    let done = try await pantau("ack", id, "--by", "humas", "--note", "dihubungi")
    #expect(done.output == ["\(id) is acknowledged."])
    #expect(try await pantau("ack", id).output.first?.contains("acknowledged by humas") == true)
    #expect(try await pantau("ack", "01K").code == 1)
    let log = try await pantau("alerts", "--json")
    let node = try JSONReader.read(Array(log.output.joined().utf8))
    #expect(node["acknowledged"]?["by"]?.string == "humas")
    #expect(try await pantau("alerts").output.first?.hasSuffix("by humas: dihubungi") == true)
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
    #expect(receiver.requests.count == 1)
  }
}
