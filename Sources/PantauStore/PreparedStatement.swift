import GRDB
import GRDBSQLite

/// A statement of the hot path: values are bound to SQLite directly, and rows are read where they lie.
///
/// GRDB prepares and keeps it; its own binding makes an array of boxes a row, and its rows copy each
/// column, which together cost as much as SQLite's own work. All of SQLite's C interface that pantau
/// calls by itself stands in this file and ``SearchFunctions``. Used on the thread that holds the connection, like any
/// statement of GRDB's.
struct PreparedStatement {
  /// Keeps the handle alive.
  private let statement: Statement

  /// Takes the statement from the connection's cache, or prepares it.
  init(_ db: Database, _ sql: String) throws {
    statement = try db.cachedStatement(sql: sql)
  }

  /// Executes once.
  ///
  /// - Parameter bind: gives a value for each parameter, in the order in which they first appear.
  /// - Throws: `DatabaseError` with SQLite's extended code.
  func run(_ bind: (inout ParameterBinder) -> Void) throws {
    var binder = ParameterBinder(statement.sqliteStatement)
    bind(&binder)
    binder.execute()
    if let failure = binder.failure { throw error(failure) }
  }

  /// The first row, read while it lies there; nil where there is none.
  ///
  /// - Parameters:
  ///   - bind: as for ``run(_:)``.
  ///   - read: makes a value of the row's columns.
  /// - Returns: what `read` made.
  /// - Throws: `DatabaseError`.
  func first<Value>(
    _ bind: (inout ParameterBinder) -> Void, _ read: (RowColumns) -> Value
  ) throws -> Value? {
    let code = step(bind)
    let value = code == SQLITE_ROW ? read(RowColumns(statement.sqliteStatement)) : nil
    sqlite3_reset(statement.sqliteStatement)
    guard code == SQLITE_DONE || code == SQLITE_ROW else {
      throw error(SQLiteFailure(code, statement.sqliteStatement))
    }
    return value
  }

  /// Reads all rows, each while it lies there.
  ///
  /// - Parameters:
  ///   - bind: as for ``run(_:)``.
  ///   - read: is given the columns of a row.
  /// - Throws: `DatabaseError`.
  func forEach(
    _ bind: (inout ParameterBinder) -> Void, _ read: (RowColumns) -> Void
  ) throws {
    var code = step(bind)
    while code == SQLITE_ROW {
      read(RowColumns(statement.sqliteStatement))
      code = sqlite3_step(statement.sqliteStatement)
    }
    sqlite3_reset(statement.sqliteStatement)
    guard code == SQLITE_DONE else { throw error(SQLiteFailure(code, statement.sqliteStatement)) }
  }

  private func step(_ bind: (inout ParameterBinder) -> Void) -> CInt {
    var binder = ParameterBinder(statement.sqliteStatement)
    bind(&binder)
    return binder.step()
  }

  private func error(_ failure: SQLiteFailure) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: failure.code), message: failure.message, sql: statement.sql)
  }
}

/// A code of SQLite's that is no success, and what it says of it until the connection is used again.
private struct SQLiteFailure {
  let code: CInt
  let message: String?

  init(_ code: CInt, _ statement: OpaquePointer) {
    self.code = code
    message = sqlite3_errmsg(sqlite3_db_handle(statement)).map { String(cString: $0) }
  }
}

/// Gives a statement's parameters their values, one after the other.
struct ParameterBinder {
  private let handle: OpaquePointer
  private var fault = SQLITE_OK
  private var count: CInt = 0
  private var isExecuted = false
  fileprivate private(set) var failure: SQLiteFailure?

  fileprivate init(_ handle: OpaquePointer) { self.handle = handle }

  /// Binds an integer, or NULL.
  mutating func bind(_ value: Int64?) {
    guard let value else { return bindNull() }
    count += 1
    note(sqlite3_bind_int64(handle, count, value))
  }

  /// Binds an integer, or NULL.
  mutating func bind(_ value: Int?) { bind(value.map { Int64($0) }) }

  /// Binds a real number, or NULL.
  mutating func bind(_ value: Double?) {
    guard let value else { return bindNull() }
    count += 1
    note(sqlite3_bind_double(handle, count, value))
  }

