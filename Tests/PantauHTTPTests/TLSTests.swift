import Foundation
import PantauHTTP
import PantauTestSupport
import Testing

@Suite(
  "TLS", .timeLimit(.minutes(1)),
  .enabled(if: NginxServer.canRun, "nginx or openssl is missing; scripts/test installs them"))
struct TLSTests {
  private func secure(_ url: String) throws -> FetchRequest {
    let authority = try TestCertificates.shared.authority
    return FetchRequest.test(url).with { $0.caFile = authority }
  }

  @Test("a certificate of a private authority is taken where its file is named, and only there")
  func privateAuthority() async throws {
    let server = try NginxServer([.init()], files: ["f": Array("halo".utf8)])
    let fetcher = try Fetcher()
    let result = await fetcher.fetch(try secure(server.url("/f")))
    #expect(try result.response.body == Array("halo".utf8))
    #expect(result.httpVersion == "2")
    let refused = await fetcher.fetch(.test(server.url("/f")))
    #expect(refused.error?.kind == .tls)
    #expect(
      refused.error?.message.hasPrefix("\(server.url("/f")): no secure connection: ") == true)
    #expect(
      refused.error?.message.contains(
        "If the server has a private certificate authority, name its file as the feed's \"ca\".")
        == true)
  }

  @Test(
    "a certificate that is not good is refused, with what is wrong with it",
    arguments: [
      (TestCertificates.Kind.expired, "expired"), (.wrongName, "127.0.0.1"),
      (.selfSigned, "self-signed"),
    ])
  func refused(_ kind: TestCertificates.Kind, _ word: String) async throws {
    let server = try NginxServer([.init(certificate: kind)], files: ["f": [1]])
    let error = try await Fetcher().fetch(try secure(server.url("/f"))).error
    #expect(error?.kind == .tls)
    #expect(error?.code == 60)
    #expect(
      error?.message.replacing("self signed", with: "self-signed").contains(word) == true,
      "\(error?.message ?? "")")
    #expect(server.log.isEmpty)
  }

  @Test("a certificate is good for each of its names", arguments: ["localhost", "127.0.0.1"])
  func names(_ host: String) async throws {
    let server = try NginxServer([.init()], files: ["f": [1]])
    let result = try await Fetcher().fetch(try secure(server.url("/f", host: host)))
    #expect(result.error == nil)
  }

  @Test("new connections resume the TLS sessions of the last ones, for many hosts too")
  func sessions() async throws {
    let hosts = 12
    let site = NginxServer.Site(
      offersHTTP2: false, directives: "keepalive_timeout 0; ssl_session_cache shared:s:1m;")
    let server = try NginxServer(Array(repeating: site, count: hosts), files: ["f": [1]])
    let fetcher = try Fetcher()
    for _ in 0..<2 {
      for index in 0..<hosts {
        _ = try await fetcher.fetch(try secure(server.url("/f", site: index))).response
      }
    }
    let log = try await server.log(2 * hosts)
    #expect(log.map(\.sessionReused) == (0..<(2 * hosts)).map { $0 >= hosts })
  }

  @Test("a file of authorities that is not there is told")
  func noFile() async throws {
    let server = try NginxServer([.init()], files: ["f": [1]])
    let request = FetchRequest.test(server.url("/f")).with { $0.caFile = "/nowhere/ca.pem" }
    let error = try await Fetcher().fetch(request).error
    #expect(error?.kind == .tls)
    #expect(error?.message.contains("/nowhere/ca.pem") == true)
  }

  @Test("ten polls of one HTTP/2 host make one connection")
  func oneConnection() async throws {
    let server = try NginxServer([.init()], files: ["f": [1]])
    let fetcher = try Fetcher()
    for _ in 0..<10 { _ = try await fetcher.fetch(try secure(server.url("/f"))).response }
    let log = try await server.log(10)
    #expect(log.count == 10)
    #expect(Set(log.map(\.connection)).count == 1)
    #expect(log.allSatisfy { $0.protocolName == "HTTP/2.0" })
  }

  @Test("requests at once to one HTTP/2 host share a connection")
  func multiplexed() async throws {
    let body = [UInt8](repeating: 7, count: 50_000)
    let server = try NginxServer([.init()], files: ["f": body])
    let fetcher = try Fetcher()
    let request = try secure(server.url("/f"))
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<40 { group.addTask { try await fetcher.fetch(request).response.body.count } }
      for try await count in group { #expect(count == body.count) }
    }
    #expect(Set(try await server.log(40).map(\.connection)).count == 1)
  }

  @Test("a server of HTTP/1.1 alone is served as well")
  func http11() async throws {
    let server = try NginxServer([.init(offersHTTP2: false)], files: ["f": [1]])
    let result = try await Fetcher().fetch(try secure(server.url("/f")))
    #expect(result.httpVersion == "1.1")
  }

  @Test("https never falls to http")
  func noFall() async throws {
    let plain = try LoopbackServer(routes: ["/f": .ok("x")])
    let server = try NginxServer(
      [.init(directives: "return 301 \(plain.url("/f"));")], files: [:])
    let request = try secure(server.url("/f")).with {
      $0.addressPolicy = .operatorURL(allowsPrivateAddresses: true)
    }
    let error = try await Fetcher().fetch(request).error
    #expect(error?.kind == .redirectRefused(.leavesEncryption))
    #expect(
      error?.message
        == "\(server.url("/f")): redirects to \(plain.url("/f")), which would leave encryption; not "
        + "followed. If that is meant, write the http URL into the configuration.")
    #expect(plain.connections == 0)
  }

  @Test("http may rise to https, without the headers that were meant for http")
  func rise() async throws {
    let server = try NginxServer(
      [.init(directives: "add_header X-Saw \"$http_x_key\";")], files: ["f": [1]])
    let plain = try LoopbackServer(routes: ["/": .redirect(301, to: server.url("/f"))])
    let request = try secure(plain.url()).with {
      $0.headers = [("X-Key", "secret")]
      $0.addressPolicy = .operatorURL(allowsPrivateAddresses: true)
    }
    let response = try await Fetcher().fetch(request).response
    #expect(response.status == 200)
    #expect(response.headers.first("X-Saw") == nil)
  }

  @Test("a private address is refused over TLS too, and on a kept HTTP/2 connection")
  func addresses() async throws {
    let inside = try NginxServer([.init()], files: ["f": [1]])
    let server = try LoopbackServer(routes: ["/": .redirect(to: inside.url("/f"))])
    let fetcher = try Fetcher()
    #expect(await fetcher.fetch(try secure(inside.url("/f"))).error == nil)
    #expect(await fetcher.fetch(try secure(server.url())).error?.kind == .addressRefused)
    #expect(try await inside.log(1).count == 1)
  }
}
