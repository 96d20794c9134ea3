import GRDB

/// Copies the rows of one database that can be read into another of the newest schema.
///
/// Rows are lost with the damaged pages that they stand on, and with those that they belong to.
struct RowSalvage {
  private let source: Database
  private let target: Database

  init(from source: Database, to target: Database) {
    self.source = source
    self.target = target
  }

  /// Without these nothing is known of what the feeds have shown.
  private static let archive = ["items", "alerts", "identities", "key_runs", "young_keys"]

  /// The tables that have lost rows, by name; and whether the archive has none left.
  func run() throws -> (losses: [SalvageLoss], isEmpty: Bool) {
    try source.execute(sql: "PRAGMA cell_size_check = ON")
    let tables = try tables()
    let damaged = Set(try tables.filter { try !copy($0) })
    while try removeOrphans() > 0 {}
    let losses = try tables.compactMap { table -> SalvageLoss? in
      let saved = try rowCount(of: table, in: target) ?? 0
      let total = try rowCount(of: table, in: source)
      guard damaged.contains(table) || saved < total ?? 0 else { return nil }
      return SalvageLoss(table: table, saved: saved, total: total.flatMap { $0 < saved ? nil : $0 })
    }
    return (losses, try Self.archive.allSatisfy { try rowCount(of: $0, in: target) == 0 })
  }

  /// As the smallest index tells; nil where that cannot be read either.
  private func rowCount(of table: String, in db: Database) throws -> Int? {
    do {
      return try Int.fetchOne(
        db, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)")
    } catch let error as DatabaseError where error.isDamage {
      return nil
    }
  }

  /// Those with rows of ours; the search index makes itself again, and copies are found by keys of a
  /// few days.
  private func tables() throws -> [String] {
    try String.fetchAll(
      target,
      sql: """
        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
          AND name NOT LIKE 'search%' AND name NOT IN ('grdb_migrations', 'story_keys')
          ORDER BY name
        """
    ).filter { try source.tableExists($0) }
  }

  /// Whether every row could be read.
  private func copy(_ table: String) throws -> Bool {
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
      return try copyByNumber("SELECT rowid, \(list) FROM \(name)", columns.count, insert)
    }
    let select = "SELECT 0, \(list) FROM \(name)"
    if try copyRows(select, [], columns.count, insert).isWhole { return true }
    let descending = try target.primaryKey(table).columns.map {
      "\($0.quotedDatabaseIdentifier) DESC"
    }
    _ = try copyRows(
      select + " ORDER BY \(descending.joined(separator: ", "))", [], columns.count, insert)
    return false
  }

  /// Forward up to damage, then from the first number behind it that can be read, back to it.
  private func copyByNumber(_ select: String, _ width: Int, _ insert: Statement) throws -> Bool {
    var last = Int64.min
    var gap: Int64 = 1
    var isWhole = true
    while gap < 1 << 40 {
      let ahead = try copyRows(
        select + " WHERE rowid > ? ORDER BY rowid", [last], width, insert)
      if let first = ahead.first, gap > 1 {
        _ = try copyRows(
          select + " WHERE rowid < ? AND rowid > ? ORDER BY rowid DESC", [first, last - gap],
          width, insert)
        gap = 1
      }
      if ahead.isWhole { return isWhole }
      isWhole = false
      if let end = ahead.last { last = max(end, last) }
      last = max(last, 0) + gap
      gap *= 2
    }
    return false
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
  var isDamage: Bool {
    [.SQLITE_CORRUPT, .SQLITE_IOERR, .SQLITE_NOTADB].contains(resultCode)
  }
}