  /// Binds 0 or 1.
  mutating func bind(_ value: Bool) { bind(value ? Int64(1) : 0) }

  /// Binds a text, or NULL.
  mutating func bind(_ value: String?) {
    guard let value else { return bindNull() }
    count += 1
    note(value.withBytes { bind($0, Self.copied) })
  }

  /// Binds a text, or NULL, and then what `rest` binds; SQLite reads the text where it lies.
  ///
  /// For ``PreparedStatement/run(_:)``: the statement is executed before this returns, so that `rest`
  /// has to give all parameters that are left.
  mutating func lend(_ value: String?, then rest: (inout Self) -> Void) {
    guard let value else {
      bindNull()
      return rest(&self)
    }
    count += 1
    let place = count
    value.withBytes { utf8 in
      note(bind(utf8, nil))  // SQLITE_STATIC
      rest(&self)
      execute()
      sqlite3_bind_null(handle, place)
    }
  }

  /// Binds UTF-8 as the parameter at hand.
  private func bind(
    _ utf8: UnsafeBufferPointer<UInt8>, _ destructor: sqlite3_destructor_type?
  ) -> CInt {
    utf8.withMemoryRebound(to: CChar.self) { bytes in
      guard let start = bytes.baseAddress else {
        return sqlite3_bind_text(handle, count, "", 0, nil)
      }
      return sqlite3_bind_text64(
        handle, count, start, sqlite3_uint64(bytes.count), destructor, UInt8(SQLITE_UTF8))
    }
  }

  /// Binds bytes, or NULL.
  mutating func bind(_ value: [UInt8]?) {
    guard let value else { return bindNull() }
    value.withUnsafeBytes { bind($0) }
  }

  /// Binds the bytes that a buffer holds now.
  mutating func bind(_ bytes: UnsafeRawBufferPointer) {
    count += 1
    guard let start = bytes.baseAddress else {
      return note(sqlite3_bind_zeroblob(handle, count, 0))
    }
    note(sqlite3_bind_blob64(handle, count, start, sqlite3_uint64(bytes.count), Self.copied))
  }

  /// Executes the statement once, unless that is done already.
  fileprivate mutating func execute() {
    guard !isExecuted else { return }
    let code = step()
    isExecuted = true
    let reset = sqlite3_reset(handle)
    guard code != SQLITE_DONE, code != SQLITE_ROW else { return }
    failure = SQLiteFailure(reset == SQLITE_OK ? code : reset, handle)
  }

  /// Comes to the first row, or to the end.
  fileprivate func step() -> CInt {
    guard fault == SQLITE_OK else { return fault }
    // Each parameter must have been given: one that was left out would keep an earlier row's value.
    guard !isExecuted, count == sqlite3_bind_parameter_count(handle) else { return SQLITE_MISUSE }
    return sqlite3_step(handle)
  }

  private mutating func bindNull() {
    count += 1
    note(sqlite3_bind_null(handle, count))
  }

  private mutating func note(_ code: CInt) {
    if fault == SQLITE_OK { fault = code }
  }

  /// SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies what it is given.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

/// The columns of the row that a statement stands on.
struct RowColumns {
  private let handle: OpaquePointer

  fileprivate init(_ handle: OpaquePointer) { self.handle = handle }

  /// A column's integer; 0 for NULL.
  func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(handle, column) }

  /// A column's integer, or nil for NULL.
  func optionalInteger(_ column: CInt) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(column)
  }

  /// A column's text; nil for NULL.
  func text(_ column: CInt) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Lends a column's bytes, which lie there until the statement moves on; none for NULL.
  func bytes<Value>(_ column: CInt, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
    let start = sqlite3_column_blob(handle, column)
    let count = start == nil ? 0 : Int(sqlite3_column_bytes(handle, column))
    return body(UnsafeRawBufferPointer(start: start, count: count))
  }
}

extension String {
  /// Lends its UTF-8; a text that lies in no one place is copied first.
  fileprivate func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    if let value = utf8.withContiguousStorageIfAvailable(body) { return value }
    var copy = self
    return copy.withUTF8(body)
  }
}
