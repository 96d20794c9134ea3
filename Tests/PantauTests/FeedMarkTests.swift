import Foundation
import GRDB
import PantauCore
import PantauTestSupport
import Testing

@Suite("What pantau feeds shows")
struct FeedMarkTests {
  private static let now = Date(timeIntervalSince1970: 1_795_406_400)

  /// A site of one feed that was polled once, and what a change of its stored rhythm shows.
  private func shown(
    _ change: (inout FeedRhythm) -> Void
  ) async throws -> (table: String, json: JSONNode, why: [String]) {
    let server = try LoopbackServer(routes: ["/rss": .ok(Site.rss(["Berau"]))])
    let url = server.url("/rss")
    let site = try Site(feeds: "[\"\(url)\"]")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    try Self.store(change, in: site.folder.file("pantau.sqlite3"))
    let table = try await RunningPantau.run(["feeds", "--config", site.config])
    let json = try await RunningPantau.run(["feeds", "--json", "--config", site.config])
    let why = try await RunningPantau.run(["feeds", "--why", url, "--config", site.config])
    let line = try #require(json.output.first)
    return (
      table.output.joined(separator: "\n"), try JSONReader.read(Array(line.utf8)), why.output
    )
  }

  private static func store(
    _ change: (inout FeedRhythm) -> Void, in database: String
  ) throws {
    try DatabaseQueue(path: database).write { db in
      let bytes = try #require(try Data.fetchOne(db, sql: "SELECT rhythm FROM feeds"))
      var rhythm = try #require(FeedRhythm(bytes: bytes))
      change(&rhythm)
      try db.execute(sql: "UPDATE feeds SET rhythm = ?", arguments: [Data(rhythm.bytes)])
    }
  }

  @Test("the address that a feed has moved to for good")
  func moved() async throws {
    let target = "https://baru.example/rss"
    let found = try await shown {
      $0.redirect = RedirectMemory(
        target: target, count: 5, firstSeen: Self.now - 90_000, adopted: Self.now,
        lastOriginalTry: Self.now)
    }
    let sentence =
      "It has moved for good to \(target), which is asked instead; the old address is tried weekly."
    #expect(found.table.contains(sentence))
    #expect(found.why.contains(sentence))
    #expect(found.json["movedTo"]?.string == target)
  }

  @Test("no address before the redirect has proved itself")
  func notYetMoved() async throws {
    let found = try await shown {
      $0.redirect = RedirectMemory(
        target: "https://baru.example/rss", count: 4, firstSeen: Self.now, adopted: nil,
        lastOriginalTry: Self.now)
    }
    #expect(!found.table.contains("baru.example"))
    #expect(found.json["movedTo"]?.string == nil)
  }

  @Test("a server that said \"not modified\" although there was news")
  func falseNotModified() async throws {
    let found = try await shown { $0.guardFoundNews = Self.now }
    let mark = "Its server has said \"not modified\" although there was news (found "
    #expect(found.table.contains(mark))
    #expect(found.why.contains { $0.hasPrefix(mark) })
    #expect(found.json["falseNotModified"]?.string == ISO8601.text(Self.now))
  }

  @Test("a silence that the feed's own rhythm does not explain")
  func quiet() async throws {
    let found = try await shown {
      $0.toldQuiet = true
      $0.lastNews = Self.now
      $0.rateAtLastNews = 24
    }
    let sentence =
      "It answers, but has brought nothing new since 2026-11-23 04:00:00, where it used to bring "
      + "about 24 items a day: look whether the site has another feed now."
    #expect(found.table.contains(sentence))
    #expect(found.why.contains(sentence))
    #expect(found.json["quietSince"]?.string == ISO8601.text(Self.now))
    #expect(found.json["why"]?.string?.contains("has brought nothing new since") == true)
    #expect(try await shown { _ in }.json["quietSince"]?.string == nil)
  }

