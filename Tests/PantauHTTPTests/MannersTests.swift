import PantauHTTP
import PantauTestSupport
import Testing

@Suite("Manners")
struct MannersTests {
  @Test("a feed is asked for with these headers and no others")
  func headers() async throws {
    let server = try LoopbackServer(routes: [
      "/f": .ok("x", headers: [("Set-Cookie", "a=b; Path=/")])
    ])
    let fetcher = try Fetcher()
    for _ in 0..<2 { _ = try await fetcher.fetch(.test(server.url("/f"))).response }
    let names = server.requests.map { Set($0.headerNames) }
    #expect(
      names == Array(repeating: ["host", "user-agent", "accept", "accept-encoding"], count: 2))
    let request = server.requests.first
    #expect(request?.header("User-Agent") == "pantau/1.0 (+https://pantau.example; feed poller)")
    #expect(
      request?.header("Accept")
        == "application/atom+xml, application/rss+xml, application/feed+json, "
        + "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1")
  }

  @Test("gzip and deflate are offered at least")
  func encodings() async throws {
    let server = try LoopbackServer(routes: ["/": .ok("x")])
    _ = try await Fetcher().fetch(.test(server.url())).response
    let offered = server.requests.first?.header("Accept-Encoding") ?? ""
    #expect(offered.contains("gzip") && offered.contains("deflate"))
  }

  @Test("the operator's headers are sent, empty ones too")
  func ownHeaders() async throws {
    let server = try LoopbackServer(routes: ["/": .ok("x")])
    let request = FetchRequest.test(server.url()).with {
      $0.headers = [("X-Key", "k 1"), ("X-Empty", ""), ("Accept", "text/plain")]
    }
    _ = try await Fetcher().fetch(request).response
    #expect(server.requests.first?.header("X-Key") == "k 1")
    #expect(server.requests.first?.header("X-Empty") == "")
  }

  @Test(
    "a header that would break the request is refused before anything is sent",
    arguments: [("X-A", "b\r\nX-C: d"), ("X A", "b"), ("", "b"), ("X:A", "b"), ("X-A", "b\0c")])
  func badHeader(_ name: String, _ value: String) async throws {
    let server = try LoopbackServer(routes: ["/": .ok("x")])
    let request = FetchRequest.test(server.url()).with { $0.headers = [(name, value)] }
    #expect(try await Fetcher().fetch(request).error?.kind == .badRequest)
    #expect(server.connections == 0)
  }

  @Test("user and password of the URL are sent as Basic authorization and shown nowhere")
  func userInfo() async throws {
    let server = try LoopbackServer(routes: ["/": .ok("x")])
    let url = "http://kota:rah%40sia@127.0.0.1:\(server.port)/"
    let result = try await Fetcher().fetch(.test(url))
    #expect(server.requests.first?.header("Authorization") == "Basic a290YTpyYWhAc2lh")
    #expect(result.finalURL == server.url())
    server.close()
    let failed = try await Fetcher().fetch(.test(url))
    #expect(failed.error?.kind == .connect)
    #expect(failed.error?.message.contains("rah") == false)
    #expect(failed.finalURL == server.url())
  }

  @Test("a POST carries its body and waits for no 100", arguments: [0, 5, 70_000])
  func post(_ size: Int) async throws {
    let server = try LoopbackServer { .status(200, body: $0.body) }
    let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    let request = FetchRequest.test(server.url("/hook")).with {
      $0.method = .post(body)
      $0.headers = [("Content-Type", "application/json")]
    }
    #expect(try await Fetcher().fetch(request).response.body == body)
    #expect(server.requests.first?.method == "POST")
    #expect(server.requests.first?.header("Content-Type") == "application/json")
    #expect(server.requests.first?.header("Expect") == nil)
  }
}
