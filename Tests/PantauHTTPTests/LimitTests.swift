import PantauHTTP
import PantauTestSupport
import Testing

@Suite("Limits", .timeLimit(.minutes(1)))
struct LimitTests {
  private static let limit = 30_000

  private func request(_ url: String) -> FetchRequest {
    FetchRequest.test(url).with { $0.limits.maxBodyBytes = Self.limit }
  }

  private static let whole = answers(of: limit)
  private static let tooLarge = answers(of: limit + 1)

  private static func answers(of size: Int) -> [Answer] {
    let body = [UInt8](repeating: 0x61, count: size)
    return [
      .status(200, body: body), .chunked([body]),
      .raw(Array("HTTP/1.1 200 OK\r\n\r\n".utf8) + body),
      .status(200, headers: [("Content-Encoding", "gzip")], body: Deflate.gzip(body)),
      .status(200, headers: [("Content-Encoding", "deflate")], body: Deflate.zlib(body)),
      .chunked([Deflate.gzip(body)], headers: [("Content-Encoding", "gzip")]),
    ]
  }

  @Test(
    "a body of exactly the limit is whole, however it is sent",
    arguments: whole.indices)
  func atLimit(_ index: Int) async throws {
    let server = try LoopbackServer { _ in Self.whole[index] }
    let response = try await Fetcher().fetch(request(server.url())).response
    #expect(response.body.count == Self.limit)
    #expect(response.body.allSatisfy { $0 == 0x61 })
  }

  @Test(
    "a body of one byte more is refused, however it is sent",
    arguments: tooLarge.indices)
  func pastLimit(_ index: Int) async throws {
    let server = try LoopbackServer { _ in Self.tooLarge[index] }
    let result = try await Fetcher().fetch(request(server.url()))
    #expect(result.error?.kind == .tooLarge)
    #expect(
      result.error?.message.hasPrefix(
        "\(server.url()): the body passes 30000 bytes after decompression and was given up. "
          + "If it is meant to be that large, raise polling.maxBody.") == true)
  }

  @Test("a gzip bomb ends at the limit, after a few kilobytes of it")
  func bomb() async throws {
    let head = Answer.head(200, [("Content-Encoding", "gzip")])
    let server = try LoopbackServer { _ in
      Answer(steps: [.send(head + Deflate.bombHead), .sendForEver(Deflate.bombPart)])
    }
    let result = try await Fetcher().fetch(request(server.url()))
    #expect(result.error?.kind == .tooLarge)
    #expect(result.bytesReceived < 100_000)
  }

  @Test("an endless body ends at the limit")
  func endless() async throws {
    let server = try LoopbackServer { _ in
      Answer(steps: [
        .send(Answer.head(200, [])), .sendForEver([UInt8](repeating: 0x20, count: 4_096)),
      ])
    }
    #expect(try await Fetcher().fetch(request(server.url())).error?.kind == .tooLarge)
  }

  @Test(
    "header lines up to 64 KB are taken, and not one byte more", arguments: [(0, true), (1, false)])
  func headers(_ more: Int, _ isTaken: Bool) async throws {
    let start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Long: "
    let padding = 65_536 - start.utf8.count - 4 + more
    let server = try LoopbackServer { _ in
      .raw(start + String(repeating: "a", count: padding) + "\r\n\r\n")
    }
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(result.error?.kind == (isTaken ? nil : .headersTooLarge))
  }

  @Test("many short header lines and interim answers are counted together")
  func manyHeaders() async throws {
    let server = try LoopbackServer { request in
      request.path == "/lines"
        ? Answer(steps: [
          .send(Array("HTTP/1.1 200 OK\r\n".utf8)), .sendForEver(Array("A: b\r\n".utf8)),
        ])
        : Answer(steps: [.sendForEver(Array("HTTP/1.1 103 Early\r\n\r\n".utf8))])
    }
    let fetcher = try Fetcher()
    #expect(await fetcher.fetch(.test(server.url("/lines"))).error?.kind == .headersTooLarge)
    #expect(await fetcher.fetch(.test(server.url("/early"))).error?.kind == .headersTooLarge)
  }

  @Test("one header line without an end is refused as too long")
  func endlessLine() async throws {
    let server = try LoopbackServer { _ in
      Answer(steps: [
        .send(Array("HTTP/1.1 200 OK\r\nX: ".utf8)),
        .sendForEver([UInt8](repeating: 0x61, count: 8_192)),
      ])
    }
    let error = try await Fetcher().fetch(.test(server.url())).error
    #expect(error?.kind == .headersTooLarge, "\(String(describing: error))")
  }

  @Test("a server that says nothing is given up at the whole time's end")
  func silent() async throws {
    let server = try LoopbackServer { _ in Answer(steps: [.wait(Gate())]) }
    let result = try await Fetcher().fetch(.test(server.url(), timeout: .milliseconds(300)))
    #expect(result.error?.kind == .timeout)
    #expect(result.timing.total < .seconds(10))
  }

  @Test("a connection that does not come about is given up, although the whole time is not over")
  func unconnected() async throws {
    let full = try FullListener()
    let request = FetchRequest.test("http://127.0.0.1:\(full.port)/", timeout: .seconds(50)).with {
      $0.limits.connectTimeout = .milliseconds(300)
    }
    let result = try await Fetcher().fetch(request)
    #expect(result.error?.kind == .timeout)
    #expect(result.timing.total < .seconds(20))
  }

  @Test("are, unless the operator says otherwise, those of the polite-poller rules")
  func defaults() {
    let limits = FetchLimits()
    #expect(limits.timeout == .seconds(30) && limits.connectTimeout == .seconds(10))
    #expect(limits.stallTimeout == .seconds(20))
    #expect(limits.maxBodyBytes == 8_000_000 && limits.maxHeaderBytes == 65_536)
    #expect(limits.maxRedirects == 5)
  }

  @Test("a body that stalls is given up, although the whole time is not over")
  func stalled() async throws {
    let server = try LoopbackServer { _ in
      Answer(steps: [.send(Answer.head(200, [("Content-Length", "10")]) + [0x61]), .wait(Gate())])
    }
    let request = FetchRequest.test(server.url(), timeout: .seconds(50)).with {
      $0.limits.stallTimeout = .seconds(1)
    }
    let result = try await Fetcher().fetch(request)
    #expect(result.error?.kind == .timeout)
    #expect(result.timing.total < .seconds(20))
  }

  @Test("redirects share one time")
  func sharedTime() async throws {
    let gate = Gate()
    let server = try LoopbackServer { request in
      request.path == "/" ? .redirect(to: "/slow") : Answer(steps: [.wait(gate)])
    }
    let result = try await Fetcher().fetch(.test(server.url(), timeout: .seconds(3)))
    #expect(result.error?.kind == .timeout)
    #expect(result.hops.count == 1)
    #expect(result.finalURL == server.url("/slow"))
  }
}

