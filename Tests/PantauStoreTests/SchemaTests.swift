import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("The schema")
struct SchemaTests {
  /// GRDB's own, and those that FTS5 makes for its index.
  private static let foreign =
    "name NOT LIKE 'search_%' OR name IN ('search_state', 'search_stale')"

  @Test("every table is STRICT")
  func strict() throws {
    let home = try TemporaryStore()
    let loose = try home.store.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT name FROM pragma_table_list
          WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'
            AND name <> 'grdb_migrations' AND (\(Self.foreign))
          """)
    }
    #expect(loose == [])
  }

  @Test("foreign keys are held, on the connection that writes and on those that read")
  func foreignKeys() throws {
    let home = try TemporaryStore()
    let onWriter = try home.store.outsideTransaction { db in
      try Bool.fetchOne(db, sql: "PRAGMA foreign_keys")
    }
    let onReader = try home.store.read { db in try Bool.fetchOne(db, sql: "PRAGMA foreign_keys") }
    #expect(onWriter == true && onReader == true)
    #expect(throws: StoreError.self) {
      try home.store.write { db in
        try db.execute(sql: "INSERT INTO items (feed_id, seen_ms) VALUES (77, 1)")
      }
    }
  }

  @Test(
    "each foreign key of what is ever removed has an index, so that removing reads no table whole")
  func foreignKeyIndexes() throws {
    // Feeds and mutes stay, and so nobody looks for who refers to them.
    let home = try TemporaryStore()
    let bare = try home.store.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT t.name || '.' || f."from" FROM pragma_table_list t
            JOIN pragma_foreign_key_list(t.name) f
          WHERE t.schema = 'main' AND f."table" NOT IN ('feeds', 'mutes') AND NOT EXISTS (
            SELECT 1 FROM pragma_index_list(t.name) l JOIN pragma_index_info(l.name) i
            WHERE i.seqno = 0 AND i.name = f."from")
          AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) c
            WHERE c.pk = 1 AND c.name = f."from")
          """)
    }
    #expect(bare == [])
  }

  @Test("commits are synced, in a write-ahead log")
  func durable() throws {
    let home = try TemporaryStore()
    let settings = try home.store.outsideTransaction { db in
      (
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(settings.0 == "wal")
    #expect(settings.1 == 2)
  }
}
