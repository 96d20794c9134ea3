import Foundation
import PantauCore
import PantauTestSupport
import PantauWeb
import Testing

@Suite("The page of a running daemon")
struct PageDaemonTests {
  /// The port that the log names.
  private func port(_ daemon: RunningPantau) async throws -> Int {
    _ = await daemon.waitForLog { $0.contains { $0.contains("the page is up") } }
    let line = try #require(daemon.log.first { $0.contains("the page is up") })
    let digits = line.split(separator: "http://127.0.0.1:").last?.prefix { $0.isNumber }
    return try #require(digits.flatMap { Int($0) })
  }

  @Test("it shows what was raised, tells health and metrics, and ends with the daemon")
  func serves() async throws {
    let site = try Site(
      feeds: #"[{"url": "file:feed.xml", "name": "Kabar"}]"#,
      rest: #", "web": {"listen": "127.0.0.1:0"}"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    let client = RawClient(port: try await port(daemon))
    let page = await client.request("/")
    #expect(page.status == 200)
    #expect(page.body.contains("><mark>Bontang</mark> satu</a></h2>"))
    let lines = await client.request("/api/alerts").body
    let log = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    #expect(lines == log.output.map { $0 + "\n" }.joined())
    #expect(await client.request("/healthz").body == "ok\n")
    #expect(PageProbe.ask(host: "127.0.0.1", port: client.port) == .healthy)
    let metrics = try await RunningPantau.run(["metrics", "--config", site.config])
    let served = await client.request("/metrics").body
    #expect(served.hasPrefix("# HELP pantau_alert_delay_seconds"))
    #expect(metrics.output.first == served.split(separator: "\n").first.map(String.init))
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
    #expect(client.connect() == nil)
  }

  @Test("a message's link asks on GET, acknowledges on POST, and then nothing goes on")
  func link() async throws {
    let desk = try LoopbackServer(routes: ["/": .status(204)])
    let site = try Site(
      feeds: #"[{"url": "file:feed.xml", "interval": "1s"}]"#,
      keywords: #"[{"query": "Bontang", "severity": "high"}, "PBB"]"#,
      rest: """
        , "web": {"listen": "127.0.0.1:0", "publicURL": "https://pantau.example.org"},
        "channels": {
          "desk": {"type": "webhook", "url": "\(desk.url())", "acknowledge": "1h", "then": "duty"},
          "duty": {"type": "webhook", "url": "\(desk.url())", "keywords": ["PBB"]}}
        """)
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    await desk.waitForRequests(1)
    let data = try JSONReader.read(desk.requests[0].body)["data"]
    let first = try #require(data?["id"]?.string)
    let url = try #require(data?["acknowledge"]?["url"]?.string)
    let start = "https://pantau.example.org"
    #expect(url.hasPrefix("\(start)/ack/\(first)?until="))
    let client = RawClient(port: try await port(daemon))
    let path = String(url.dropFirst(start.count))
    func ask(_ method: String) async -> RawClient.Answer {
      await client.request(path, method: method, host: "pantau.example.org")
    }
    #expect(await ask("GET").body.contains("<button>Acknowledge</button>"))
    #expect(try await acknowledgements(site) == [nil])
    #expect(try waitingEscalations(site) == 1)
    #expect(await ask("POST").body.contains("<h1>Acknowledged</h1>"))
    #expect(try await acknowledgements(site) == ["link"])
    #expect(try waitingEscalations(site) == 0)
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
    try expectSecretKey(site)
  }

  private func waitingEscalations(_ site: Site) throws -> Int {
    try Archive(site.folder.file("pantau.sqlite3"))
      .number("SELECT count(*) FROM escalations WHERE done_ms IS NULL")
  }

  private func acknowledgements(_ site: Site) async throws -> [String?] {
    let log = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    return try log.output.map {
      try JSONReader.read(Array($0.utf8))["acknowledged"]?["by"]?.string
    }
  }

  /// The key is its owner's alone, and in no copy of the database.
  private func expectSecretKey(_ site: Site) throws {
    let path = site.folder.file("pantau.sqlite3.ack-key")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let key = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(key.count == 32)
    let database = try Data(contentsOf: URL(fileURLWithPath: site.folder.file("pantau.sqlite3")))
    #expect(database.range(of: key) == nil)
  }

  @Test("a key that others may read is not used: an error of the log, and no links")
  func openKey() async throws {
    let desk = try LoopbackServer(routes: ["/": .status(204)])
    let site = try Site(
      feeds: #"["file:feed.xml"]"#, keywords: #"[{"query": "Bontang", "severity": "high"}]"#,
      rest: """
        , "web": {"listen": "127.0.0.1:0", "publicURL": "https://pantau.example.org"},
        "channels": {"desk": {"type": "webhook", "url": "\(desk.url())"}}
        """)
    let key = site.folder.file("pantau.sqlite3.ack-key")
    try Data(repeating: 1, count: 32).write(to: URL(fileURLWithPath: key))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    await desk.waitForRequests(1)
    #expect(try JSONReader.read(desk.requests[0].body)["data"]?["acknowledge"] == nil)
    #expect(daemon.log.contains { $0.contains("may be read by others than its owner. Remove it") })
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
  }

  @Test("an address in use is an error of the log; alerts go on, and SIGTERM ends at once")
  func busy() async throws {
    let other = try LoopbackServer(routes: [:])
    let site = try Site(
      feeds: #"["file:feed.xml"]"#, rest: #", "web": {"listen": "127.0.0.1:\#(other.port)"}"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    let sentence =
      "the page cannot listen on 127.0.0.1:\(other.port): another program listens there. Stop it, "
      + "or set \"web\": {\"listen\": …} to another port. Alerts go on; pantau tries again every 30 s."
    #expect(await daemon.waitForLog { $0.contains { $0.contains(sentence) } })
    let doctor = try await RunningPantau.run(["doctor", "--config", site.config])
    #expect(doctor.code == 1)
    let url = "http://127.0.0.1:\(other.port)/"
    #expect(
      doctor.output.contains { $0.hasPrefix("error    page: another program answers at \(url)") })
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
  }
}
