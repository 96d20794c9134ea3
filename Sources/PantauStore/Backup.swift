public import FoundationEssentials
import GRDB
import Glibc

/// What a checked copy of the database holds.
public struct CopySummary: Sendable, Hashable {
  /// How many items.
  public var items: Int
  /// How many alerts.
  public var alerts: Int
  /// When its youngest item arrived; nil where it has none.
  public var lastSeen: Date?
}

extension Store {
  /// Writes a consistent copy of the database to a new file, while others read and write.
  ///
  /// By SQLite's backup interface within one read transaction: in WAL mode writers wait for nothing
  /// and nothing they commit meanwhile is in the copy. It is made beside its place under the name's
  /// `.partial`, checked, and only then given its name; readable by its owner alone.
  ///
  /// - Parameter copy: the file to make; must not exist.
  /// - Returns: what the copy holds, read from it.
  /// - Throws: ``StoreError``; then there is no file of that name.
  public func backUp(to copy: String) throws(StoreError) -> CopySummary {
    guard !FileStatus.exists(copy) else {
      throw StoreError(.other, "\(copy) exists already and is not overwritten; give another name.")
    }
    let partial = copy + ".partial"
    try Self.makePrivate(partial)
    do throws(StoreError) {
      try Self.failing(partial) {
        let queue = try DatabaseQueue(path: partial)
        try pool.backup(to: queue)
        // One file, without a log beside it.
        try queue.writeWithoutTransaction { db in
          _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
        }
        try queue.close()
      }
      let summary = try Self.checked(partial)
      guard rename(partial, copy) == 0 else {
        throw StoreError(.notAccessible, "\(copy) cannot be made: \(FileStatus.lastProblem).")
      }
      FileStatus.syncFolder(of: copy)
      return summary
    } catch {
      unlink(partial)
      throw error
    }
  }

  /// Examines a copy of a pantau database: whole, sound, and of a version that this pantau reads.
  ///
  /// - Parameter path: the file; is not changed.
  /// - Returns: what it holds.
  /// - Throws: ``StoreError`` that says what is wrong with it.
  public static func checked(_ path: String) throws(StoreError) -> CopySummary {
    guard FileStatus.exists(path) else { throw StoreError(.missing, "there is no file \(path).") }
    return try failing(path) {
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try queue.read { db in
        try refuseForeign(db, path)
        let faults = try integrityFaults(db)
        guard faults.isEmpty else {
          throw StoreError(.damaged, "\(path) is damaged: \(faults.joined(separator: "; ")).")
        }
        return CopySummary(
          items: try Int.fetchOne(db, sql: "SELECT count(*) FROM items") ?? 0,
          alerts: try Int.fetchOne(db, sql: "SELECT count(*) FROM alerts") ?? 0,
          lastSeen: Date(
            column: try Int64.fetchOne(db, sql: "SELECT max(seen_ms) FROM items")))
      }
    }
  }

  static func refuseForeign(_ db: Database, _ path: String) throws {
    guard try db.tableExists("grdb_migrations"), try db.tableExists("items") else {
      throw StoreError(.other, "\(path) is a SQLite database, but none of pantau's.")
    }
    guard try Migrations.migrator.hasBeenSuperseded(db) else { return }
    throw StoreError(
      .newerVersion, "\(path) was written by a newer pantau; install that version to use it.")
  }

  /// What SQLite finds wrong in the whole file; empty for a sound one.
  static func integrityFaults(_ db: Database) throws -> [String] {
    let found = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)")
    let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(10).map { row in
      "a row of \(row[0] as String) refers to a missing one of \(row[2] as String)"
    }
    return (found == ["ok"] ? [] : found) + orphans
  }

  private static func makePrivate(_ path: String) throws(StoreError) {
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw StoreError(
        .notAccessible,
        "\(path) cannot be made: \(FileStatus.lastProblem)."
          + (errno == EEXIST ? " A backup that was broken off has left it; remove it." : ""))
    }
    close(file)
  }

  private static func failing<Value>(
    _ path: String, _ body: () throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try body()
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
