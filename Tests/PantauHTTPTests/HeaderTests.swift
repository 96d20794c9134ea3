import PantauHTTP
import PantauTestSupport
import Testing

@Suite("Response headers")
struct HeaderTests {
  @Test("are found whatever their case, with bytes as received")
  func lookup() async throws {
    var answer = Array("HTTP/1.1 200 OK\r\nETAG: W/\"a,".utf8)
    answer +=
      [0xff, 0xfe] + Array("\"\r\nX-Two:  a  b \t\r\nx-two:c\r\nContent-Length: 0\r\n\r\n".utf8)
    let script = answer
    let server = try LoopbackServer { _ in .raw(script) }
    let headers = try await Fetcher().fetch(.test(server.url())).response.headers
    #expect(headers.bytes("etag") == Array("W/\"a,".utf8) + [0xff, 0xfe, 0x22])
    #expect(headers.first("X-TWO") == "a  b")
    #expect(headers.all("x-two") == ["a  b", "c"])
    #expect(headers.list("x-two") == "a  b, c")
    #expect(headers.list("absent") == nil)
  }

  @Test("are those of the last answer, interim ones and trailers left out")
  func interim() async throws {
    let server = try LoopbackServer { _ in
      .raw(
        "HTTP/1.1 103 Early\r\nETag: \"early\"\r\n\r\nHTTP/1.1 200 OK\r\nETag: \"real\"\r\n"
          + "Transfer-Encoding: chunked\r\nTrailer: ETag\r\n\r\n2\r\nhi\r\n0\r\nETag: \"late\"\r\n\r\n"
      )
    }
    let response = try await Fetcher().fetch(.test(server.url())).response
    #expect(response.headers.all("ETag") == ["\"real\""])
    #expect(response.body == Array("hi".utf8))
  }

  @Test("that are folded are read as one")
  func folded() async throws {
    let server = try LoopbackServer { _ in
      .raw("HTTP/1.1 200 OK\r\nX-Long: one\r\n\t two\r\nContent-Length: 0\r\n\r\n")
    }
    let response = try await Fetcher().fetch(.test(server.url())).response
    #expect(response.headers.first("X-Long") == "one two")
  }
}

extension LinkHeader {
  /// The targets with a relation, in order.
  fileprivate func targets(_ relation: String) -> [String] {
    links.filter { $0.relations.contains(relation) }.map(\.target)
  }
}

@Suite("Link headers")
struct LinkHeaderTests {
  @Test("give the hub and the feed's own address")
  func webSub() {
    let links = LinkHeader([
      "<https://hub.example/>; rel=\"hub\", <https://a.example/f?x=1,2>; rel=self",
      "</feed.xml> ; REL = \"Alternate nofollow\" ; type=\"Application/RSS+XML; charset=utf-8\"; title=\"Kota, \\\"Taman\\\"\"",
    ])
    #expect(links.targets("hub") == ["https://hub.example/"])
    #expect(links.targets("self") == ["https://a.example/f?x=1,2"])
    #expect(links.targets("alternate") == ["/feed.xml"])
    #expect(links.links.last?.type == "application/rss+xml")
    #expect(links.links.last?.title == "Kota, \"Taman\"")
  }

  @Test(
    "that are odd give what can be read",
    arguments: [
      ("", []), ("<", []), ("<a", []), ("nothing; rel=hub", []), ("<a>", []), ("<a>;", []),
      ("<a>;rel", []), ("<a>;rel=hub;rel=self", ["a"]), ("<a>;;rel=hub", ["a"]),
      ("<a>; rel=\"hub", ["a"]), ("<a>; anchor=\"#x\"; rel=hub", []),
      ("<a>; title=\"x, <b>; rel=hub\"; rel=other, <c>; rel=hub", ["c"]),
      ("<a> rel=hub, <b>;rel=hub", ["b"]), ("<>; rel=hub", [""]), (" < a > ;rel=hub", ["a"]),
    ])
  func odd(_ value: String, _ hubs: [String]) {
    #expect(LinkHeader([value]).targets("hub") == hubs)
  }
}

@Suite("URLs as they are shown")
struct RedactedURLTests {
  @Test(
    "lose user and password",
    arguments: [
      ("https://a.example/x", "https://a.example/x"),
      ("https://user:pass@a.example/x", "https://a.example/x"),
      ("https://user:p@ss@a.example/x@y?z=@", "https://a.example/x@y?z=@"),
      ("http://u@h", "http://h"), ("http://h?u@x", "http://h?u@x"), ("no url@all", "no url@all"),
      ("", ""),
    ])
  func redacts(_ url: String, _ shown: String) {
    #expect(RedactedURL.text(url) == shown)
  }
}
