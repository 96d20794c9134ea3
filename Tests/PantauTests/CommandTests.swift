import Foundation
import GRDB
import PantauTestSupport
import Testing

@Suite("Commands and what they say to wrong input")
struct CommandTests {
  @Test(
    "each command has help with examples",
    arguments: [
      "run", "check", "alerts", "feeds", "explain", "backtest", "parse", "doctor", "simulate",
      "deliveries", "search", "dump", "backup", "restore", "discover", "item", "evidence", "mute",
      "unmute", "test-alert", "ack", "metrics", "import", "export",
    ])
  func help(_ command: String) async throws {
    let help = try await RunningPantau.run(["help", command])
    #expect(help.code == 0)
    #expect(help.output.contains { $0.contains("pantau \(command)") })
    #expect(help.output.contains { $0.contains("Examples:") })
  }

  @Test("wrong use ends with 64")
  func usage() async throws {
    #expect(try await RunningPantau.run(["run", "--frequently"]).code == 64)
    #expect(try await RunningPantau.run(["alerts", "--since", "gestern"]).code == 64)
    #expect(try await RunningPantau.run(["alerts", "--limit", "-1"]).code == 64)
  }

  @Test("a missing or wrong configuration ends with 78 and says where and what")
  func configuration() async throws {
    let missing = try await RunningPantau.run(["run", "--config", "/nonexistent/config.json"])
    #expect(missing.code == 78)
    #expect(missing.log.last?.contains("/nonexistent/config.json: cannot be read") == true)
    let site = try Site(feeds: "[1,]")
    let broken = try await RunningPantau.run(["run", "--config", site.config])
    #expect(broken.code == 78)
    #expect(broken.log.contains { $0.contains("config.json:1:14: error:") })
    try site.rewrite(feeds: #"["https://example.org/rss"]"#, rest: #", "keyword": []"#)
    let unknown = try await RunningPantau.run(["check", "--config", site.config])
    #expect(unknown.code == 78)
    #expect(unknown.log.contains { $0.contains("\"keywords\"") })
  }

  @Test("a database that cannot be written ends with 1 and says what to do")
  func database() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#, rest: #", "database": "none/there.sqlite3""#)
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 1)
    #expect(run.log.last?.contains("Check that the database's folder exists") == true)
  }

  @Test("a run --once that cannot store ends with 1 and says why")
  func unwritable() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang"]).utf8), to: "feed.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    let database = try DatabaseQueue(path: site.folder.file("pantau.sqlite3"))
    try await database.write { db in
      try db.execute(
        sql: """
          CREATE TRIGGER refuse BEFORE UPDATE OF polls ON feeds
          BEGIN SELECT RAISE(ABORT, 'no room'); END
          """)
    }
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 1)
    #expect(run.log.contains { $0.contains("polls cannot be stored") && $0.contains("no room") })
  }

  @Test("a run --once that cannot read its archive ends with 1")
  func unreadable() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang"]).utf8), to: "feed.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    let database = try DatabaseQueue(path: site.folder.file("pantau.sqlite3"))
    try await database.write { db in try db.execute(sql: "DROP TABLE young_keys") }
    _ = try site.folder.write(Array(Site.rss(["Bontang", "PBB"]).utf8), to: "feed.xml")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 1)
    #expect(run.log.contains { $0.contains("no such table: young_keys") })
  }

  @Test("reading before there is a database ends with 66")
  func noDatabase() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    for command in ["alerts", "feeds"] {
      let run = try await RunningPantau.run([command, "--config", site.config])
      #expect(run.code == 66)
      #expect(run.log.last?.contains("there is no database") == true)
    }
  }

  @Test("a listing of nothing says so, unless it is for a program")
  func nothing() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(Site.rss(["Berau"]).utf8), to: "feed.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    for (arguments, note) in [
      (["alerts"], "the log has no alert yet"),
      (["alerts", "--since", "1h"], "the log has no alert of that kind"),
      (
        ["alerts", "--keyword", "Bontan"],
        "the log has no alert of a keyword \"Bontan\"; did you mean \"Bontang\"?"
      ),
      (["alerts", "--surges"], "the log has no surge yet"), (["mute"], "nothing is muted"),
      (["search", "Bontang"], "no item of the archive matches"),
    ] {
      let shown = try await RunningPantau.run(arguments + ["--config", site.config])
      #expect(shown.code == 0 && shown.output.isEmpty && shown.log == ["pantau: \(note)"])
      let json = try await RunningPantau.run(arguments + ["--json", "--config", site.config])
      #expect(json.code == 0 && json.output.isEmpty && json.log.isEmpty)
    }
  }

  @Test("parse prints a feed as JSON, refuses what is none, and says what cannot be read")
  func parse() async throws {
    let folder = try TemporaryFolder()
    let feed = try folder.write(Array(Site.rss(["Bontang"]).utf8), to: "feed.xml")
    let good = try await RunningPantau.run(["parse", feed])
    #expect(good.code == 0)
    #expect(good.output.first?.contains("\"format\":\"rss-2.0\"") == true)
    let page = try folder.write(Array("<html><body>x</body></html>".utf8), to: "page.html")
    let bad = try await RunningPantau.run(["parse", page])
    #expect(bad.code == 1)
    #expect(bad.log.count == 1)
    #expect(try await RunningPantau.run(["parse", folder.file("none.xml")]).code == 66)
  }

  @Test("control and override characters of feeds are shown as replacements in text")
  func controlCharacters() async throws {
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: #", "channels": {"stdout": {"type": "stdout", "format": "text"}}"#)
    _ = try site.folder.write(
      Array(Site.rss(["Bontang &#x202E;terbalik&#x2028;baris&#x9b;"]).utf8), to: "feed.xml")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    #expect(run.output.count == 1)
    #expect(run.output.first?.contains("Bontang \u{FFFD}terbalik") == true)
    #expect(
      run.output.joined().unicodeScalars.allSatisfy {
        $0.value != 0x202E && $0.value != 0x2028 && $0.value != 0x9B
      })
  }
}
