import FoundationEssentials
import GRDBSQLite
import PantauCore

/// The floor: SQLite alone, told by its C interface to keep the same items once.
///
/// Two tables, the items and their keys of 16 bytes, in transactions of the same size, WAL and
/// `synchronous=FULL` as for the archive; no stories, no versions, no alerts.
final class BareSQLite {
  struct Fault: Error {
    var message: String
  }

  private var connection: OpaquePointer?

  init(_ path: String) throws {
    try check(sqlite3_open(path, &connection))
    try execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
  }

  deinit { sqlite3_close(connection) }

  func execute(_ sql: String) throws { try check(sqlite3_exec(connection, sql, nil, nil, nil)) }

  /// The first column of the first row; 0 where there is none.
  func number(_ sql: String) throws -> Int {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement) }
    guard sqlite3_step(statement) == SQLITE_ROW else { return 0 }
    return Int(sqlite3_column_int64(statement, 0))
  }

  /// Stores items, and gives the CPU seconds that took.
  func store(_ count: Int, inTransactionsOf size: Int) throws -> Double {
    try execute(
      """
      CREATE TABLE items (id INTEGER PRIMARY KEY, feed_id INTEGER, guid TEXT, url TEXT, title TEXT,
        summary TEXT, published_ms INTEGER, seen_ms INTEGER) STRICT;
      CREATE TABLE keys (feed_id INTEGER, key BLOB, item_id INTEGER, PRIMARY KEY (feed_id, key))
        STRICT, WITHOUT ROWID;
      """)
    let claim = try prepare("INSERT INTO keys VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
    let insert = try prepare("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    defer { for statement in [claim, insert] { sqlite3_finalize(statement) } }
    var maker = NewsMaker()
    var generator = SplitMix64(seed: 3)
    var seconds = 0.0
    for group in 0..<count / size {
      let items = (0..<size).map { maker.item(ofFeed: $0 / Ingest.itemsOfPoll) }
      let keys = items.map { _ in [generator.next(), generator.next()] }
      let start = Meter.cpuSeconds
      try execute("BEGIN IMMEDIATE")
      for (place, item) in items.enumerated() {
        let id = Int64(group * size + place + 1)
        let feed = Int64((group * size + place) / Ingest.itemsOfPoll % Ingest.feedCount)
        keys[place].withUnsafeBytes { bytes in
          _ = sqlite3_bind_blob(claim, 2, bytes.baseAddress, CInt(bytes.count), Self.copied)
        }
        try run(claim, [1: feed, 3: id])
        for (column, text) in zip([3, 4, 5, 6], [item.guid, item.url, item.title, item.summary]) {
          sqlite3_bind_text(insert, CInt(column), text, -1, Self.copied)
        }
        try run(insert, [1: id, 2: feed, 7: id, 8: id])
      }
      try execute("COMMIT")
      seconds += Meter.cpuSeconds - start
    }
    return seconds
  }

  private func run(_ statement: OpaquePointer?, _ numbers: KeyValuePairs<CInt, Int64>) throws {
    for (column, number) in numbers { sqlite3_bind_int64(statement, column, number) }
    try check(sqlite3_step(statement))
    try check(sqlite3_reset(statement))
  }

  private func prepare(_ sql: String) throws -> OpaquePointer? {
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(connection, sql, -1, &statement, nil))
    return statement
  }

  private func check(_ code: CInt) throws {
    guard [SQLITE_OK, SQLITE_DONE, SQLITE_ROW].contains(code) else {
      throw Fault(message: String(cString: sqlite3_errmsg(connection)))
    }
  }

  /// SQLITE_TRANSIENT, a macro that Swift does not see.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
