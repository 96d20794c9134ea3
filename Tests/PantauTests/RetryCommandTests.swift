import PantauCore
import PantauTestSupport
import Testing

@Suite("Starting a feed again")
struct RetryCommandTests {
  @Test("one that was gone is asked for once someone says so, and not before")
  func gone() async throws {
    let isBack = Monitor(false)
    let server = try LoopbackServer { _ in
      isBack.read { $0 } ? .ok(Site.rss(["Bontang kembali"])) : .status(410)
    }
    let url = server.url("/rss")
    let site = try Site(feeds: "[\"\(url)\"]")
    func run(_ arguments: [String]) async throws -> (code: Int32?, output: [String], log: [String])
    {
      try await RunningPantau.run(arguments + ["--config", site.config])
    }
    #expect(try await run(["run", "--once"]).code == 0)
    isBack.update { $0 = true }
    #expect(try await run(["run", "--once"]).output.isEmpty)
    #expect(server.requests.count == 1)
    let retry = try await run(["feeds", "--retry", url])
    #expect(retry.code == 0)
    #expect(retry.output == ["\(url) is polled again within a minute while the daemon runs."])
    #expect(try await run(["run", "--once"]).output.count == 1)
    #expect(server.requests.count == 2)
    let unknown = try await run(["feeds", "--retry", "https://lain.example/rss"])
    #expect(unknown.code == 1)
    #expect(
      unknown.log == [
        "pantau: no feed has the URL https://lain.example/rss; `pantau feeds` lists them all."
      ])
  }
}
