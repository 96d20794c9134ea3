import Foundation
import GRDB
import PantauCore
import PantauTestSupport
import Testing

@testable import PantauStore

@Suite("Databases of earlier versions")
struct MigrationTests {
  init() throws {
    guard ProcessInfo.processInfo.environment["PANTAU_RECORD_SCHEMAS"] != nil else { return }
    for step in StoredSchemas.steps
    where !FileManager.default.fileExists(atPath: StoredSchemas.file(step).path) {
      try StoredSchemas.record(step)
    }
  }

  private func schema(_ store: Store) throws -> Set<[String]> {
    try store.read { db in
      try Set(
        Row.fetchAll(
          db,
          sql: """
            SELECT type, name, sql FROM sqlite_schema
            WHERE sql NOT NULL AND name <> 'grdb_migrations'
            """
        ).map { [$0[0], $0[1], $0[2]] })
    }
  }

  @Test("of every step that was ever on main is one stored")
  func all() {
    let missing = StoredSchemas.steps.filter {
      !FileManager.default.fileExists(atPath: StoredSchemas.file($0).path)
    }
    #expect(
      missing == [],
      "give StoredSchemas.content rows for the step; PANTAU_RECORD_SCHEMAS=1 writes it")
  }

  @Test("become what a new one is, and keep all they hold", arguments: StoredSchemas.steps)
  func forward(_ step: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("pantau.sqlite3")
    try StoredSchemas.restore(step, to: path)
    let before = try Store(copying: path).read { db in
      try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
    }
    #expect(before.last == step)
    let store = try Store(path: path)
    #expect(try store.health().faults == [])
    #expect(try schema(store) == schema(TemporaryStore().store))

    #expect(try store.archivedItem(1)?.item.title == "Bontang")
    #expect(try store.archivedItem(3)?.item.content == "Air surut")
    let alerts = try store.alerts(AlertFilter())
    #expect(
      try alerts.map { Alert(json: try JSONReader.read(Array($0.object.utf8)))?.id } == [
        "A1", "A3",
      ])
    #expect(try store.waiting(for: "a", limit: 10).map(\.messageID) == ["A3"])
    let known = try store.known([keys(1).identity, keys(3).identity], ofFeed: 1)
    #expect(known.map { $0?.itemID } == [1, 3])
    let feed = try #require(try store.activeFeeds().first)
    #expect(feed.name == "Kaltim" && feed.validators.entityTag == [0x22, 0x61])

    // And it goes on from there.
    let change = ItemChange.new(
      Item(guid: "9", title: "Bontang"), keys(9), draft("A9", keywords: ["Bontang"]))
    #expect(try store.commit([record(feed, [change])], now: noon).alerts.map(\.item.id) == [4])
    let index = try store.indexForSearch(atMost: 10) { item, _ in
      SearchText(title: (item.title ?? "").lowercased(), body: "", other: "")
    }
    #expect(index.added == 4)
    var found: [Int64] = []
    try store.search(SearchRequest(expression: "title : bontang")) { item in
      found.append(item.id)
      return true
    }
    #expect(found == [4, 3, 1])
  }

  @Test("one that a newer version has written is refused, and stays as it is")
  func newer() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("pantau.sqlite3")
    try StoredSchemas.restore(try #require(StoredSchemas.steps.last), to: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99')")
    }
    try queue.close()
    #expect { try Store(path: path) } throws: { ($0 as? StoreError)?.kind == .newerVersion }
    #expect {
      try Store(readingFrom: path)
    } throws: { ($0 as? StoreError)?.kind == .newerVersion }
    let left = try Store(copying: path).read { db in
      try [
        Int.fetchOne(db, sql: "SELECT count(*) FROM items"),
        Int.fetchOne(db, sql: "SELECT count(*) FROM grdb_migrations"),
      ]
    }
    #expect(left == [3, StoredSchemas.steps.count + 1])
  }
}
