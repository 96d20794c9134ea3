import Foundation
import PantauCore
import PantauTestSupport
import Testing

@testable import PantauWeb

@Suite("The page's server")
struct PageServerTests {
  private static let echo: PageServer.Handler = { request in
    PageResponse("\(request.method) \(request.path.joined(separator: "|"))\n")
  }

  @Test("a request gets its answer and the connection ends; HEAD gets the head alone")
  func answers() async throws {
    var limits = PageServer.Limits()
    limits.clock = { Date(timeIntervalSince1970: 1_795_406_400) }
    let server = try RunningServer(limits, handler: Self.echo)
    let answer = await server.client.request("/a/b")
    #expect(answer.status == 200)
    #expect(answer.body == "GET a|b\n")
    #expect(answer.header("Content-Length") == "8")
    #expect(answer.header("Connection") == "close")
    #expect(answer.header("Date") == "Mon, 23 Nov 2026 04:00:00 GMT")
    #expect(answer.header("Cache-Control") == "no-store")
    #expect(answer.header("Content-Security-Policy")?.hasPrefix("default-src 'none'; ") == true)
    let head = await server.client.request("/a/b", method: "HEAD")
    #expect(head.header("Content-Length") == "9")
    #expect(head.body == "")
    #expect(await server.stop())
  }

  @Test("what follows a request is not answered, and the answer still arrives whole")
  func pipelined() async throws {
    let body = String(repeating: "x", count: 3_000_000)
    let server = try RunningServer { _ in PageResponse(body) }
    let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    let answer = await server.client.ask(
      get + get + String(repeating: "\u{0}garbage", count: 9_000))
    #expect(answer.body == body)
    #expect(answer.text.components(separatedBy: "HTTP/1.1 ").count == 2)
  }

  @Test("garbage and what is too long are told so, and the server goes on")
  func refusals() async throws {
    let server = try RunningServer(handler: Self.echo)
    #expect(await server.client.ask("\u{16}\u{3}\u{1}\r\n\r\n").status == 400)
    let long = String(repeating: "a", count: 100_000)
    #expect(await server.client.ask("GET /\(long)").status == 414)
    #expect(await server.client.ask("GET / HTTP/1.1\r\nX: \(long)").status == 431)
    #expect(await server.client.request("/x").body == "GET x\n")
  }

  @Test("one that sends slowly has its time and no more; one that is silent is let go")
  func slow() async throws {
    var limits = PageServer.Limits()
    limits.readTime = .milliseconds(100)
    let server = try RunningServer(limits, handler: Self.echo)
    #expect(await server.client.ask("GET / HTTP/1.1\r\nHost: a\r\n").status == 408)
    #expect(await server.client.ask("").text == "")
  }

  @Test("one that does not read its answer has its time and no more")
  func unread() async throws {
    var limits = PageServer.Limits()
    limits.connections = 1
    limits.writeTime = .milliseconds(100)
    let body = String(repeating: "x", count: 20_000_000)
    let server = try RunningServer(limits) {
      $0.path == ["big"] ? PageResponse(body) : Self.echo($0)
    }
    let client = server.client
    let reader = try #require(client.connect())
    RawClient.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n", on: reader)
    // There is room for one: the second is answered once the first is let go.
    #expect(await client.request("/x").body == "GET x\n")
    let got = await DedicatedThread.blocking { RawClient.rest(on: reader) }
    #expect(got.text.utf8.count < body.utf8.count)
  }

  @Test("above the most connections the next one waits, and is answered when one ends")
  func manyConnections() async throws {
    var limits = PageServer.Limits()
    limits.connections = 3
    let server = try RunningServer(limits, handler: Self.echo)
    let client = server.client
    let idle = (0..<3).compactMap { _ in client.connect() }
    #expect(idle.count == 3)
    let next = try #require(client.connect())
    RawClient.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n", on: next)
    RawClient.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n", on: idle[0])
    let first = await DedicatedThread.blocking { RawClient.rest(on: idle[0]) }
    #expect(first.body == "GET first\n")
    let answer = await DedicatedThread.blocking { RawClient.rest(on: next) }
    #expect(answer.body == "GET next\n")
    for descriptor in idle.dropFirst() { close(descriptor) }
  }

  @Test("an address that cannot be had says what to do")
  func busy() throws {
    let first = try PageServer(host: "localhost", port: 0, handler: Self.echo)
    let error = #expect(throws: PageServerError.self) {
      try PageServer(host: "127.0.0.1", port: first.port, handler: Self.echo)
    }
    #expect(
      error?.description
        == "the page cannot listen on 127.0.0.1:\(first.port): another program listens there. "
        + "Stop it, or set \"web\": {\"listen\": …} to another port.")
    let foreign = #expect(throws: PageServerError.self) {
      try PageServer(host: "2001:db8::1", port: 80, handler: Self.echo)
    }
    #expect(foreign?.description.hasPrefix("the page cannot listen on [2001:db8::1]:80: ") == true)
  }
}
