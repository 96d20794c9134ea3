import GRDB
import Glibc

/// How a database does, for `pantau doctor`.
public struct StoreHealth: Sendable, Hashable {
  /// What SQLite's integrity check found wrong; empty for a sound database.
  public var faults: [String]
  /// The size of the database and its write-ahead log, in bytes.
  public var bytes: Int
  /// What is free for this user on the file system, in bytes; nil where that cannot be told.
  public var freeBytes: Int?
  /// How many items it holds.
  public var items: Int
  /// How many alerts it holds.
  public var alerts: Int
}

extension Store {
  /// Looks at the whole file, its tables and their indexes.
  ///
  /// - Throws: ``StoreError``.
  public func health() throws(StoreError) -> StoreHealth {
    try read { db in
      StoreHealth(
        faults: try Self.integrityFaults(db),
        bytes: FileStatus.size(path) + FileStatus.size(path + "-wal"),
        freeBytes: FileStatus.freeBytes(at: path),
        items: try Int.fetchOne(db, sql: "SELECT count(*) FROM items") ?? 0,
        alerts: try Int.fetchOne(db, sql: "SELECT count(*) FROM alerts") ?? 0)
    }
  }

  /// What is free for this user on the database's file system, in bytes; nil where that cannot be
  /// told.
  public var freeBytes: Int? { FileStatus.freeBytes(at: path) }

  /// With less room than this on its disk, a database may not take the next group of polls.
  public static let leastFreeBytes = 1_000_000

  /// How many messages are dead letters, by channel, by the index `deliveries_dead`.
  ///
  /// - Throws: ``StoreError``.
  public func deadCounts() throws(StoreError) -> [String: Int] {
    try read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT channel, count(*) FROM deliveries WHERE state = 'dead' GROUP BY channel")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }
}

extension FileStatus {
  /// 0 where there is no such file.
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  static func freeBytes(at path: String) -> Int? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let (bytes, overflow) = Int(status.f_bavail).multipliedReportingOverflow(
      by: Int(status.f_frsize))
    return overflow ? nil : bytes
  }
}

extension Store {
  /// Whether a database lies there.
  public static func exists(at path: String) -> Bool { FileStatus.exists(path) }
}
