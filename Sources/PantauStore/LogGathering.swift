import CSQLite
import GRDB

extension Database {
  /// Gathers what this connection writes to its write-ahead log, 64 kB a system call (decision 45).
  ///
  /// For the one that writes, which has `synchronous` at FULL and has begun to use its log.
  ///
  /// - Throws: `DatabaseError`.
  func gatherLogWrites() throws {
    let code = pantau_sqlite_gather(sqliteConnection)
    guard code == ResultCode.SQLITE_OK.rawValue else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: "the write-ahead log is not open")
    }
  }
}

enum SQLiteMemory {
  /// Whether SQLite counts none of its allocations; settled before the first connection is opened.
  static let isUncounted = pantau_sqlite_spare_counts() == ResultCode.SQLITE_OK.rawValue
}
