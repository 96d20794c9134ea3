public import FoundationEssentials
import GRDB
import Glibc
import PantauCore

/// What a restore did.
public struct Restoration: Sendable, Hashable {
  /// What the database holds now.
  public var summary: CopySummary
  /// Where the database of before lies now; nil where there was none.
  public var keptAside: String?
  /// The tables that a damaged database did not give whole; nil for a backup, which lacks nothing.
  public var losses: [SalvageLoss]?
}

extension Store {
  /// Puts a backup in the place of a database.
  ///
  /// The backup is checked, copied beside the database, checked again, and takes the place in one
  /// rename, so that a crash leaves the old database or the new one. The old one is kept aside with
  /// what its write-ahead log held.
  ///
  /// - Parameters:
  ///   - backup: the file to restore; stays as it is.
  ///   - path: the database.
  ///   - now: names the file kept aside.
  /// - Returns: what was done.
  /// - Throws: ``StoreError``, ``StoreError/Kind/inUse`` where a daemon runs on the database.
  public static func restore(
    _ backup: String, to path: String, now: Date
  ) throws(StoreError) -> Restoration {
    _ = try checked(backup)
    let lock = try RunLock(databasePath: path)
    defer { withExtendedLifetime(lock) {} }
    FileStatus.take(ownerOf: path, for: path + ".lock")
    let incoming = path + ".restoring"
    unlink(incoming)
    let summary = try Store(copying: backup).backUp(to: incoming)
    FileStatus.take(ownerOf: path, for: incoming)
    let aside = try keepAside(path, now: now)
    guard rename(incoming, path) == 0 else {
      throw StoreError(
        .notAccessible,
        "\(path) cannot be replaced: \(FileStatus.lastProblem). The copy lies in \(incoming).")
    }
    FileStatus.syncFolder(of: path)
    return Restoration(summary: summary, keptAside: aside)
  }

  /// Gives the old database a second name, its write-ahead log taken in, or where it is too
  /// damaged for that, moved along: left in its place, SQLite would apply it to the new file.
  private static func keepAside(_ path: String, now: Date) throws(StoreError) -> String? {
    guard FileStatus.exists(path) else { return nil }
    takeLogIn(path)
    let stamp = ISO8601.text(now).filter { $0.isNumber || $0 == "T" }.prefix(15)
    let aside = "\(path).before-\(stamp)"
    guard link(path, aside) == 0 || rename(path, aside) == 0 else {
      throw StoreError(
        .notAccessible, "\(path) cannot be kept as \(aside): \(FileStatus.lastProblem).")
    }
    rename(path + "-wal", aside + "-wal")
    unlink(path + "-shm")
    return aside
  }

  /// The last connection to close a database takes its log in and removes it.
  private static func takeLogIn(_ path: String) {
    guard let queue = try? DatabaseQueue(path: path) else { return }
    try? queue.writeWithoutTransaction { db in
      _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try? queue.close()
  }
}
