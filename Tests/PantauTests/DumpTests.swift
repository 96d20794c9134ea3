import Foundation
import GRDB
import PantauTestSupport
import Testing

@testable import pantau

@Suite("Dumps, backups and restores from the command line")
struct DumpTests {
  private func site() async throws -> Site {
    let site = try Site(feeds: #"[{"url": "file:feed.xml", "name": "Kaltim, \"utara\""}]"#)
    _ = try site.folder.write(
      Array(Site.rss(["=HYPERLINK(1) Bontang", "Banjir"]).utf8), to: "feed.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    return site
  }

  @Test("items and alerts as JSON lines, one object a line")
  func jsonLines() async throws {
    let site = try await site()
    let items = try await RunningPantau.run(["dump", "items", "--config", site.config])
    #expect(items.code == 0)
    let titles = try items.output.map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["title"]
        as? String
    }
    #expect(titles == ["Banjir", "=HYPERLINK(1) Bontang"])
    let dumped = try await RunningPantau.run(["dump", "alerts", "--config", site.config])
    let logged = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    #expect(dumped.output == logged.output)
    #expect(dumped.output.count == 1)
  }

  @Test("CSV has a header, quotes and CR LF, and no formula of a feed's stays one")
  func csv() async throws {
    let site = try await site()
    let safe = try await RunningPantau.run(
      ["dump", "items", "--format", "csv", "--config", site.config])
    #expect(safe.output.count == 3)
    #expect(safe.output.allSatisfy { $0.hasSuffix("\r") })
    #expect(safe.output[0].hasPrefix("id,seen,feed,feed_url,story,guid,url,title,"))
    #expect(safe.output[2].contains(#","Kaltim, ""utara""","#))
    #expect(safe.output[2].contains(#","'=HYPERLINK(1) Bontang","#))
    let raw = try await RunningPantau.run(
      ["dump", "alerts", "--format", "csv", "--raw", "--config", site.config])
    #expect(raw.output.count == 2)
    #expect(raw.output[1].contains(",=HYPERLINK(1) Bontang,"))
  }

  @Test(
    "fields of CSV",
    arguments: [
      ("plain", "plain"), ("a,b", #""a,b""#), (#"a"b"#, #""a""b""#), ("a\nb", "\"a\nb\""),
      ("-1", #""'-1""#), ("@x", #""'@x""#), ("\t=1", "\"'\t=1\""), ("", ""), ("a=1", "a=1"),
    ])
  func field(_ text: String, _ expected: String) {
    var line = CSVLine(guardingFormulas: true)
    line.add(text)
    line.add(7)
    #expect(String(decoding: line.line, as: UTF8.self) == expected + ",7\r\n")
  }

  @Test("a backup comes back by restore, and both say what they hold")
  func roundTrip() async throws {
    let site = try await site()
    let copy = site.folder.file("copy.sqlite3")
    let backup = try await RunningPantau.run(["backup", copy, "--config", site.config])
    #expect(backup.code == 0)
    #expect(backup.output.first?.hasPrefix("\(copy): 2 items, 1 alert, the last item of ") == true)
    #expect(try await RunningPantau.run(["backup", copy, "--config", site.config]).code == 1)
    try FileManager.default.removeItem(atPath: site.folder.file("pantau.sqlite3"))
    let restored = try await RunningPantau.run(["restore", copy, "--config", site.config])
    #expect(restored.code == 0)
    let alerts = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    #expect(alerts.output.count == 1)
    let none = try await RunningPantau.run(
      ["restore", site.folder.file("none"), "--config", site.config])
    #expect(none.code == 66)
  }

  @Test("what can be read of a damaged database is put in its place, and what is lost is said")
  func salvage() async throws {
    let site = try await site()
    let database = site.folder.file("pantau.sqlite3")
    func salvaged() async throws -> (code: Int32?, output: [String], log: [String]) {
      try await RunningPantau.run(["restore", "--salvage", database, "--config", site.config])
    }
    let whole = try await salvaged()
    #expect(whole.code == 0)
    #expect(whole.output.contains("every row could be read: nothing is lost"))
    try loseRows(of: "alerts", in: database)
    let rest = try await salvaged()
    #expect(rest.code == 0)
    #expect(rest.output.first?.hasPrefix("\(database): 2 items, 0 alerts, the last item") == true)
    #expect(rest.output[1] == "rows on damaged pages, and what belonged to them, are lost:")
    #expect(rest.output.contains { $0.split(separator: " ") == ["alerts", "0", "1"] })
    for table in ["items", "identities", "key_runs", "young_keys"] {
      try loseRows(of: table, in: database)
    }
    let none = try await salvaged()
    #expect(none.code == 1)
    #expect(none.output.isEmpty)
    #expect(none.log.first?.contains("nothing that \(database) knew of items") == true)
  }

  /// Overwrites the page through which all rows of a table are found.
  private func loseRows(of table: String, in database: String) throws {
    let queue = try DatabaseQueue(path: database)
    let (root, size) = try queue.read { db in
      (
        try Int.fetchOne(
          db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [table]),
        try Int.fetchOne(db, sql: "PRAGMA page_size")
      )
    }
    try queue.close()
    let page = try (#require(root), #require(size))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: database))
    try file.seek(toOffset: UInt64((page.0 - 1) * page.1))
    try file.write(contentsOf: Data(repeating: 0xA5, count: page.1))
    try file.close()
  }
}
