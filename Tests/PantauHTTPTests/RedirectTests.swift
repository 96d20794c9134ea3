import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@Suite("Redirects")
struct RedirectTests {
  @Test("are followed and told, permanent ones marked", arguments: [301, 302, 303, 307, 308])
  func followed(_ status: Int) async throws {
    let server = try LoopbackServer(routes: [
      "/a/old": .redirect(status, to: "../b/new#part"), "/b/new": .ok("here"),
    ])
    let result = try await Fetcher().fetch(.test(server.url("/a/old")))
    #expect(try result.response.body == Array("here".utf8))
    #expect(result.finalURL == server.url("/b/new"))
    #expect(result.hops.map(\.url) == [server.url("/a/old")])
    #expect(result.hops.map(\.status) == [status])
    #expect(result.hops.map(\.isPermanent) == [status == 301 || status == 308])
  }

  @Test("of other statuses, or without a target, are answers", arguments: [300, 304, 305, 306])
  func notRedirects(_ status: Int) async throws {
    let server = try LoopbackServer(routes: ["/": .redirect(status, to: "/x"), "/x": .ok("x")])
    #expect(try await Fetcher().fetch(.test(server.url())).response.status == status)
    let bare = try LoopbackServer(routes: ["/": .status(301)])
    #expect(try await Fetcher().fetch(.test(bare.url())).response.status == 301)
  }

  @Test("are handed out when they are not to be followed")
  func off() async throws {
    let server = try LoopbackServer(routes: ["/": .redirect(to: "/x"), "/x": .ok("x")])
    let request = FetchRequest.test(server.url()).with { $0.followsRedirects = false }
    #expect(try await Fetcher().fetch(request).response.status == 302)
    #expect(server.hits("/x") == 0)
  }

  @Test("to another host are told where the fetch stays at its host, and it goes on from there")
  func detour() async throws {
    let server = try LoopbackServer(routes: ["/d": .redirect(to: "/e"), "/e": .ok("end")])
    let away = try LoopbackServer(
      address: "127.0.0.3",
      routes: ["/1": .redirect(301, to: "/2"), "/2": .redirect(307, to: server.url("/d"))])
    var request = FetchRequest.test(away.url("/1")).with {
      $0.staysAtHost = true
      $0.addressPolicy = .operatorURL(allowsPrivateAddresses: true)
    }
    let fetcher = try Fetcher()
    let first = await fetcher.fetch(request)
    #expect(try first.response.status == 307)
    #expect(first.detour?.url == server.url("/d"))
    #expect(server.requests.isEmpty && away.requests.count == 2)
    request.detour = first.detour
    let last = await fetcher.fetch(request)
    #expect(try last.response.body == Array("end".utf8))
    #expect(last.detour == nil)
    #expect(last.hops.map(\.status) == [301, 307, 302])
    #expect(last.finalURL == server.url("/e"))
    #expect(away.requests.count == 2, "nothing is asked twice")
  }

