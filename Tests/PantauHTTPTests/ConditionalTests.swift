import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@Suite("Conditional GET")
struct ConditionalTests {
  @Test("without validators asks without conditions")
  func first() async throws {
    let server = try LoopbackServer(routes: ["/": .ok("x")])
    _ = try await Fetcher().fetch(.test(server.url())).response
    #expect(server.requests.first?.header("If-None-Match") == nil)
    #expect(server.requests.first?.header("If-Modified-Since") == nil)
  }

  @Test(
    "sends validators back byte for byte",
    arguments: [
      ("W/\"a,b\"", "Mon,  3 Feb 2025 04:05:06 GMT"), ("\"\"", nil), (nil, "yesterday, about noon"),
      ("unquoted", "Mon, 03-Feb-25 04:05:06 +0800"), ("\"a\", \"b\"", nil), ("\"tab\there\"", "0"),
    ] as [(String?, String?)])
  func echoes(_ tag: String?, _ date: String?) async throws {
    let headers = [("ETag", tag), ("Last-Modified", date)].compactMap { name, value in
      value.map { (name, $0) }
    }
    let server = try LoopbackServer { request in
      request.header("If-None-Match") == tag && request.header("If-Modified-Since") == date
        ? .status(304) : .ok("x", headers: headers)
    }
    let fetcher = try Fetcher()
    let response = try await fetcher.fetch(.test(server.url())).response
    let request = FetchRequest.test(server.url()).with { $0.validators = response.validators }
    #expect(await fetcher.fetch(request).isNotModified)
    #expect(server.requests.last?.headerValue("If-None-Match") == tag.map { Array($0.utf8) })
    #expect(server.requests.last?.headerValue("If-Modified-Since") == date.map { Array($0.utf8) })
  }

  @Test("drops values of over 8 KB, and any with CR, LF or NUL", arguments: [8_192, 8_193])
  func dropped(_ size: Int) async throws {
    let value = String(repeating: "a", count: size)
    let server = try LoopbackServer(
      routes: ["/": .ok("x", headers: [("ETag", value), ("Last-Modified", "kemarin")])])
    let validators = try await Fetcher().fetch(.test(server.url())).response.validators
    #expect(validators.entityTag?.count == (size <= 8_192 ? size : nil))
    #expect(validators.lastModified == Array("kemarin".utf8))
    for byte: UInt8 in [0, 10, 13] {
      #expect(Validators(entityTag: [97, byte, 98], lastModified: [byte]).isEmpty)
    }
    #expect(Validators(entityTag: []).isEmpty)
  }

  @Test("sends back bytes that are no text")
  func rawBytes() async throws {
    let server = try LoopbackServer { _ in .status(304) }
    let tag: [UInt8] = [0x22, 0xe9, 0xff, 0x80, 0x22]
    let request = FetchRequest.test(server.url()).with {
      $0.validators = Validators(entityTag: tag)
    }
    #expect(try await Fetcher().fetch(request).isNotModified)
    #expect(server.requests.first?.headerValue("If-None-Match") == tag)
  }

  @Test("hands out the new validators of a 304")
  func renews() async throws {
    let server = try LoopbackServer { _ in .status(304, headers: [("ETag", "\"new\"")]) }
    let request = FetchRequest.test(server.url()).with {
      $0.validators = Validators(entityTag: Array("\"old\"".utf8))
    }
    let result = try await Fetcher().fetch(request)
    #expect(result.isNotModified)
    #expect(try result.response.validators.entityTag == Array("\"new\"".utf8))
  }

  @Test("takes a 304 that nobody asked for as an answer like another")
  func unasked() async throws {
    let server = try LoopbackServer { _ in .status(304) }
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(!result.isNotModified)
    #expect(try result.response.status == 304)
  }

  @Test("gives validators to the URL that gave them, not to those that lead there")
  func afterRedirect() async throws {
    let server = try LoopbackServer(routes: ["/old": .redirect(to: "/new"), "/new": .status(304)])
    let request = FetchRequest.test(server.url("/old")).with {
      $0.validators = Validators(entityTag: Array("\"n\"".utf8))
      $0.validatorsURL = server.url("/new")
    }
    #expect(try await Fetcher().fetch(request).isNotModified)
    #expect(server.requests.map { $0.header("If-None-Match") } == [nil, "\"n\""])
  }

  @Test("gives validators of the first URL to no other")
  func beforeRedirect() async throws {
    let server = try LoopbackServer(routes: ["/old": .redirect(to: "/new"), "/new": .ok("x")])
    let request = FetchRequest.test(server.url("/old")).with {
      $0.validators = Validators(entityTag: Array("\"o\"".utf8))
    }
    #expect(try await Fetcher().fetch(request).response.status == 200)
    #expect(server.requests.map { $0.header("If-None-Match") } == ["\"o\"", nil])
  }
}
