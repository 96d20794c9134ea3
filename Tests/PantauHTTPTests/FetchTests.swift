import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@Suite("One fetch")
struct FetchTests {
  @Test("hands out status, headers and body")
  func plain() async throws {
    let server = try LoopbackServer(routes: ["/a": .ok("halo", headers: [("X-Odd", "1")])])
    let fetcher = try Fetcher()
    let result = await fetcher.fetch(.test(server.url("/a"), id: 7))
    let response = try result.response
    #expect(response.status == 200)
    #expect(response.body == Array("halo".utf8))
    #expect(response.headers.first("x-odd") == "1")
    #expect(result.id == 7)
    #expect(result.finalURL == server.url("/a"))
    #expect(result.httpVersion == "1.1")
    #expect(!result.connectionReused)
    await fetcher.shutdown(within: .zero)
  }

  @Test("uses an open connection again")
  func reuse() async throws {
    let server = try LoopbackServer(routes: ["/": .ok("x")])
    // Longer than a loaded machine takes from one fetch to the next.
    let fetcher = try Fetcher(
      configuration: FetcherConfiguration(maxConnectionIdleTime: .seconds(3_600)))
    for _ in 0..<3 { _ = try await fetcher.fetch(.test(server.url())).response }
    #expect(server.connections == 1)
    #expect(await fetcher.fetch(.test(server.url())).connectionReused)
  }

  @Test("serves many requests at once, each to its own end")
  func many() async throws {
    let server = try LoopbackServer { .ok("answer to \($0.target)") }
    let fetcher = try Fetcher(configuration: FetcherConfiguration(concurrency: 20))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask {
          let response = try await fetcher.fetch(.test(server.url("/\(number)"))).response
          #expect(response.body == Array("answer to /\(number)".utf8))
        }
      }
      try await group.waitForAll()
    }
    #expect(server.requests.count == 200)
    #expect(server.connections <= 20)
  }
}
