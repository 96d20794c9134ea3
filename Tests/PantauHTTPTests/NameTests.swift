import PantauTestSupport
import Synchronization
import Testing

@testable import PantauHTTP

/// Stands in for the system's resolver and counts.
private final class Names: Sendable {
  private let state: Mutex<(answers: [String: NameAnswer], asked: [String])>

  init(_ answers: [String: NameAnswer]) { state = Mutex((answers, [])) }

  var asked: [String] { state.withLock { $0.asked } }

  func answer(_ host: String) -> NameAnswer {
    state.withLock {
      $0.asked.append(host)
      return $0.answers[host] ?? .notFound("\(host): Name or service not known")
    }
  }
}

@Suite("Names", .timeLimit(.minutes(1)))
struct NameTests {
  private static let loopback = NameAnswer.addresses([.v4(0x7f00_0001)])

  private func fetcher(_ names: Names) throws -> Fetcher {
    try Fetcher(FetcherConfiguration()) { names.answer($0) }
  }

  @Test("a host is looked up once for many requests, and again only when its time is over")
  func once() async throws {
    let server = try LoopbackServer { _ in .ok("x") }
    let names = Names(["kota.example": Self.loopback])
    let fetcher = try fetcher(names)
    let url = "http://kota.example:\(server.port)/"
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 { group.addTask { try await fetcher.fetch(.test(url)).response.status } }
      for try await status in group { #expect(status == 200) }
    }
    _ = try await fetcher.fetch(.test(url)).response
    #expect(names.asked == ["kota.example"])
    #expect(server.requests.first?.header("Host") == "kota.example:\(server.port)")
  }

  @Test("a name that does not exist is told, and asked for once only")
  func notFound() async throws {
    let names = Names([:])
    let fetcher = try fetcher(names)
    for _ in 0..<3 {
      let error = await fetcher.fetch(.test("http://u:p@tiada.example/f")).error
      #expect(error?.kind == .dns)
      #expect(
        error?.message
          == "http://tiada.example/f: the host's name was not found: tiada.example: Name or service "
          + "not known. Check the URL's spelling, and that DNS works here.")
    }
    #expect(names.asked == ["tiada.example"])
  }

  @Test("a name server without an answer for now is told apart")
  func tryAgain() async throws {
    let names = Names(["lambat.example": .tryAgain("lambat.example: no answer")])
    let error = await (try fetcher(names)).fetch(.test("http://lambat.example/")).error
    #expect(error?.kind == .dnsTemporary)
    #expect(
      error?.message
        == "http://lambat.example/: the name server gave no answer for now: lambat.example: no "
        + "answer. It is tried again later.")
  }

  @Test("a lookup that hangs ends with its request's time, holds up nobody, and no shutdown")
  func hangs() async throws {
    let server = try LoopbackServer { _ in .ok("x") }
    let gate = Gate()
    let fetcher = try Fetcher(FetcherConfiguration()) { host in
      if host == "diam.example" { gate.waitLong() }
      return Self.loopback
    }
    async let hanging = fetcher.fetch(.test("http://diam.example/", timeout: .milliseconds(300)))
    #expect(try await fetcher.fetch(.test(server.url())).response.status == 200)
    let other = await fetcher.fetch(.test("http://lain.example:\(server.port)/"))
    #expect(try other.response.status == 200)
    #expect(await hanging.error?.kind == .dnsTemporary)
    async let cut = fetcher.fetch(.test("http://diam.example/"))
    _ = await fetcher.fetch(.test(server.url()))
    await fetcher.shutdown(within: .zero)
    #expect(await cut.error?.kind == .cancelled)
    gate.open()
  }

  @Test("a name that leads inside is refused where a redirect named it")
  func rebinding() async throws {
    let inside = try LoopbackServer(address: "127.0.0.2") { _ in .ok("secret") }
    let names = Names(["tipu.example": .addresses([.v4(0x7f00_0002)])])
    let server = try LoopbackServer { _ in .redirect(to: "http://tipu.example:\(inside.port)/") }
    let error = await (try fetcher(names)).fetch(.test(server.url())).error
    #expect(error?.kind == .addressRefused)
    #expect(error?.message.contains("whose address 127.0.0.2 is of this very machine") == true)
    #expect(inside.connections == 0)
  }

  @Test("the next address is tried when one does not answer")
  func nextAddress() async throws {
    let server = try LoopbackServer { _ in .ok("x") }
    let names = Names([
      "dua.example": .addresses([.v4(0x7f00_0063), .v4(0x7f00_0001)]),
      "enam.example": .addresses([.v6(high: 0, low: 1), .v4(0x7f00_0001)]),
    ])
    let fetcher = try fetcher(names)
    for host in ["dua.example", "enam.example"] {
      let result = await fetcher.fetch(.test("http://\(host):\(server.port)/"))
      #expect(try result.response.status == 200)
    }
  }

  @Test("addresses and localhost are not looked up", arguments: ["127.0.0.1", "localhost"])
  func literal(_ host: String) async throws {
    let server = try LoopbackServer { _ in .ok("x") }
    let names = Names([:])
    let result = await (try fetcher(names)).fetch(.test("http://\(host):\(server.port)/"))
    #expect(try result.response.status == 200)
    #expect(names.asked.isEmpty)
  }

  @Test("the system knows localhost and no .invalid name")
  func system() {
    guard case .addresses(let found) = NameAnswer.ofSystem("localhost") else {
      Issue.record("localhost has no address")
      return
    }
    #expect(found.allSatisfy { AddressRules.refusal(of: $0) == .loopback })
    if case .addresses = NameAnswer.ofSystem("pantau.invalid") {
      Issue.record("a name under .invalid was found (RFC 6761)")
    }
  }
}

@Suite("The book of names")
struct NameBookTests {
  private let start = ContinuousClock.now
  private let found = NameAnswer.addresses([.v4(0x0101_0101)])

  @Test("keeps addresses, failures and short failures for their times, to the instant")
  func times() {
    for (answer, time) in [
      (found, Duration.seconds(300)), (.notFound("no"), .seconds(60)),
      (.tryAgain("n"), .seconds(5)),
    ] {
      var book = NameBook(addressTime: .seconds(300))
      #expect(book.advice(for: "a", now: start) == .wait(isFirst: true))
      #expect(book.advice(for: "a", now: start) == .wait(isFirst: false))
      book.note(answer, for: "a", now: start)
      let known = book.advice(for: "a", now: start + time - .nanoseconds(1))
      #expect(known == (answer == found ? .connect([.v4(0x0101_0101)]) : .fail(answer)))
      #expect(book.advice(for: "a", now: start + time) == .wait(isFirst: true))
    }
  }

  @Test("stays bounded")
  func bounded() {
    var book = NameBook(addressTime: .seconds(300))
    for number in 0...NameBook.maxEntries {
      book.note(found, for: "\(number)", now: start)
    }
    #expect(book.advice(for: "0", now: start) == .wait(isFirst: true))
    let last = book.advice(for: "\(NameBook.maxEntries)", now: start)
    #expect(last == .connect([.v4(0x0101_0101)]))
  }
}
