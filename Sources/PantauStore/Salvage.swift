public import FoundationEssentials
import GRDB
import Glibc

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
  /// - Returns: what was saved.
  /// - Throws: ``StoreError`` where the file is none of pantau's, or its first page is lost.
  public static func salvage(
    _ damaged: String, to path: String
  ) throws(StoreError) -> CopySummary {
    guard FileStatus.exists(damaged) else {
      throw StoreError(.missing, "there is no file \(damaged).")
    }
    do {
      // Makes the schema; what the store itself would write is left out.
      _ = try Store(path: path)
      var configuration = Configuration()
      configuration.readonly = true
      let source = try DatabaseQueue(path: damaged, configuration: configuration)
      configuration = Configuration()
      configuration.foreignKeysEnabled = false
      let target = try DatabaseQueue(path: path, configuration: configuration)
      // Without a transaction, which SQLite would not end in peace after damage.
      try source.unsafeRead { source in
        try refuseForeign(source, damaged)
        try target.write { try Salvage(from: source, to: $0).run() }
      }
      _ = try target.writeWithoutTransaction { db in
        try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
      }
      try target.close()
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(error, path: damaged)
    }
    return try checked(path)
  }

  /// Puts what can be read of a damaged database in the place of a database, as
  /// ``restore(_:to:now:)`` does with a backup.
  ///
  /// - Parameters:
  ///   - damaged: the file, often the database itself.
  ///   - path: the database.
  ///   - now: names the file kept aside.
  /// - Returns: what was done.
  /// - Throws: ``StoreError``.
  public static func restore(
    salvaging damaged: String, to path: String, now: Date
  ) throws(StoreError) -> Restoration {
    // Before the long work; it is taken again when the file is put in place.
    _ = try RunLock(databasePath: path)
    let saved = path + ".salvaged"
    defer { for ending in ["", "-wal", "-shm"] { unlink(saved + ending) } }
    for ending in ["", "-wal", "-shm"] { unlink(saved + ending) }
    _ = try salvage(damaged, to: saved)
    return try restore(saved, to: path, now: now)
  }
}

/// Copies the rows of one database that can be read into another of the newest schema.
private struct Salvage {
  private let source: Database
  private let target: Database

  init(from source: Database, to target: Database) {
    self.source = source
    self.target = target
  }

  func run() throws {
    try source.execute(sql: "PRAGMA cell_size_check = ON")
    for table in try tables() { try copy(table) }
    while try removeOrphans() > 0 {}
  }

  /// Those with rows of ours; the search index makes itself again, and copies are found by keys of a
  /// few days.
  private func tables() throws -> [String] {
    try String.fetchAll(
      target,
      sql: """
        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
          AND name NOT LIKE 'search%' AND name NOT IN ('grdb_migrations', 'story_keys')
        """
    ).filter { try source.tableExists($0) }
  }

  private func copy(_ table: String) throws {
    let known = Set(try source.columns(in: table).map(\.name))
    let columns = try target.columns(in: table).map(\.name).filter(known.contains)
    let list = columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    let marks = Array(repeating: "?", count: columns.count).joined(separator: ", ")
    let name = table.quotedDatabaseIdentifier
    let insert = try target.makeStatement(
      sql: "INSERT OR IGNORE INTO \(name) (\(list)) VALUES (\(marks))")
    let hasNumbers = try Bool.fetchOne(
      target, sql: "SELECT NOT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?",
      arguments: [table])
    if hasNumbers == true {
      try copyByNumber("SELECT rowid, \(list) FROM \(name)", columns.count, insert)
    } else {
      let descending = try target.primaryKey(table).columns.map {
        "\($0.quotedDatabaseIdentifier) DESC"
      }
      for order in ["", " ORDER BY \(descending.joined(separator: ", "))"] {
        if try copyRows("SELECT 0, \(list) FROM \(name)" + order, [], columns.count, insert).isWhole
        {
          return
        }
      }
    }
  }

  /// Forward up to damage, then from the first number behind it that can be read, back to it.
  private func copyByNumber(_ select: String, _ width: Int, _ insert: Statement) throws {
    var last = Int64.min
    var gap: Int64 = 1
    while gap < 1 << 40 {
      let ahead = try copyRows(
        select + " WHERE rowid > ? ORDER BY rowid", [last], width, insert)
      if let first = ahead.first, gap > 1 {
        _ = try copyRows(
          select + " WHERE rowid < ? AND rowid > ? ORDER BY rowid DESC", [first, last - gap],
          width, insert)
        gap = 1
      }
      if ahead.isWhole { return }
      if let end = ahead.last { last = max(end, last) }
      last = max(last, 0) + gap
      gap *= 2
    }
  }

  private struct Rows {
    var first: Int64?
    var last: Int64?
    var isWhole = false
  }

  /// Copies rows until one cannot be read.
  private func copyRows(
    _ sql: String, _ arguments: StatementArguments, _ width: Int, _ insert: Statement
  ) throws -> Rows {
    var rows = Rows()
    do {
      let found = try Row.fetchCursor(source, sql: sql, arguments: arguments)
      while let row = try found.next() {
        let values = (1...width).map { row[$0] as DatabaseValue }
        // A damaged row may have what its column forbids.
        do {
          try insert.execute(arguments: StatementArguments(values))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {}
        rows.first = rows.first ?? row[0]
        rows.last = row[0]
      }
      rows.isWhole = true
    } catch let error as DatabaseError where error.isDamage {}
    return rows
  }

  /// Removes rows whose foreign keys lead nowhere; how many.
  private func removeOrphans() throws -> Int {
    let keys = try Row.fetchAll(
      target,
      sql: """
        SELECT t.name, f."from", f."table", f."to" FROM pragma_table_list t
          JOIN pragma_foreign_key_list(t.name) f WHERE t.schema = 'main'
        """)
    var removed = 0
    for key in keys {
      let (child, column): (String, String) = (key[0], key[1])
      let (parent, id): (String, String) = (key[2], key[3])
      try target.execute(
        sql: """
          DELETE FROM "\(child)" WHERE "\(column)" NOT NULL AND NOT EXISTS
            (SELECT 1 FROM "\(parent)" p WHERE p."\(id)" = "\(child)"."\(column)")
          """)
      removed += target.changesCount
    }
    return removed
  }
}

extension DatabaseError {
  /// Whether a page could not be read, or makes no sense.
  fileprivate var isDamage: Bool {
    [.SQLITE_CORRUPT, .SQLITE_IOERR, .SQLITE_NOTADB].contains(resultCode)
  }
}
