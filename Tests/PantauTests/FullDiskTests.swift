import Foundation
import PantauCore
import PantauTestSupport
import Testing

@testable import pantau

@Suite(
  "A full disk",
  .enabled(if: SmallDisk.isPossible, "needs the right to mount a file system, as root has"))
struct FullDiskTests {
  /// A server whose feed gets longer, and a configuration whose database is on a small disk.
  private struct Newsroom {
    let server: LoopbackServer
    let titles = Monitor<[String]>([])
    let disk: SmallDisk
    let site: Site
    var database: String { disk.path + "/pantau.sqlite3" }

    init() throws {
      let titles = titles
      server = try LoopbackServer { _ in
        // The youngest first; long, so that they need room.
        let shown = titles.read { $0 }.reversed().map { title in
          """
          <item><title>\(title)</title><guid isPermaLink="false">\(title)</guid>
          <description>\(String(repeating: "Kabar panjang \(title) dari pelabuhan. ", count: 400))</description></item>
          """
        }
        return .ok(
          "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Uji</title>\(shown.joined())"
            + "</channel></rss>")
      }
      // Beside the database there is room for its log, which a poll a second fills up to 4 MB in minutes.
      disk = try SmallDisk(bytes: 20_000_000)
      site = try Site(
        feeds: #"[{"url": "\#(server.url("/rss"))", "interval": "1s"}]"#,
        rest: #", "database": "\#(disk.path)/pantau.sqlite3""#)
    }

    func publish(_ title: String) { titles.update { $0.append(title) } }

    func count(_ sql: String) throws -> Int {
      let archive = try Archive(database)
      defer { try? archive.close() }
      #expect(try archive.faults() == [])
      return try archive.number(sql)
    }
  }

  private func titles(_ lines: [String]) -> [String] {
    lines.compactMap { line in
      (try? JSONReader.read(Array(line.utf8))).flatMap(Alert.init(json:))?.item.title
    }
  }

  @Test("stops the asking and says so once, leaves reading as it was, and ends by itself")
  func fullAndFree() async throws {
    let room = try Newsroom()
    room.publish("Bontang satu")
    let daemon = try RunningPantau(["run", "--config", room.site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    try room.disk.fill()
    room.publish("Bontang dua")
    let blocked = "polls cannot be stored; polling waits"
    #expect(await daemon.waitForLog { $0.contains { $0.contains(blocked) } })
    // What is read meanwhile.
    for (command, count) in [(["alerts", "--json"], 1), (["search", "satu", "--json"], 1)] {
      let read = try await RunningPantau.run(command + ["--config", room.site.config])
      #expect(read.code == 0 && read.output.count == count, "\(command): \(read.log)")
    }
    let feeds = try await RunningPantau.run(["feeds", "--config", room.site.config])
    #expect(feeds.code == 0)
    #expect(feeds.log.contains { $0.contains("is full: nothing new is stored") })
    let doctor = try await RunningPantau.run(["doctor", "--config", room.site.config])
    #expect((doctor.output + doctor.log).contains { $0.contains(" kB are free on the disk of ") })
    room.publish("Bontang tiga")
    room.disk.empty()
    #expect(await daemon.waitForLog { $0.contains { $0.contains("database writable again") } })
    #expect(await daemon.waitForOutput { $0.count == 3 })
    #expect(daemon.log.filter { $0.contains(blocked) }.count == 1, "told once")
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
    #expect(titles(daemon.output) == ["Bontang satu", "Bontang dua", "Bontang tiga"])
    #expect(try room.count("SELECT count(*) FROM items") == 3)
  }

  @Test("loses nothing to a kill: what was not stored counts as never asked for")
  func killed() async throws {
    let room = try Newsroom()
    room.publish("Bontang satu")
    let first = try RunningPantau(["run", "--config", room.site.config])
    #expect(await first.waitForOutput { $0.count == 1 })
    try room.disk.fill()
    room.publish("Bontang dua")
    #expect(
      await first.waitForLog { $0.contains { $0.contains("polls cannot be stored") } })
    first.send(SIGKILL)
    _ = await first.exitCode()
    room.disk.empty()
    let second = try RunningPantau(["run", "--config", room.site.config])
    #expect(await second.waitForOutput { titles($0).contains("Bontang dua") })
    second.send(SIGTERM)
    #expect(await second.exitCode() == 0)
    #expect(Set(titles(first.output + second.output)) == ["Bontang satu", "Bontang dua"])
    #expect(try room.count("SELECT count(*) FROM alerts") == 2)
  }
}
