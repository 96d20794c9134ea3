public import FoundationEssentials
import GRDB
import Glibc

/// A table of which a damaged database did not give all rows.
public struct SalvageLoss: Sendable, Hashable {
  /// The table's name.
  public var table: String
  /// How many rows were saved.
  public var saved: Int
  /// How many there were, as an index counts them; nil where that is damaged as well.
  public var total: Int?
}

extension Store {
  /// Makes a new database of what can be read of a damaged one.
  ///
  /// Each table is read row by row. Where a page is damaged, the rows behind it are looked for and
  /// read backwards up to it. Rows that refer to lost ones are left out. The search index is empty;
  /// the daemon fills it again.
  ///
  /// - Parameters:
  ///   - damaged: the file; is not changed.
  ///   - path: the file to make; must not exist.
  /// - Returns: what was saved, and the tables that have lost rows.
  /// - Throws: ``StoreError`` where the file is none of pantau's; of kind
  ///   ``StoreError/Kind/damaged`` where no item, no alert and no key of an item can be read.
  public static func salvage(
    _ damaged: String, to path: String
  ) throws(StoreError) -> (summary: CopySummary, losses: [SalvageLoss]) {
    guard FileStatus.exists(damaged) else {
      throw StoreError(.missing, "there is no file \(damaged).")
    }
    let found: (losses: [SalvageLoss], isEmpty: Bool)
    do {
      // Makes the schema; what the store itself would write is left out.
      _ = try Store(path: path)
      found = try copyRows(of: damaged, to: path)
    } catch let error as StoreError {
      throw error
    } catch let error as DatabaseError where error.isDamage {
      throw .nothingReadable(damaged, error)
    } catch {
      throw StoreError(error, path: damaged)
    }
    if found.isEmpty, !found.losses.isEmpty { throw .nothingReadable(damaged, nil) }
    return (try checked(path), found.losses)
  }

  private static func copyRows(
    of damaged: String, to path: String
  ) throws -> (losses: [SalvageLoss], isEmpty: Bool) {
    var configuration = Configuration()
    configuration.readonly = true
    let source = try DatabaseQueue(path: damaged, configuration: configuration)
    configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let target = try DatabaseQueue(path: path, configuration: configuration)
    // Without a transaction, which SQLite would not end in peace after damage.
    let found = try source.unsafeRead { source in
      try refuseForeign(source, damaged)
      return try target.write { try RowSalvage(from: source, to: $0).run() }
    }
    _ = try target.writeWithoutTransaction { db in
      try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
    }
    try target.close()
    return found
  }

  /// Puts what can be read of a damaged database in the place of a database, as
  /// ``restore(_:to:now:)`` does with a backup.
  ///
  /// - Parameters:
  ///   - damaged: the file, often the database itself.
  ///   - path: the database; stays as it is where nothing can be read.
  ///   - now: names the file kept aside.
  /// - Returns: what was done.
  /// - Throws: ``StoreError``, as ``salvage(_:to:)``.
  public static func restore(
    salvaging damaged: String, to path: String, now: Date
  ) throws(StoreError) -> Restoration {
    // Before the long work; it is taken again when the file is put in place.
    _ = try RunLock(databasePath: path)
    let saved = path + ".salvaged"
    defer { for ending in ["", "-wal", "-shm"] { unlink(saved + ending) } }
    for ending in ["", "-wal", "-shm"] { unlink(saved + ending) }
    let losses = try salvage(damaged, to: saved).losses
    var done = try restore(saved, to: path, now: now)
    done.losses = losses
    return done
  }
}

extension StoreError {
  fileprivate static func nothingReadable(_ path: String, _ error: DatabaseError?) -> StoreError {
    let cause = error.map { " (SQLite \($0.extendedResultCode.rawValue))" } ?? ""
    return StoreError(
      .damaged,
      "nothing that \(path) knew of items and alerts can be read\(cause); nothing was changed. Put "
        + "a backup in the place of the database with `pantau restore FILE`; or move the damaged "
        + "file away, and pantau starts a new archive.")
  }
}