  @Test("status, times, bytes and new items of the last poll")
  func lastPoll() async throws {
    let found = try await shown { _ in }
    let header = try #require(found.table.split(separator: "\n").first)
    for column in ["FEED", "STATE", "HTTP", "LAST SUCCESS", "NEXT POLL", "MS", "BYTES", "NEW"] {
      #expect(header.contains(column))
    }
    #expect(found.table.contains("every 30 min at most (no 304 yet); \"interval\": \"10m\" would"))
    #expect(found.why.last?.contains("with status 200: first byte after ") == true)
    #expect(found.why.last?.hasSuffix(", 1 new item.") == true)
    for key in ["status", "firstByteMs", "totalMs", "bytes", "newItems", "nextPoll", "why"] {
      #expect(found.json[key] != nil)
    }
  }

  @Test("that a host wants fewer requests, for all of its feeds")
  func restingHost() async throws {
    let many = Answer.status(429, headers: [("Retry-After", "7200")])
    let fine = Answer.ok(Site.rss(["Berau"]))
    let server = try LoopbackServer(routes: ["/a": many, "/b": many, "/c": fine])
    let urls = ["/a", "/b", "/c"].map { server.url($0) }
    let site = try Site(feeds: "[\"\(urls[2])\"]")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    try site.rewrite(
      feeds: "[\(urls.map { "\"\($0)\"" }.joined(separator: ","))]",
      rest: #", "polling": {"perHost": 1}"#)
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    #expect(server.hits("/a") + server.hits("/b") == 1)
    // In which order feeds of a host come up is not said.
    let other = server.hits("/a") == 0 ? urls[0] : urls[1]
    let never = try await RunningPantau.run(["feeds", "--why", other, "--config", site.config])
    let sentence = "its host wants fewer requests (429), so nothing is asked of it before "
    #expect(never.output.first?.hasPrefix("\(other) was never polled; \(sentence)") == true)
    let polled = try await RunningPantau.run(["feeds", "--why", urls[2], "--config", site.config])
    #expect(polled.output.contains { $0.hasPrefix("I" + sentence.dropFirst()) })
    let json = try await RunningPantau.run(["feeds", "--json", "--config", site.config])
    let rest = Date() + 7_000
    for line in json.output {
      let next = try JSONReader.read(Array(line.utf8))["nextPoll"]?.string
      #expect(next.flatMap { ISO8601.parse($0) }.map { $0 > rest } == true)
    }
  }

  @Test("why the next poll is when it is, of a feed that failed, of one that is gone, of none")
  func why() async throws {
    let server = try LoopbackServer(
      routes: ["/gagal": .status(503), "/hilang": .status(410), "/banyak": .status(429)])
    let urls = ["/gagal", "/hilang", "/banyak"].map { server.url($0) }
    // All at once: after a 429 nobody asks its host.
    let site = try Site(
      feeds: "[\(urls.map { "\"\($0)\"" }.joined(separator: ","))]",
      rest: #", "polling": {"perHost": 3}"#)
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    func sentences(_ url: String) async throws -> [String] {
      try await RunningPantau.run(["feeds", "--why", url, "--config", site.config]).output
    }
    let failed = try await sentences(urls[0])
    #expect(failed[0].hasPrefix("The next poll is due in "))
    #expect(
      failed[1].hasPrefix("The last poll failed (an error of the server (5xx)), and the wait"))
    #expect(failed[2].hasPrefix("It has failed once, since 20"))
    let gone = try await sentences(urls[1])
    #expect(
      gone.first
        == "The feed is gone (410) and is not polled; `pantau feeds --retry URL` starts it again.")
    #expect(!gone.contains { $0.contains("has failed") })
    let many = try await sentences(urls[2])
    #expect(many.contains { $0.hasPrefix("It has failed once (") })
    let none = try await RunningPantau.run(
      ["feeds", "--why", "https://lain.example", "--config", site.config])
    #expect(none.code == 1)
    let table = try await RunningPantau.run(["feeds", "--failing", "--config", site.config])
    #expect(table.output.count == 4)
  }
}
