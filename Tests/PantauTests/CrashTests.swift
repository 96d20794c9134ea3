import Foundation
import PantauCore
import PantauTestSupport
import Testing

@testable import pantau

/// A system call of the program that fails or kills it, by strace.
struct Injection: Sendable, CustomStringConvertible {
  /// The system call.
  var call: String
  /// What happens to it, in strace's words.
  var effect: String
  /// Each thread's call of that number.
  var when: Int

  /// Whether the program does not live on.
  var kills: Bool { effect.hasPrefix("signal") }

  var description: String { "\(call) \(when): \(effect)" }

  static var isPossible: Bool { Program.path(of: "strace") != nil }

  /// The kernel's SIGKILL at the n-th call.
  static func kills(_ call: String, _ numbers: [Int]) -> [Injection] {
    numbers.map { Injection(call: call, effect: "signal=SIGKILL", when: $0) }
  }

  /// Every call from the n-th on ends in an error.
  static func failures(_ call: String, _ error: String, _ numbers: [Int]) -> [Injection] {
    numbers.map { Injection(call: call, effect: "error=\(error)", when: $0) }
  }
}

@Suite("A crash", .enabled(if: Injection.isPossible, "scripts/test installs strace"))
struct CrashTests {
  /// Two outlets with one story, others that alert, and some that do not.
  private static let wire =
    "Air pasang menggenangi permukiman di Bontang Kuala sejak subuh tadi, dan warga memindahkan "
    + "barang mereka ke lantai atas sambil menunggu air surut pada sore hari menurut petugas."

  private static func feed(_ name: String, _ titles: [String]) -> String {
    let items = titles.enumerated().map { number, title in
      """
      <item><title>\(title)</title><guid isPermaLink="false">\(name)\(number)</guid>
      <link>https://\(name).example/\(number)</link>
      <description>\(number == 0 ? wire : "Kabar \(name) nomor \(number).")</description></item>
      """
    }
    return """
      <?xml version="1.0"?><rss version="2.0"><channel><title>\(name)</title>\(items.joined())
      </channel></rss>
      """
  }

  private static let titles: [String: [String]] = [
    "a": ["Bontang Kuala tergenang", "Pasar Bontang ramai", "Harga cabai"],
    "b": ["Permukiman di Bontang terendam", "Jembatan Bontang dibuka", "Jadwal kapal"],
  ]
  /// Of the copies the first alerts, so one of two titles; and these.
  private static let always: Set<String> = ["Pasar Bontang ramai", "Jembatan Bontang dibuka"]

