import Foundation
import GRDB
import PantauCore
import PantauTestSupport
import Testing

@testable import PantauStore

@Suite("What can be read of a damaged database")
struct SalvageTests {
  private static let page = 8_192

  /// Items of half a page each, of which every fourth raised an alert, in one file.
  private func archive(_ folder: TemporaryFolder) throws -> String {
    let path = folder.file("rusak.sqlite3")
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss", name: "Kaltim")]).first)
    let changes = (0..<200).map { number in
      ItemChange.new(
        Item(
          guid: "\(number)", title: "Kabar \(number)",
          content: String(repeating: "isi \(number) ", count: 500)), keys(UInt8(number)),
        number % 4 == 0 ? draft("A\(number)", keywords: ["Bontang"]) : nil)
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    _ = try home.store.backUp(to: path)
    return path
  }

  private func damage(_ path: String, pages: [Int]) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    for page in pages {
      try file.seek(toOffset: UInt64(page * Self.page))
      try file.write(contentsOf: Data(repeating: 0xA5, count: Self.page))
    }
    try file.close()
  }

  @Test("of a sound one it is all")
  func sound() throws {
    let folder = try TemporaryFolder()
    let path = try archive(folder)
    let saved = try Store.salvage(path, to: folder.file("baru.sqlite3"))
    #expect(saved.summary == CopySummary(items: 200, alerts: 50, lastSeen: noon))
    #expect(saved.losses == [])
  }

  @Test(
    "is all but what stood on the damaged pages, and makes a sound database that goes on",
    arguments: [[100], [90, 101, 102, 103], [60, 61, 62, 63, 64, 120]])
  func damaged(_ pages: [Int]) throws {
    let folder = try TemporaryFolder()
    let path = try archive(folder)
    try damage(path, pages: pages)
    #expect { try Store.checked(path) } throws: { ($0 as? StoreError)?.kind == .damaged }
    let database = folder.file("pantau.sqlite3")
    let done = try Store.restore(salvaging: path, to: database, now: noon)
    #expect(done.summary.items >= 200 - 6 * pages.count)
    #expect(done.summary.items < 200)
    #expect(done.summary.alerts >= 50 - 20 * pages.count)
    let lost = done.losses?.first { $0.table == "items" }
    #expect(lost == SalvageLoss(table: "items", saved: done.summary.items, total: 200))
    let store = try Store(path: database)
    #expect(try store.health().faults == [])
    let feed = try #require(try store.activeFeeds().first)
    #expect(feed.name == "Kaltim")
    let known = try store.known((0..<200).map { keys(UInt8($0)).identity }, ofFeed: feed.id)
    #expect(known.count { $0 != nil } > 100)
    let change = ItemChange.new(
      Item(guid: "baru", title: "Baru"),
      ItemKeys(identity: Key128([1, 2, 3]), link: 9, title: 9, text: 9),
      draft("B", keywords: ["Bontang"]))
    #expect(try store.commit([record(feed, [change])], now: noon).alerts.count == 1)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.contains("salvaged") })
  }

  @Test("is an error where nothing of items and alerts is left, and changes nothing")
  func nothing() throws {
    let folder = try TemporaryFolder()
    let path = try archive(folder)
    let queue = try DatabaseQueue(path: path)
    let roots = try queue.read { db in
      try Int.fetchAll(
        db,
        sql: """
          SELECT rootpage FROM sqlite_schema WHERE type = 'table'
            AND name IN ('items', 'alerts', 'identities', 'key_runs', 'young_keys')
          """)
    }
    try queue.close()
    try damage(path, pages: roots.map { $0 - 1 })
    let database = folder.file("pantau.sqlite3")
    try FileManager.default.copyItem(atPath: path, toPath: database)
    let before = try Data(contentsOf: URL(fileURLWithPath: database))
    #expect {
      try Store.restore(salvaging: database, to: database, now: noon)
    } throws: {
      ($0 as? StoreError)?.description == """
        nothing that \(database) knew of items and alerts can be read; nothing was changed. Put a \
        backup in the place of the database with `pantau restore FILE`; or move the damaged file \
        away, and pantau starts a new archive.
        """
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: database)) == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.contains("salvaged") || $0.contains("before") })
  }

  @Test("is an error that says so where the first page is lost")
  func firstPage() throws {
    let folder = try TemporaryFolder()
    let path = try archive(folder)
    try damage(path, pages: [0])
    #expect {
      try Store.salvage(path, to: folder.file("baru.sqlite3"))
    } throws: {
      let error = $0 as? StoreError
      return error?.kind == .damaged
        && error?.description.contains("can be read (SQLite 26); nothing was changed.") == true
    }
  }

  @Test("is refused while a daemon runs, and where the file is none of pantau's")
  func refused() throws {
    let folder = try TemporaryFolder()
    let path = try archive(folder)
    let database = folder.file("pantau.sqlite3")
    let lock = try RunLock(databasePath: database)
    #expect {
      try Store.restore(salvaging: path, to: database, now: noon)
    } throws: { ($0 as? StoreError)?.kind == .inUse }
    withExtendedLifetime(lock) {}
    let other = folder.file("lain.sqlite3")
    let queue = try DatabaseQueue(path: other)
    try queue.write { db in try db.execute(sql: "CREATE TABLE t (a)") }
    try queue.close()
    #expect(throws: StoreError.self) { try Store.salvage(other, to: folder.file("x.sqlite3")) }
  }
}
