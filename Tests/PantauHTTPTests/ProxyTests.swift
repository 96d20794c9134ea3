import PantauCore
import PantauTestSupport
import Testing

@testable import PantauHTTP

@Suite("Proxies", .timeLimit(.minutes(1)))
struct ProxyTests {
  private func fetcher(through proxy: LoopbackServer, except: [String] = []) throws -> Fetcher {
    try Fetcher(
      configuration: FetcherConfiguration(
        proxy: .init(url: "http://user:word@127.0.0.1:\(proxy.port)", exceptHosts: except)))
  }

  @Test("are asked with the whole URL, may be private, and look the name up themselves")
  func asked() async throws {
    let proxy = try LoopbackServer { _ in .ok("by proxy") }
    let fetcher = try fetcher(through: proxy)
    let result = await fetcher.fetch(.test("http://berita.example/feed"))
    #expect(try result.response.body == Array("by proxy".utf8))
    #expect(proxy.requests.first?.target == "http://berita.example/feed")
    #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic dXNlcjp3b3Jk")
    #expect(fetcher.notes.count == 1)
    #expect(fetcher.notes.first?.contains("http://127.0.0.1:\(proxy.port)") == true)
    #expect(fetcher.notes.first?.contains("word") == false)
  }

  @Test("are passed by for the hosts excepted")
  func excepted() async throws {
    let proxy = try LoopbackServer { _ in .ok("by proxy") }
    let server = try LoopbackServer { _ in .ok("direct") }
    let fetcher = try fetcher(through: proxy, except: ["127.0.0.1"])
    #expect(try await fetcher.fetch(.test(server.url())).response.body == Array("direct".utf8))
    #expect(proxy.connections == 0)
  }

  @Test(
    "are not asked for private names and addresses that a redirect leads to",
    arguments: ["http://169.254.169.254/", "http://localhost/", "http://nas/", "http://[::1]/"])
  func inside(_ target: String) async throws {
    let proxy = try LoopbackServer { _ in .redirect(to: target) }
    let error = await (try fetcher(through: proxy)).fetch(.test("http://berita.example/")).error
    #expect(error?.kind == .addressRefused)
    #expect(error?.message.contains("polling.allowPrivateAddresses") == true)
    #expect(proxy.requests.count == 1)
  }

  @Test("that do not answer are told as such")
  func dead() async throws {
    let proxy = try LoopbackServer { _ in .ok("") }
    let fetcher = try fetcher(through: proxy)
    proxy.close()
    let error = await fetcher.fetch(.test("http://berita.example/")).error
    #expect(error?.kind == .connect)
    #expect(error?.message.contains("word") == false)
  }

  @Test(
    "except names with their subdomains, and addresses",
    arguments: [
      ("a.example", ["a.example"], false), ("x.a.example", ["a.example"], false),
      ("x.a.example", [".a.example"], false), ("xa.example", ["a.example"], true),
      ("a.example", ["A.EXAMPLE"], false), ("a.example", ["*"], false), ("a.example", [], true),
      ("a.example", [""], true), ("[::1]", ["::1"], false), ("10.0.0.1", ["0.0.1"], true),
    ])
  func exceptions(_ host: String, _ except: [String], _ serves: Bool) {
    let proxy = FetcherConfiguration.Proxy(url: "http://p.example", exceptHosts: except)
    #expect(proxy.serves(host: host) == serves)
  }
}
