import FoundationEssentials
import PantauCore
import PantauMatch
import PantauTestSupport
import Testing

@testable import pantau

@Suite("doctor: what is wrong, and what to do")
struct DoctorTests {
  @Test("a sound installation ends with 0, one JSON object a line where wanted")
  func sound() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang"]).utf8), to: "feed.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    let run = try await RunningPantau.run(["doctor", "--config", site.config])
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains { $0.contains("is sound: 1 item, 1 alert,") })
    let json = try await RunningPantau.run(["doctor", "--config", site.config, "--json"])
    #expect(json.output.count == run.output.count)
    #expect(json.output.allSatisfy { $0.hasPrefix("{\"severity\":") })
  }

  @Test("a wrong configuration, a damaged database and a file open to all are errors")
  func errors() async throws {
    let site = try Site(feeds: "[1]")
    #expect(try await RunningPantau.run(["doctor", "--config", site.config]).code == 1)
    try site.rewrite(feeds: #"["file:feed.xml"]"#)
    #expect(try await RunningPantau.run(["doctor", "--config", site.config]).code == 0)
    let database = try site.folder.write(Array("no database".utf8), to: "pantau.sqlite3")
    let damaged = try await RunningPantau.run(["doctor", "--config", site.config])
    #expect(damaged.code == 1)
    #expect(damaged.output.contains { $0.hasPrefix("error    database") })
    try FileManager.default.removeItem(atPath: database)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: site.config)
    let open = try await RunningPantau.run(["doctor", "--config", site.config])
    #expect(open.code == 1)
    #expect(open.output.contains { $0.contains("chmod o-w") })
  }

  @Test("a finding is a sentence with one full stop, whether or not its words end in one")
  func fullStops() {
    #expect(
      Finding.error("database", "it is damaged.", "Restore a backup.").line
        == "error    database: it is damaged. Restore a backup.")
    #expect(
      Finding.warning("feed Kaltim", "it is gone", "Remove it.").line
        == "warning  feed Kaltim: it is gone. Remove it.")
    #expect(Finding.ok("database", "it is sound").line == "ok       database: it is sound.")
    #expect(Finding.ok("database", "it is sound.").line == "ok       database: it is sound.")
  }

  @Test("a keyword that found nothing is named with the word it probably means")
  func silentKeyword() {
    var examination = KeywordExamination([
      KeywordDefinition(name: "slip", query: "Bontagn"),
      KeywordDefinition(name: "general", query: "kota"),
      KeywordDefinition(name: "right", query: "banjir"),
    ])
    for number in 0..<100 {
      examination.add(
        MatchInput(title: "kota Bontang"), matched: number < 10 ? [1, 2] : number == 10 ? [1] : [])
    }
    let findings = examination.findings
    #expect(findings.map(\.subject) == ["keyword slip", "keyword general"])
    #expect(
      findings[0].advice == "A typing error? \"bontagn\" is in no item, but \"bontang\" in 100.")
    #expect(findings[1].what == "it matched 11 of the last 30 days' 100 items, more than a tenth")
  }

  @Test("a keyword that found nothing without a slip is given another cause")
  func otherCauses() {
    var examination = KeywordExamination([
      KeywordDefinition(name: "phrase", query: "banjir kota"),
      KeywordDefinition(
        name: "scope", query: "kota", scope: KeywordScope(groups: ["kalsel"])),
      KeywordDefinition(name: "unwritten", query: "gerhana"),
    ])
    for _ in 0..<100 { examination.add(MatchInput(title: "kota Bontang banjir"), matched: []) }
    let advice = examination.findings.map(\.advice)
    #expect(advice.count == 3)
    #expect(advice.first?.hasPrefix("Each of its words stands in some item") == true)
    #expect(advice.dropFirst().first?.hasPrefix("It looks only in some feeds") == true)
    #expect(advice.last?.hasPrefix("Perhaps nobody wrote of it") == true)
  }

  @Test("too few items are not judged by")
  func fewItems() {
    var examination = KeywordExamination([KeywordDefinition(name: "a", query: "Bontang")])
    for _ in 0..<99 { examination.add(MatchInput(title: "x"), matched: []) }
    #expect(examination.findings.map(\.severity) == [.ok])
    examination.add(MatchInput(title: "x"), matched: [])
    #expect(examination.findings.map(\.severity) == [.warning])
  }

  @Test("days without alerts are shown, and many days by the week")
  func plot() {
    let day = CivilDay(year: 2026, month: 11, day: 1).daysSince1970
    #expect(
      DayPlot.lines([day: 10, day + 2: 1], over: day...(day + 2)) == [
        "2026-11-01  10 " + String(repeating: "█", count: 40), "2026-11-02   0",
        "2026-11-03   1 ████",
      ])
    #expect(DayPlot.lines([:], over: day...(day + 61)).count == 62)
    #expect(DayPlot.lines([:], over: day...(day + 62)).count == 9)
  }
}