@Suite("Broken answers", .timeLimit(.minutes(1)))
struct BrokenAnswerTests {
  @Test(
    "that break off are no answers",
    arguments: [
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
    ])
  func truncated(_ text: String) async throws {
    let server = try LoopbackServer { _ in .raw(text) }
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(result.error?.kind == .truncated, "\(String(describing: result.outcome))")
  }

  @Test(
    "of damaged or unknown compression are refused", arguments: ["gzip", "deflate", "gobbledygook"])
  func encoding(_ name: String) async throws {
    let body = Array("this was never compressed, whatever they say".utf8)
    let server = try LoopbackServer { _ in
      .status(200, headers: [("Content-Encoding", name)], body: body)
    }
    #expect(try await Fetcher().fetch(.test(server.url())).error?.kind == .badEncoding)
  }

  @Test("that are no HTTP are told so", arguments: ["", "garbage\r\n\r\n", "\0\0\0\0"])
  func garbage(_ text: String) async throws {
    let server = try LoopbackServer { _ in .raw(text) }
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(result.error?.kind == .badResponse)
  }

  @Test("with a reset are told as a broken connection or a broken answer")
  func reset() async throws {
    let server = try LoopbackServer { request in
      request.path == "/early"
        ? Answer(steps: [.reset])
        : Answer(steps: [.send(Answer.head(200, [("Content-Length", "9")]) + [1]), .reset])
    }
    let fetcher = try Fetcher()
    #expect(await fetcher.fetch(.test(server.url("/early"))).error?.kind == .connect)
    #expect(await fetcher.fetch(.test(server.url("/late"))).error?.kind == .truncated)
  }

  @Test("of nobody are told with what to do")
  func nobody() async throws {
    let server = try LoopbackServer(routes: [:])
    server.close()
    let error = try await Fetcher().fetch(.test(server.url())).error
    #expect(error?.kind == .connect)
    #expect(error?.code == 7)
    #expect(error?.message.hasPrefix("\(server.url()): no connection to the server: ") == true)
    #expect(error?.message.hasSuffix(". It is tried again later. (libcurl 7)") == true)
  }

  @Test("one broken answer hurts no other")
  func neighbours() async throws {
    let server = try LoopbackServer { request in
      switch (Int(request.path.dropFirst()) ?? 0) % 5 {
      case 1: .raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      case 2: Answer(steps: [.reset])
      case 3: .raw("\0")
      case 4: .redirect(to: request.path)
      default: .ok("good")
      }
    }
    let fetcher = try Fetcher()
    await withTaskGroup(of: (Int, Bool).self) { group in
      for number in 0..<200 {
        group.addTask {
          (number, await fetcher.fetch(.test(server.url("/\(number)"))).error == nil)
        }
      }
      for await (number, isGood) in group { #expect(isGood == (number % 5 == 0), "\(number)") }
    }
  }
}
