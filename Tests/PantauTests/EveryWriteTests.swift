import Foundation
import PantauCore
import PantauTestSupport
import Testing

@testable import pantau

/// A run in which feeds of three kinds get new items.
///
/// Of most so many that their keys leave memory at once, to be put
/// together with those in `key_runs`; of one so many in all that its runs go into `identities` and `aliases`;
/// of some so few that theirs stay. Each poll is a commit, and on the way the log is full and is written
/// into the database.
@Suite("A crash at every write", .enabled(if: Injection.isPossible, "scripts/test installs strace"))
struct EveryWriteTests {
  private struct Outlet {
    var path: String
    /// How many items it has before and after.
    var counts: [Int]

    /// One item in ten is about the keyword.
    func titles(_ version: Int) -> [String] {
      (0..<counts[version]).map {
        "\($0 % 10 == 0 ? "Bontang" : "Kabar") \(path.dropFirst()) \($0)"
      }
    }

    func alerts(_ version: Int) -> Int { (counts[version] + 9) / 10 }
  }

  private static let outlets =
    (0..<45).map { Outlet(path: "/sedang\($0)", counts: [20, 40]) }
    + (0..<15).map { Outlet(path: "/kecil\($0)", counts: [1, 3]) }
    + [Outlet(path: "/besar", counts: [2_030, 2_070])]
  private static let counts = Set(outlets.flatMap(\.counts))
  private static let items = outlets.reduce(0) { $0 + $1.counts[1] }
  private static let alerts = outlets.reduce(0) { $0 + $1.alerts(1) }

  private let site: Site
  private let server: LoopbackServer
  private let version = Monitor(0)
  private let copies: TemporaryFolder
  private var database: String { site.folder.file("pantau.sqlite3") }
  private var arguments: [String] { ["run", "--once", "--config", site.config] }

  init() throws {
    let version = version
    let server = try LoopbackServer { request in
      guard let outlet = Self.outlets.first(where: { $0.path == request.path }) else {
        return .status(404)
      }
      let titles = outlet.titles(version.read { $0 })
      return .ok(Site.rss(titles, prefix: String(outlet.path.dropFirst())))
    }
    let urls = Self.outlets.map { "\"\(server.url($0.path))\"" }
    // One after the other, so that the writer finds no two at once.
    site = try Site(
      feeds: "[\(urls.joined(separator: ","))]", keywords: #"["Bontang"]"#,
      rest: #", "polling": {"perHost": 1}"#)
    copies = try TemporaryFolder()
    self.server = server
  }

  @Test("of commits, runs of keys and checkpoints leaves it sound, with all that was committed")
  func everyWrite() async throws {
    var found = Found()
    let first = try await RunningPantau.run(arguments)
    #expect(first.code == 0)
    try found.read(first.output)
    version.update { $0 = 1 }
    let trace = try await WriteTrace.recording(arguments, database: database)
    let points = try Self.points(trace)
    let path = copies.file("pantau.sqlite3")
    var resumed: [(left: Found, files: DatabaseFiles)] = []
    try trace.replay(on: path) { number, step in
      if case .print(let bytes) = step {
        try found.read(bytes)
      } else {
        try check(path, &found, "after call \(number)")
      }
      if points.contains(number) { resumed.append((found, DatabaseFiles(of: path))) }
    }
    #expect(found.told == found.alerts && found.alerts.count == Self.alerts)
    #expect(found.runs > 3, "runs of keys were put together")
    #expect(found.settled == [0, 2_070], "keys went into their tables, all in one transaction")
    #expect(resumed.count == points.count)
    for (left, files) in resumed { try await goOn(from: files, left) }
  }

  /// What the calls until then have left.
  private struct Found {
    var alerts: Set<String> = []
    /// The alerts that standard output has.
    var told: Set<String> = []
    /// How many different sets of runs there were.
    var runs = 0
    /// How many keys the table of those that left their runs had.
    var settled: Set<Int> = []
    private var lastRuns = ""
    private var line: [UInt8] = []

    mutating func read(_ bytes: [UInt8]) throws {
      line += bytes
      while let end = line.firstIndex(of: 0x0A) {
        told.insert(try #require(try JSONReader.read(Array(line[..<end]))["id"]?.string))
        line.removeSubrange(...end)
      }
    }

    mutating func read(_ lines: [String]) throws {
      for line in lines { try read(Array(line.utf8) + [0x0A]) }
    }

    mutating func note(runs: String) {
      if runs != lastRuns { self.runs += 1 }
      lastRuns = runs
    }
  }

  /// The calls after which a run goes on: within the checkpoint on the way, where the log begins anew after
  /// it, within a later commit, and within the last checkpoint.
  private static func points(_ trace: WriteTrace) throws -> [Int] {
    let steps = trace.steps
    let first = try #require(steps.firstIndex { $0.writes("") })
    let anew = try #require(
      steps[first...].firstIndex { $0.writes("-wal") }, "no checkpoint before the last commit")
    let last = try #require(steps.lastIndex { $0.writes("") })
    let later = try #require(steps[..<last].lastIndex { $0.writes("-wal") })
    return [(first + anew) / 2, anew, (anew + later) / 2, last - 3]
  }

  private func check(_ path: String, _ found: inout Found, _ place: Comment) throws {
    let left = try Archive(readingOnly: path)
    defer { try? left.close() }
    #expect(try left.faults() == [], place)
    let alerts = Set(try left.texts("SELECT id FROM alerts"))
    #expect(alerts.isSuperset(of: found.alerts), place)
    #expect(alerts.isSuperset(of: found.told), place)
    found.alerts = alerts
    let counts = Self.counts.map { "\($0)" }.joined(separator: ", ")
    let torn = """
      SELECT count(*) FROM (SELECT count(*) n FROM items GROUP BY feed_id) WHERE n NOT IN (\(counts))
      """
    #expect(try left.number(torn) == 0, place)
    #expect(try left.number("SELECT count(*) FROM deliveries") == alerts.count, place)
    found.settled.insert(try left.number("SELECT count(*) FROM identities"))
    found.note(runs: try left.texts("SELECT group_concat(id) FROM key_runs").joined())
  }

  /// The next run finds the rest, and tells nothing anew.
  private func goOn(from files: DatabaseFiles, _ left: Found) async throws {
    try files.put(at: database)
    let run = try await RunningPantau.run(arguments)
    #expect(run.code == 0)
    var after = left
    try after.read(run.output)
    let whole = try Archive(database)
    #expect(try whole.faults() == [])
    let ids = Set(try whole.texts("SELECT id FROM alerts"))
    #expect(ids.isSuperset(of: left.alerts) && ids == after.told && ids.count == Self.alerts)
    #expect(try whole.number("SELECT count(*) FROM items") == Self.items)
    try whole.close()
  }
}