  private func site() throws -> Site {
    let site = try Site(feeds: #"["file:a.xml", "file:b.xml"]"#)
    for (name, titles) in Self.titles {
      _ = try site.folder.write(Array(Self.feed(name, titles).utf8), to: "\(name).xml")
    }
    return site
  }

  private func runOnce(
    _ site: Site, _ injection: Injection? = nil
  ) async throws -> (code: Int32?, alerts: [Alert]) {
    let arguments = ["run", "--once", "--config", site.config]
    let run: (code: Int32?, output: [String], log: [String])
    if let injection {
      run = try await RunningPantau.run(arguments, under: injection)
    } else {
      run = try await RunningPantau.run(arguments)
    }
    // The last line may be cut off by the kill.
    let alerts = run.output.compactMap {
      (try? JSONReader.read(Array($0.utf8))).flatMap(Alert.init(json:))
    }
    return (run.code, alerts)
  }

  /// What holds after a run that was broken off, and after the next one.
  private func check(_ site: Site, _ injection: Injection) async throws {
    let path = site.folder.file("pantau.sqlite3")
    let broken = try await runOnce(site, injection)
    if injection.kills { #expect(broken.code == 128 + SIGKILL, "the call was never made") }
    let left = try Archive(path)
    #expect(try left.faults() == [])
    let isEmpty = try left.isEmpty()
    let kept = try isEmpty ? [] : left.texts("SELECT id FROM alerts")
    #expect(Set(broken.alerts.map(\.id)).isSubset(of: kept), "what was told is kept")
    if !isEmpty {
      // A feed's items, alerts and deliveries are one transaction.
      #expect(try left.number("SELECT count(*) FROM items") % 3 == 0)
      #expect(try left.number("SELECT count(*) FROM deliveries") == kept.count)
      #expect(
        try left.number("SELECT count(*) FROM feeds WHERE item_count = 3") * 3
          == left.number("SELECT count(*) FROM items"))
    }
    try left.close()

    let next = try await runOnce(site)
    #expect(next.code == 0)
    let whole = try Archive(path)
    #expect(try whole.faults() == [])
    #expect(try whole.number("SELECT count(*) FROM items") == 6)
    let alerts = try whole.texts("SELECT object FROM alerts ORDER BY seq").compactMap {
      Alert(json: try JSONReader.read(Array($0.utf8)))
    }
    #expect(Set(alerts.map(\.id)).isSuperset(of: kept), "no alert that was committed is lost")
    let titles = alerts.compactMap(\.item.title)
    #expect(titles.count == 3 && Set(titles).isSuperset(of: Self.always))
    let told = (broken.alerts + next.alerts).map(\.id)
    #expect(Set(told) == Set(alerts.map(\.id)), "each alert is told, now or then")
    // Two outlets, one story.
    #expect(alerts.map(\.story.copies).sorted() == [1, 1, 2])
    #expect(try whole.number("SELECT count(*) FROM items WHERE story_id IS NOT NULL") == 1)
    #expect(try whole.number("SELECT watermark FROM search_state") == 6)
  }

  @Test(
    "at any write into a new database leaves it sound, and loses and doubles nothing",
    arguments: Injection.kills("pwrite64", [1, 2, 30, 90, 140, 180])
      + Injection.kills("fdatasync", [1, 3]))
  func newDatabase(_ injection: Injection) async throws {
    try await check(site(), injection)
  }

  @Test(
    "at a write of the start or the end leaves an archive sound, and loses and doubles nothing",
    arguments: Injection.kills("pwrite64", [1, 3, 8, 9, 16, 24])
      + Injection.kills("fdatasync", [1, 2]) + Injection.kills("ftruncate", [1]))
  func archive(_ injection: Injection) async throws {
    let site = try site()
    try await prepare(site)
    try await check(site, injection)
  }

  @Test(
    "of the disk at a write or sync ends a run, and the next one finds all",
    arguments: Injection.failures("pwrite64", "ENOSPC", [2, 5, 8])
      + Injection.failures("fdatasync", "EIO", [1, 2]))
  func failure(_ injection: Injection) async throws {
    let site = try site()
    try await prepare(site)
    try await check(site, injection)
  }

  /// A database with its schema and feeds, and nothing in them yet.
  private func prepare(_ site: Site) async throws {
    let empty = Self.feed("a", [])
    for name in ["a", "b"] { _ = try site.folder.write(Array(empty.utf8), to: "\(name).xml") }
    #expect(try await runOnce(site).code == 0)
    for (name, titles) in Self.titles {
      _ = try site.folder.write(Array(Self.feed(name, titles).utf8), to: "\(name).xml")
    }
  }
}

extension RunningPantau {
  /// Runs the program to its end, one of its system calls tampered with.
  static func run(
    _ arguments: [String], under injection: Injection
  ) async throws -> (code: Int32?, output: [String], log: [String]) {
    let strace = try #require(Program.path(of: "strace"))
    let program = try RunningProgram(
      strace,
      [
        "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(injection.call)", "-e",
        "inject=\(injection.call):\(injection.effect):when=\(injection.when)", binary.path,
      ] + arguments, environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
    let code = await program.exitCode()
    return (code, program.output, program.log)
  }
}
