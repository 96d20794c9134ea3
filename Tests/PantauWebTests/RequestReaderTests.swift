import Testing

@testable import PantauWeb

@Suite("Requests of the page")
struct RequestReaderTests {
  private func read(_ text: String) -> RequestReader.Step {
    var reader = RequestReader()
    return reader.take(text.utf8)
  }

  private func status(_ text: String) -> PageStatus? {
    guard case .refused(let status, _) = read(text) else { return nil }
    return status
  }

  private static func request(headers: String) -> String {
    "GET / HTTP/1.1\r\nHost: a\r\n\(headers)\r\n"
  }

  @Test("method, path, query and host are read, escapes undone")
  func whole() throws {
    let text =
      "GET /alerts/a%2Fb?keyword=wali+kota&since=7d&x HTTP/1.1\r\nHost: Localhost:8710\r\n\r\n"
    let expected = PageRequest(
      method: "GET", path: ["alerts", "a/b"],
      query: [.init("keyword", "wali kota"), .init("since", "7d"), .init("x", "")],
      host: "localhost")
    #expect(read(text) == .request(expected))
  }

  @Test("a request may come byte by byte")
  func pieces() {
    let text = "POST /ack/A?until=1 HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 3\r\n\r\na=b"
    var reader = RequestReader()
    for byte in text.utf8.dropLast() { #expect(reader.take([byte]) == .incomplete) }
    let expected = PageRequest(
      method: "POST", path: ["ack", "A"], query: [.init("until", "1")], host: "[::1]")
    #expect(reader.take([UInt8(ascii: "b")]) == .request(expected))
  }

  @Test("an absolute target names the host")
  func absolute() {
    let expected = PageRequest(method: "GET", path: ["x"], host: "p.example")
    #expect(read("GET http://P.example:80/x HTTP/1.1\r\nHost: other\r\n\r\n") == .request(expected))
  }

  @Test(
    "what is no request, or one that two readers could understand differently, is refused",
    arguments: [
      ("\u{16}\u{3}\u{1}\u{2}\r\n\r\n", PageStatus.badRequest),
      ("GET /\r\n\r\n", .badRequest), ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .badRequest),
      ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", .badRequest),
      ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", .badRequest),
      ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .badRequest),
      ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", .badRequest),
      ("PRI * HTTP/2.0\r\n\r\n", .versionNotSupported),
      ("GET / HTTP/1.1\r\n\r\n", .badRequest),
      (request(headers: "Host: b\r\n"), .badRequest),
      (request(headers: "X : y\r\n"), .badRequest), (request(headers: " x: y\r\n"), .badRequest),
      (request(headers: "X: a\rb\r\n"), .badRequest),
      (request(headers: "X: a\nb\r\n"), .badRequest),
      (request(headers: "X: a\u{0}b\r\n"), .badRequest),
      (request(headers: "nonsense\r\n"), .badRequest),
      (request(headers: "Content-Length: -1\r\n"), .badRequest),
      (request(headers: "Content-Length: +1\r\n"), .badRequest),
      (request(headers: "Content-Length: 1\r\nContent-Length: 2\r\n"), .badRequest),
      (request(headers: "Content-Length: 99999999999999999999\r\n"), .badRequest),
      (request(headers: "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), .badRequest),
      (request(headers: "Transfer-Encoding: chunked\r\n"), .lengthRequired),
    ])
  func refused(_ text: String, _ expected: PageStatus) {
    #expect(status(text) == expected)
  }

  @Test("an old client need not name a host")
  func oldVersion() {
    #expect(read("GET / HTTP/1.0\r\n\r\n") == .request(PageRequest()))
  }

  @Test("head, address, headers and body have a longest length")
  func limits() {
    func padded(_ bytes: Int) -> String {
      let empty = Self.request(headers: "X: \r\n").utf8.count
      return Self.request(headers: "X: \(String(repeating: "a", count: bytes - empty))\r\n")
    }
    #expect(read(padded(RequestReader.maxHeadBytes)) == .request(PageRequest(host: "a")))
    #expect(status(padded(RequestReader.maxHeadBytes + 1)) == .headersTooLarge)
    // What never ends is not waited for.
    let line = "GET /" + String(repeating: "a", count: RequestReader.maxHeadBytes)
    #expect(status(line) == .addressTooLong)
    #expect(status("GET / HTTP/1.1\r\nX: " + line) == .headersTooLarge)
    func headers(_ count: Int) -> String {
      Self.request(headers: String(repeating: "X: y\r\n", count: count - 1))
    }
    #expect(read(headers(RequestReader.maxHeaders)) == .request(PageRequest(host: "a")))
    #expect(status(headers(RequestReader.maxHeaders + 1)) == .headersTooLarge)
    let most = RequestReader.maxBodyBytes
    let body = String(repeating: "b", count: most)
    #expect(
      read(Self.request(headers: "Content-Length: \(most)\r\n") + body)
        == .request(PageRequest(host: "a")))
    #expect(status(Self.request(headers: "Content-Length: \(most + 1)\r\n")) == .bodyTooLarge)
  }
}
