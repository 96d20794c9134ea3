import FoundationEssentials
import GRDB
import Testing

@testable import PantauStore

/// What the connection that writes gathers of its log, beside others that write.
@Suite("Gathered frames of the log")
struct LogGatheringTests {
  private struct Broken: Error {}

  private func connection(_ home: TemporaryStore) throws -> DatabaseQueue {
    try DatabaseQueue(path: home.path)
  }

  /// More than the connection's cache takes, so that a part goes to the log before the end.
  private func fill(_ db: Database, _ kind: String) throws {
    let text = String(repeating: kind, count: 4_000)
    for number in 1...2_000 {
      try db.execute(
        sql: "INSERT INTO notices (id, type, time_ms, object) VALUES (?, ?, 1, ?)",
        arguments: ["\(kind)\(number)", kind, text])
    }
  }

  private func kinds(_ db: some DatabaseReader) throws -> [String: Int] {
    try db.read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT type, count(*), sum(length(object)) FROM notices GROUP BY 1")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  private func faults(_ home: TemporaryStore) throws -> [String] {
    try connection(home).read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check") }
  }

  @Test("are read by others as soon as they are committed, and by their own transaction before")
  func read() throws {
    let home = try TemporaryStore()
    let other = try connection(home)
    try home.store.write { db in
      try fill(db, "a")
      let own = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM notices WHERE length(object) = 4000")
      #expect(own == 2_000)
      #expect(try kinds(other) == [:])
    }
    #expect(try kinds(other) == ["a": 2_000])
    #expect(try faults(home) == ["ok"])
  }

  @Test(
    "of a transaction that was rolled back never reach what another connection has written since")
  func rolledBack() throws {
    let home = try TemporaryStore()
    let other = try connection(home)
    for round in 1...3 {
      #expect(throws: StoreError.self) {
        try home.store.write { db in
          try fill(db, "lost")
          throw Broken()
        }
      }
      try other.write { db in try fill(db, "other\(round)") }
      try home.store.write { db in try fill(db, "own\(round)") }
      #expect(try kinds(other)["other\(round)"] == 2_000)
    }
    #expect(try kinds(other).values.reduce(0, +) == 12_000)
    #expect(try kinds(try connection(home)).count == 6)
    #expect(try faults(home) == ["ok"])
  }

  @Test("are in the database once the log is emptied, and after the connection is closed")
  func checkpoint() throws {
    let home = try TemporaryStore()
    let other = try connection(home)
    try home.store.write { db in try fill(db, "a") }
    _ = try home.store.outsideTransaction { db in try db.checkpoint(.truncate) }
    #expect(try kinds(other) == ["a": 2_000])
    try other.close()
    do {
      let store = try Store(path: home.path)
      try store.write { db in try fill(db, "b") }
    }
    #expect(try kinds(try connection(home)) == ["a": 2_000, "b": 2_000])
    #expect(try faults(home) == ["ok"])
  }
}