  @Test("are followed five times, and no sixth")
  func five() async throws {
    let server = try LoopbackServer { request in
      let number = Int(request.path.dropFirst()) ?? 0
      return number == 0 ? .ok("end") : .redirect(to: "/\(number - 1)")
    }
    let fetcher = try Fetcher()
    let allowed = await fetcher.fetch(.test(server.url("/5")))
    #expect(try allowed.response.status == 200)
    #expect(allowed.hops.count == 5)
    let refused = await fetcher.fetch(.test(server.url("/6")))
    #expect(refused.error?.kind == .tooManyRedirects)
    #expect(
      refused.error?.message
        == "\(server.url("/1")): redirects once more to \(server.url("/0")), after 5 redirects. "
        + "Use the URL that a browser ends at.")
    #expect(server.hits("/0") == 1)
  }

  @Test("in a ring are told as a ring", arguments: ["/self", "/a"])
  func ring(_ path: String) async throws {
    let server = try LoopbackServer(routes: [
      "/self": .redirect(to: "/self"), "/a": .redirect(to: "/b"), "/b": .redirect(to: "/a"),
    ])
    let result = try await Fetcher().fetch(.test(server.url(path)))
    #expect(result.error?.kind == .redirectLoop)
    #expect(server.hits(path) == 1)
  }

  @Test(
    "to other schemes or to nothing sensible are refused",
    arguments: [
      ("file:///etc/passwd", TransferError.RedirectRefusal.scheme),
      ("ftp://127.0.0.1/x", .scheme), ("gopher://127.0.0.1/x", .scheme),
      ("data:text/plain,x", .badURL), ("javascript:alert(1)", .badURL), ("http://", .badURL),
      ("http://a b/", .badURL), ("http://h:99999/", .badURL), ("//", .badURL),
    ])
  func schemes(_ target: String, _ reason: TransferError.RedirectRefusal) async throws {
    let server = try LoopbackServer(routes: ["/": .redirect(to: target)])
    let result = try await Fetcher().fetch(.test(server.url()))
    guard case .redirectRefused(let found) = result.error?.kind else {
      Issue.record("\(target): \(String(describing: result.error))")
      return
    }
    #expect(found == reason || found == .scheme, "\(target)")
    #expect(server.requests.count == 1)
  }

  @Test("with raw bytes beyond ASCII reach the path the server meant")
  func rawBytes() async throws {
    let head = Array("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /k\u{e9} x/".utf8)
    let script = head + [0xe9] + Array("\r\n\r\n".utf8)
    let server = try LoopbackServer { request in
      request.path == "/" ? .raw(script, keepsOpen: true) : .ok("x")
    }
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(server.requests.last?.target.lowercased() == "/k%c3%a9%20x/%e9")
    #expect(try result.response.status == 200)
  }

  @Test("that leave the origin take no header and no password along, also after a return")
  func credentials() async throws {
    let other = try LoopbackServer(address: "127.0.0.2") { request in
      .redirect(to: String(request.target.dropFirst("/to?".count)))
    }
    let home = try LoopbackServer { request in
      switch request.path {
      case "/": .redirect(to: "/same")
      case "/same":
        .redirect(
          to: other.url(
            "/to?http://127.0.0.1:\(request.header("Host")?.split(separator: ":").last ?? "0")/back"
          ))
      default: .ok("x")
      }
    }
    let request = FetchRequest.test("http://u:p@127.0.0.1:\(home.port)/").with {
      $0.headers = [("X-Key", "secret"), ("Cookie", "a=b")]
      $0.addressPolicy = .operatorURL(allowsPrivateAddresses: true)
    }
    let result = try await Fetcher().fetch(request)
    #expect(try result.response.status == 200)
    #expect(home.requests.map(\.path) == ["/", "/same", "/back"])
    for name in ["X-Key", "Cookie", "Authorization"] {
      #expect(home.requests.map { $0.header(name) != nil } == [true, true, false], "\(name)")
      #expect(other.requests.map { $0.header(name) } == [nil], "\(name)")
    }
  }

  @Test("give no user info of the network's to anybody")
  func networkUserInfo() async throws {
    let server = try LoopbackServer { request in
      request.path == "/"
        ? .redirect(to: "http://evil:pw@\(request.header("Host") ?? "")/x") : .ok("x")
    }
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(server.requests.map { $0.header("Authorization") } == [nil, nil])
    #expect(result.finalURL == server.url("/x"))
  }

  @Test(
    "of a POST are followed only with method and origin kept", arguments: [301, 302, 303, 307, 308])
  func post(_ status: Int) async throws {
    let server = try LoopbackServer(routes: ["/": .redirect(status, to: "/x"), "/x": .ok("x")])
    let request = FetchRequest.test(server.url()).with { $0.method = .post([1, 2, 3]) }
    let result = try await Fetcher().fetch(request)
    if status >= 307 {
      #expect(server.requests.map(\.body) == [[1, 2, 3], [1, 2, 3]])
    } else {
      #expect(result.error?.kind == .redirectRefused(.post))
      #expect(server.requests.count == 1)
    }
  }

  @Test("of a POST never carry its body to another origin")
  func postElsewhere() async throws {
    let other = try LoopbackServer(address: "127.0.0.2", routes: ["/": .ok("x")])
    let server = try LoopbackServer(routes: ["/": .redirect(308, to: other.url())])
    let request = FetchRequest.test(server.url()).with {
      $0.method = .post([1])
      $0.addressPolicy = .operatorURL(allowsPrivateAddresses: true)
    }
    #expect(try await Fetcher().fetch(request).error?.kind == .redirectRefused(.post))
    #expect(other.connections == 0)
  }
}
