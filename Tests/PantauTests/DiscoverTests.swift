import PantauCore
import PantauTestSupport
import Testing

@Suite("discover: the feeds that a page offers")
struct DiscoverTests {
  private static let feed = Answer.ok(Site.rss(["Bontang", "Berau"]))

  private func page(_ head: String, _ body: String = "") -> Answer {
    .ok(
      "<!doctype html><html><head><title>Kabar</title>\(head)</head><body>\(body)</body></html>",
      headers: [("Content-Type", "text/html; charset=utf-8")])
  }

  private func discover(
    _ url: String, _ options: [String] = []
  ) async throws -> (code: Int32?, feeds: [JSONNode], log: [String]) {
    let run = try await RunningPantau.run(["discover", url, "--json"] + options)
    return (run.code, try run.output.map { try JSONReader.read(Array($0.utf8)) }, run.log)
  }

  @Test("a URL that is a feed costs one request")
  func itself() async throws {
    let server = try LoopbackServer(routes: ["/rss": Self.feed])
    let found = try await discover(server.url("/rss"))
    #expect(found.code == 0)
    #expect(found.feeds.map { $0["url"]?.string } == [server.url("/rss")])
    #expect(found.feeds[0]["title"]?.string == "Kabar Uji")
    #expect(found.feeds[0]["format"]?.string == "rss-2.0")
    #expect(found.feeds[0]["items"]?.int == 2)
    #expect(found.feeds[0]["found"]?.string == "itself")
    #expect(server.requests.count == 1)
  }

  @Test("a page with <link rel=alternate> costs two")
  func link() async throws {
    let server = try LoopbackServer(routes: [
      "/": page(
        """
        <link rel="stylesheet" href="/a.css"><link rel="alternate" hreflang="en" href="/en">
        <link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title="Umpan" href="umpan">
        """), "/umpan": Self.feed,
    ])
    let found = try await discover(server.url("/"))
    #expect(found.code == 0)
    #expect(found.feeds.map { $0["url"]?.string } == [server.url("/umpan")])
    #expect(found.feeds[0]["found"]?.string == "link")
    #expect(server.requests.map(\.path) == ["/", "/umpan"])
  }

  @Test("headers come before links, links before anchors, each URL once, relative to <base>")
  func order() async throws {
    let links = """
      <base href="/kanal/">
      <link rel="alternate" type="application/atom+xml" href="atom">
      <link rel="alternate" type="application/atom+xml" href="atom#lagi">
      """
    let anchors = """
      <a href="kaltim/rss">Kaltim</a><a href="/unduh">Umpan RSS</a><a href="atom">Atom</a>
      <a href="/?feed=rss2">berita</a><a href="/berita/1">Umpan ikan naik</a>
      <a href="mailto:rss@kabar.example">RSS</a>
      """
    let index = Answer.ok(
      "<html><head>\(links)</head><body>\(anchors)</body></html>",
      headers: [("Link", "</kepala>; rel=\"alternate\"; type=\"application/rss+xml\"")])
    let server = try LoopbackServer { request in
      switch request.path {
      case "/": request.target == "/" ? index : Self.feed
      case "/berita/1": .status(500)
      default: Self.feed
      }
    }
    let found = try await discover(server.url("/"))
    #expect(
      found.feeds.map { $0["url"]?.string } == [
        server.url("/kepala"), server.url("/kanal/atom"), server.url("/kanal/kaltim/rss"),
        server.url("/unduh"), server.url("/?feed=rss2"),
      ])
    #expect(
      found.feeds.map { $0["found"]?.string } == ["header", "link", "anchor", "anchor", "anchor"])
  }

  @Test("what is no feed is left out and said; no address is guessed")
  func misses() async throws {
    let server = try LoopbackServer(routes: [
      "/": page("", #"<a href="/rss">RSS</a><a href="/hilang/feed">Feed</a>"#),
      "/rss": page("<title>Daftar</title>"),
    ])
    let found = try await discover(server.url("/"))
    #expect(found.code == 1)
    #expect(found.feeds.isEmpty)
    #expect(found.log.contains { $0.contains("/rss is left out: not a feed: this is a web page") })
    #expect(found.log.contains { $0.contains("/hilang/feed is left out: the server answered") })
    #expect(found.log.last?.contains("offers no feed that pantau can read") == true)
    #expect(server.requests.count == 3)
    let bare = try LoopbackServer(routes: ["/": page("", "<p>Tidak ada</p>")])
    #expect(try await discover(bare.url("/")).code == 1)
    #expect(bare.requests.count == 1)
  }

  @Test("a page leads to public addresses or to its own host and port alone")
  func addresses() async throws {
    let other = try LoopbackServer(address: "127.0.0.2", routes: ["/rss": Self.feed])
    let server = try LoopbackServer(routes: [
      "/": page(
        """
        <link rel="alternate" type="application/rss+xml" href="\(other.url("/rss"))">
        <link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">
        <link rel="alternate" type="application/rss+xml" href="/pindah">
        <link rel="alternate" type="application/rss+xml" href="/rss">
        """), "/pindah": .redirect(to: other.url("/rss")), "/rss": Self.feed,
    ])
    let found = try await discover(server.url("/"))
    #expect(found.feeds.map { $0["url"]?.string } == [server.url("/rss")])
    #expect(other.requests.isEmpty)
    #expect(found.log.count { $0.contains("polling.allowPrivateAddresses") } == 2)
  }

  @Test("the address of a permanent redirect is shown, that of a temporary one is not")
  func redirects() async throws {
    let server = try LoopbackServer(routes: [
      "/lama": .redirect(301, to: "/rss"), "/hari-ini": .redirect(302, to: "/rss"),
      "/rss": Self.feed,
    ])
    let moved = try await discover(server.url("/lama"))
    #expect(moved.feeds.map { $0["url"]?.string } == [server.url("/rss")])
    let today = try await discover(server.url("/hari-ini"))
    #expect(today.feeds.map { $0["url"]?.string } == [server.url("/hari-ini")])
  }

  @Test("not more links than asked for are tried")
  func limit() async throws {
    let anchors = (1...9).map { "<a href=\"/rss/\($0)\">\($0)</a>" }.joined()
    let index = page("", anchors)
    let server = try LoopbackServer { $0.path == "/" ? index : Self.feed }
    let found = try await discover(server.url("/"), ["--limit", "4"])
    #expect(found.feeds.count == 4)
    #expect(server.requests.count == 5)
    #expect(found.log.contains { $0.contains("5 further links were not tried") })
  }

  @Test("a page that cannot be read ends with 66, no URL with 64; requests say who asks")
  func unreadable() async throws {
    let server = try LoopbackServer(routes: [:])
    let missing = try await discover(server.url("/"))
    #expect(missing.code == 66)
    #expect(missing.log.last?.contains("the server answered with status 404") == true)
    #expect(server.requests[0].header("User-Agent")?.hasPrefix("pantau/") == true)
    #expect(server.requests[0].header("Referer") == nil)
    #expect(try await discover("ftp://kabar.example/rss").code == 64)
    #expect(try await discover("http:///rss").code == 64)
    #expect(try await discover(server.url("/"), ["--limit", "0"]).code == 64)
  }

  @Test("people get a table")
  func table() async throws {
    let server = try LoopbackServer(routes: ["/rss": Self.feed])
    let run = try await RunningPantau.run(["discover", server.url("/rss")])
    #expect(run.output.count == 2)
    #expect(run.output[0].hasPrefix("URL"))
    #expect(run.output[1].hasSuffix("rss-2.0  2      -       Kabar Uji"))
  }
}
