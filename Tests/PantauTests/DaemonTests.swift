import Foundation
import PantauCore
import PantauTestSupport
import Testing

@Suite("The daemon as a process")
struct DaemonTests {
  private func titles(_ lines: [String]) -> [String] {
    lines.compactMap { line in
      (try? JSONReader.read(Array(line.utf8)))?["item"]?["title"]?.string
    }.sorted()
  }

  @Test("a fresh database raises each alert once; a second run raises none")
  func firstAndSecondRun() async throws {
    let server = try LoopbackServer(routes: [
      "/rss": .ok(
        Site.rss(["Wali Kota Bontang ke Forum PBB", "Harga cabai turun", "Loket PBB buka"]),
        headers: [("Content-Type", "application/rss+xml"), ("ETag", "W/\"a,b\"")])
    ])
    let site = try Site(feeds: #"["\#(server.url("/rss"))"]"#)
    let first = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(first.code == 0)
    #expect(titles(first.output) == ["Loket PBB buka", "Wali Kota Bontang ke Forum PBB"])
    let second = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(second.code == 0)
    #expect(second.output == [])
    #expect(server.requests.map { $0.header("If-None-Match") } == [nil, "W/\"a,b\""])
  }

  @Test("a file feed raises its alert, and the log has the same object")
  func fileFeed() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(Site.rss(["Banjir di Bontang Kuala"]).utf8), to: "feed.xml")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    let log = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    #expect(log.code == 0)
    #expect(log.output == run.output)
    #expect(log.output.count == 1)
  }

  @Test("SIGTERM ends the daemon with 0, and SIGHUP takes a new configuration over")
  func signals() async throws {
    let server = try LoopbackServer(routes: [
      "/a": .ok(Site.rss(["Bontang satu"], prefix: "a")),
      "/b": .ok(Site.rss(["Bontang dua"], prefix: "b")),
    ])
    let site = try Site(feeds: #"["\#(server.url("/a"))"]"#)
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    try site.rewrite(feeds: "[")
    daemon.send(SIGHUP)
    #expect(await daemon.waitForLog { $0.contains { $0.contains("the old one goes on") } })
    try site.rewrite(
      feeds: #"["\#(server.url("/a"))", "\#(server.url("/b"))"]"#,
      keywords: #"["Bontang", {"query": "PBB", "until": "2020-01-31"}]"#)
    daemon.send(SIGHUP)
    #expect(await daemon.waitForOutput { $0.count == 2 })
    let passed = "keywords[1].until: 2020-01-31 has passed"
    #expect(await daemon.waitForLog { $0.contains { $0.contains(passed) } })
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
    #expect(titles(daemon.output) == ["Bontang dua", "Bontang satu"])
  }

  @Test("a second daemon on the same database is refused and told which process has it")
  func secondDaemon() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    let second = try await RunningPantau.run(["run", "--config", site.config])
    #expect(second.code == 1)
    #expect(second.log.contains { $0.contains("(process \(daemon.identifier))") })
    daemon.send(SIGINT)
    #expect(await daemon.exitCode() == 0)
  }

  @Test("kill -9 between commit and delivery loses no alert, and repeats none that was delivered")
  func killed() async throws {
    let refusing = Gate()
    let receiver = try LoopbackServer(routes: ["/hook": .status(200).after(refusing)])
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: """
        , "channels": {"hook": {"type": "webhook", "url": "\(receiver.url("/hook"))"},
          "stdout": {"type": "stdout", "format": "json"}}
        """)
    _ = try site.folder.write(Array(Site.rss(["Bontang", "PBB"]).utf8), to: "feed.xml")
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 2 })
    await receiver.waitForRequests(1)
    daemon.send(SIGKILL)
    #expect(await daemon.exitCode() == 128 + SIGKILL)
    refusing.open()
    let open = try LoopbackServer(routes: ["/hook": .status(204)])
    try site.rewrite(
      feeds: #"["file:feed.xml"]"#,
      rest: """
        , "channels": {"hook": {"type": "webhook", "url": "\(open.url("/hook"))"},
          "stdout": {"type": "stdout", "format": "json"}}
        """)
    let again = try RunningPantau(["run", "--config", site.config])
    await open.waitForRequests(2)
    again.send(SIGTERM)
    #expect(await again.exitCode() == 0)
    let ids = Set(open.requests.compactMap { $0.header("webhook-id") })
    #expect(ids.count == 2)
    #expect(ids.contains(receiver.requests[0].header("webhook-id") ?? ""))
  }

  @Test("what waits in the outbox is listed, let go, and sent again on request")
  func outbox() async throws {
    let receiver = try LoopbackServer(routes: ["/hook": .status(500)])
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: #", "channels": {"hook": {"type": "webhook", "url": "\#(receiver.url("/hook"))"}}"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang", "PBB"]).utf8), to: "feed.xml")
    _ = try await RunningPantau.run(["run", "--once", "--config", site.config])
    let list = ["deliveries", "list", "--state", "waiting", "--json", "--config", site.config]
    let waiting = try await RunningPantau.run(list)
    #expect(waiting.output.count == 2)
    let number = try #require(
      JSONReader.read(Array(waiting.output[0].utf8))["number"]?.int)
    let drop = ["deliveries", "drop", "--id", "\(number)", "--config", site.config]
    #expect(try await RunningPantau.run(drop).output == ["hook: 1 message dropped"])
    #expect(try await RunningPantau.run(drop).code == 1)
    let retry = try await RunningPantau.run(["deliveries", "retry", "--config", site.config])
    #expect(retry.output == ["hook: 1 message to be sent again"])
    #expect(try await RunningPantau.run(list).output.count == 1)
    #expect(
      try await RunningPantau.run(["deliveries", "drop", "--config", site.config]).code == 64)
  }

  @Test("a feed that fails does not stop the others")
  func oneBadFeed() async throws {
    let server = try LoopbackServer(routes: [
      "/bad": .status(500), "/page": .ok("<!doctype html><title>x</title>"),
      "/good": .ok(Site.rss(["Bontang"])),
    ])
    let urls = ["/bad", "/page", "/good"].map { "\"\(server.url($0))\"" }
    let site = try Site(feeds: "[\(urls.joined(separator: ",")), \"http://127.0.0.1:1/none\"]")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    #expect(titles(run.output) == ["Bontang"])
    let feeds = try await RunningPantau.run([
      "feeds", "--failing", "--json", "--config", site.config,
    ])
    #expect(feeds.output.count == 3)
    #expect(feeds.output.allSatisfy { $0.contains("\"state\":\"failing\"") })
  }

  @Test(
    "a feed that is too large says so and which setting would take it, on both sides of the limit")
  func tooLarge() async throws {
    let feed = Site.rss(["Bontang"])
    let padded = feed + String(repeating: " ", count: 2_000 - feed.utf8.count)
    let server = try LoopbackServer(routes: [
      "/fits": .ok(padded), "/large": .ok(padded + " "),
    ])
    let site = try Site(
      feeds:
        #"["\#(server.url("/fits"))", "\#(server.url("/large"))", "file:fits.xml", "file:large.xml"]"#,
      rest: #", "polling": {"maxBody": "2KB"}"#)
    _ = try site.folder.write(Array(padded.utf8), to: "fits.xml")
    _ = try site.folder.write(Array((padded + " ").utf8), to: "large.xml")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    #expect(run.output.count == 2)
    let failed = run.log.filter { $0.contains("poll failed") }
    #expect(failed.count == 2)
    #expect(failed.allSatisfy { $0.contains("large") && $0.contains("polling.maxBody") })
  }

  @Test("the first poll of a feed shows old items on stdout only")
  func oldItems() async throws {
    let receiver = try LoopbackServer(routes: ["/hook": .status(204)])
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: """
        , "channels": {"hook": {"type": "webhook", "url": "\(receiver.url("/hook"))"},
          "stdout": {"type": "stdout", "format": "json"}}
        """)
    let feed = Site.rss(["Bontang lama"]).replacing(
      "<link>", with: "<pubDate>Thu, 14 Sep 2023 10:15:00 +0700</pubDate><link>")
    _ = try site.folder.write(Array(feed.utf8), to: "feed.xml")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.output.count == 1)
    #expect(run.output.first?.contains("\"old\":true") == true)
    #expect(receiver.requests.isEmpty)
  }
}

@Suite("The article that must not be missed")
struct SeedTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/seeds")

  @Test(
    "raises both keywords",
    .enabled(if: FileManager.default.fileExists(atPath: folder.path)))
  func seed() async throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let name = try #require(names.first { $0.hasSuffix(".txt") })
    let text = try String(
      contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
    let title = try #require(text.split(separator: "\n").first)
    let body = text.dropFirst(title.count).replacing("&", with: "&amp;").replacing(
      "<", with: "&lt;")
    let feed = """
      <rss version="2.0"><channel><title>Seed</title><item><title>\(title)</title>
      <description>\(body)</description><guid>seed</guid></item></channel></rss>
      """
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(feed.utf8), to: "feed.xml")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.output.count == 1)
    #expect(run.output.first?.contains(#""keywords":["Bontang","PBB"]"#) == true)
  }
}
