import Foundation
import GRDB
import PantauCore
import PantauTestSupport
import Testing

@Suite("Surges and delays, by the program")
struct SurgeCommandTests {
  /// Polls once, and again with more stories a week after the keywords came to be watched.
  private func surge(_ receiver: LoopbackServer) async throws -> Site {
    let site = try Site(
      feeds: #"["file:feed.xml", {"url": "file:kaltim.xml", "group": "kaltim"}]"#,
      rest: """
        , "channels": {"meja": {"type": "webhook", "url": "\(receiver.url("/hook"))",
            "events": ["alert.surge"], "groups": ["kaltim"]},
          "stdout": {"type": "stdout", "format": "json"}}
        """)
    let once = ["run", "--once", "--config", site.config]
    _ = try site.folder.write(Array(Site.rss(["Bontang sepi"]).utf8), to: "feed.xml")
    _ = try site.folder.write(Array(Site.rss(["Samarinda"]).utf8), to: "kaltim.xml")
    #expect(try await RunningPantau.run(once).code == 0)
    let database = try DatabaseQueue(path: site.folder.file("pantau.sqlite3"))
    try await database.write { db in
      try db.execute(sql: "UPDATE keyword_watches SET since_ms = since_ms - 8 * 86400000")
    }
    let titles = ["satu", "dua", "tiga", "empat", "lima", "enam"].map { "Bontang kabar \($0)" }
    _ = try site.folder.write(Array(Site.rss(titles, prefix: "baru").utf8), to: "feed.xml")
    let run = try await RunningPantau.run(once)
    #expect(run.output.count == 6)
    #expect(run.log.contains { $0.contains("a keyword surges") && $0.contains("Bontang") })
    return site
  }

  @Test("a surge reaches the channel that asks for it, and the list")
  func told() async throws {
    let receiver = try LoopbackServer(routes: ["/hook": .status(204)])
    let site = try await surge(receiver)
    #expect(receiver.requests.count == 1)
    let body = try JSONReader.read(receiver.requests[0].body)
    #expect(body["type"]?.string == "alert.surge")
    #expect(body["data"]?["keyword"]?.string == "Bontang")
    #expect(body["data"]?["stories"]?.int == 5)
    #expect(body["data"]?["latest"]?.array?.count == 5)
    let list = ["alerts", "--surges", "--config", site.config]
    let json = try await RunningPantau.run(list + ["--json"])
    #expect(json.output.count == 1)
    #expect(try JSONReader.read(Array(json.output[0].utf8))["keyword"]?.string == "Bontang")
    let text = try await RunningPantau.run(list)
    #expect(text.output[0].contains("[alert.surge] Bontang: 5 stories within an hour"))
    #expect(try await RunningPantau.run(list + ["--keyword", "PBB"]).output == [])
    #expect(try await RunningPantau.run(list + ["--follow"]).code == 64)
  }

  @Test("each alert tells its delays; the table and the metrics show how they are spread")
  func delays() async throws {
    let receiver = try LoopbackServer(routes: ["/hook": .status(204)])
    let site = try await surge(receiver)
    let list = ["alerts", "--delays", "--config", site.config]
    let json = try await RunningPantau.run(list + ["--json"])
    #expect(json.output.count == 7)
    for line in json.output {
      let alert = try JSONReader.read(Array(line.utf8))
      let delays = try #require(alert["delays"])
      #expect((delays["seenToRaisedSeconds"]?.double ?? -1) >= 0)
      #expect(delays["sent"]?.array?.map { $0["channel"]?.string } == ["stdout"])
      let sent = try #require(delays["sent"]?.array?.first?["raisedToSentSeconds"]?.double)
      #expect((0..<60).contains(sent))
    }
    let table = try await RunningPantau.run(list)
    #expect(table.output.map { $0.prefix(28) }.contains("raised     sent, stdout     "))
    #expect(table.output.first?.contains("MEDIAN") == true)
    let metrics = try await RunningPantau.run(["metrics", "--config", site.config])
    #expect(
      metrics.output.contains(
        "pantau_alert_delay_seconds_count{stage=\"raised_to_sent\",channel=\"stdout\"} 7"))
    #expect(
      metrics.output.contains(
        "pantau_alert_delay_seconds_bucket{stage=\"seen_to_raised\",le=\"+Inf\"} 7"))
  }
}
