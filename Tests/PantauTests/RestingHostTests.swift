import PantauTestSupport
import Testing

@Suite("A server that wants fewer requests, met by a run that polls once")
struct RestingHostTests {
  @Test("the other feeds of its host are left for a later run, and the run ends")
  func once() async throws {
    let server = try LoopbackServer(
      routes: ["/a": .status(429), "/b": .status(429), "/c": .status(429)])
    let urls = ["/a", "/b", "/c"].map { "\"\(server.url($0))\"" }.joined(separator: ",")
    let site = try Site(feeds: "[\(urls)]", rest: #", "polling": {"perHost": 1}"#)
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    #expect(server.requests.count == 1)
    #expect(
      run.log.contains {
        $0.contains("feeds were not asked, for their server wants fewer requests")
      })
  }
}
