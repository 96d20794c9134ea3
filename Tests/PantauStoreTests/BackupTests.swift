import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Backup and restore")
struct BackupTests {
  private func archive(_ titles: [String]) throws -> TemporaryStore {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let changes = titles.enumerated().map { number, title in
      ItemChange.new(
        Item(guid: "\(number)", title: title), keys(UInt8(number)),
        draft("A\(number)", keywords: ["Bontang"]))
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    return home
  }

  private func titles(_ path: String) throws -> [String] {
    let store = try Store(readingFrom: path)
    var reader = ArchiveReader(store)
    return try reader.nextPage().compactMap(\.item.title)
  }

  @Test("a backup is one sound file for its owner, and holds all that was committed")
  func backUp() throws {
    let home = try archive(["Bontang", "Banjir"])
    let copy = home.folder + "/copy.sqlite3"
    let summary = try home.store.backUp(to: copy)
    #expect(summary == CopySummary(items: 2, alerts: 2, lastSeen: noon))
    #expect(try titles(copy) == ["Bontang", "Banjir"])
    let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    let beside = try FileManager.default.contentsOfDirectory(atPath: home.folder)
    #expect(beside.filter { $0.hasPrefix("copy") } == ["copy.sqlite3"])
  }

  @Test("a backup overwrites nothing")
  func existing() throws {
    let home = try archive(["Bontang"])
    let copy = home.folder + "/copy.sqlite3"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: copy))
    #expect(throws: StoreError.self) { try home.store.backUp(to: copy) }
    #expect(try String(contentsOfFile: copy, encoding: .utf8) == "mine")
  }

  @Test("a copy made while a writer goes on is of one moment")
  func whileWriting() async throws {
    let home = try archive(["Bontang"])
    let feed = try #require(try home.store.activeFeeds().first)
    let store = home.store
    async let written = Task.detached {
      for number in 2...120 {
        let change = ItemChange.new(
          Item(guid: "\(number)", title: "Kabar \(number)"), keys(UInt8(number)),
          draft("A\(number)", keywords: ["Bontang"]))
        _ = try store.commit([record(feed, [change])], now: noon)
      }
    }.value
    for number in 0..<5 {
      let summary = try home.store.backUp(to: home.folder + "/copy-\(number)")
      #expect(summary.items == summary.alerts, "item and alert are one transaction")
    }
    try await written
  }

  @Test("a restore replaces the database and keeps the old one with its last commits")
  func restore() throws {
    let home = try archive(["Bontang"])
    let copy = home.folder + "/copy.sqlite3"
    _ = try home.store.backUp(to: copy)
    let feed = try #require(try home.store.activeFeeds().first)
    let later = ItemChange.new(Item(guid: "9", title: "Kemudian"), keys(9), nil)
    _ = try home.store.commit([record(feed, [later])], now: noon)
    let done = try Store.restore(copy, to: home.path, now: noon)
    #expect(done.summary.items == 1)
    #expect(try titles(home.path) == ["Bontang"])
    let aside = try #require(done.keptAside)
    #expect(try titles(aside) == ["Bontang", "Kemudian"])
    #expect(!FileManager.default.fileExists(atPath: home.path + ".restoring"))
    let again = try Store(path: home.path)
    #expect(try again.health().faults.isEmpty)
  }

  @Test("nothing is restored while a daemon holds the lock")
  func running() throws {
    let home = try archive(["Bontang"])
    let copy = home.folder + "/copy.sqlite3"
    _ = try home.store.backUp(to: copy)
    let lock = try RunLock(databasePath: home.path)
    #expect {
      try Store.restore(copy, to: home.path, now: noon)
    } throws: { ($0 as? StoreError)?.kind == .inUse }
    withExtendedLifetime(lock) {}
  }

  @Test("a damaged, foreign or newer file is refused before anything is touched")
  func refused() throws {
    let home = try archive((1...60).map { "Kabar \($0) " + String(repeating: "isi ", count: 200) })
    let copy = home.folder + "/copy.sqlite3"
    func refuse(_ kind: StoreError.Kind, _ words: String) {
      #expect {
        try Store.restore(copy, to: home.path, now: noon)
      } throws: { error in
        let error = error as? StoreError
        return error?.kind == kind && error?.description.contains(words) == true
      }
    }
    refuse(.missing, "there is no file")
    _ = try home.store.backUp(to: copy)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
    let whole = bytes
    bytes.replaceSubrange(bytes.count / 2..<bytes.count / 2 + 20_000, with: Data(count: 20_000))
    try bytes.write(to: URL(fileURLWithPath: copy))
    refuse(.damaged, "damaged")
    try Data("no database at all, only a text that is long enough".utf8).write(
      to: URL(fileURLWithPath: copy))
    refuse(.damaged, "no SQLite database")
    try FileManager.default.removeItem(atPath: copy)
    let other = try DatabaseQueue(path: copy)
    try other.write { db in try db.execute(sql: "CREATE TABLE t (a)") }
    try other.close()
    refuse(.other, "none of pantau's")
    try whole.write(to: URL(fileURLWithPath: copy))
    let newer = try DatabaseQueue(path: copy)
    try newer.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999')")
    }
    try newer.close()
    refuse(.newerVersion, "newer pantau")
    #expect(try titles(home.path).count == 60)
  }
}
