import GRDB
import GRDBSQLite

/// Functions of ours that SQL calls beside `MATCH`, in FTS5's C interface for them.
///
/// - `pantau_hits(search)`: how often each phrase of the query stands in a row, and how long the row is at
///   least (``SearchHits``).
/// - `pantau_phrases(search)`: how many rows and words the index has, and in how many rows each phrase
///   stands (``SearchStatistics``).
enum SearchFunctions {
  /// How many times a word of the title counts.
  static let titleWeight: UInt32 = 5

  /// Makes the functions known to a connection.
  ///
  /// - Throws: `DatabaseError`, where SQLite was built without FTS5.
  static func register(_ db: Database) throws {
    var interface: UnsafeMutablePointer<fts5_api>?
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    try check(sqlite3_prepare_v2(db.sqliteConnection, "SELECT fts5(?)", -1, &statement, nil), db)
    // As FTS5's manual has it: it writes its address where the pointer leads.
    try "fts5_api_ptr".withCString { type in
      try withUnsafeMutablePointer(to: &interface) { address in
        try check(sqlite3_bind_pointer(statement, 1, address, type, nil), db)
        _ = sqlite3_step(statement)
      }
    }
    guard let interface, let create = interface.pointee.xCreateFunction else {
      throw DatabaseError(resultCode: .SQLITE_ERROR, message: "SQLite has no FTS5")
    }
    try check(create(interface, "pantau_hits", nil, countHits, nil), db)
    try check(create(interface, "pantau_phrases", nil, countPhrases, nil), db)
  }

  private static func check(_ code: CInt, _ db: Database) throws {
    guard code != SQLITE_OK else { return }
    let message = sqlite3_errmsg(db.sqliteConnection).map { String(cString: $0) }
    throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }
}

/// SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies what it is given.
private func give<Number>(_ numbers: UnsafeMutableBufferPointer<Number>, _ result: OpaquePointer?) {
  let bytes = UnsafeRawBufferPointer(numbers)
  let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  sqlite3_result_blob64(result, bytes.baseAddress, sqlite3_uint64(bytes.count), copied)
}

/// `pantau_hits`: numbers of 32 bits, the least length and then each phrase's hits.
private func countHits(
  _ interface: UnsafePointer<Fts5ExtensionApi>?, _ context: OpaquePointer?,
  _ result: OpaquePointer?, _ count: CInt, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  guard let interface, let phraseCount = interface.pointee.xPhraseCount,
    let phraseSize = interface.pointee.xPhraseSize, let first = interface.pointee.xPhraseFirst,
    let next = interface.pointee.xPhraseNext
  else { return sqlite3_result_error_code(result, SQLITE_MISUSE) }
  let phrases = Int(phraseCount(context))
  withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1 + phrases) { numbers in
    numbers.initialize(repeating: 0)
    // Behind the last hit in each of the three columns.
    var ends = SIMD4<UInt32>()
    for phrase in 0..<phrases {
      let size = phraseSize(context, CInt(phrase))
      var iterator = Fts5PhraseIter()
      var (column, place): (CInt, CInt) = (-1, 0)
      let code = first(context, CInt(phrase), &iterator, &column, &place)
      guard code == SQLITE_OK else { return sqlite3_result_error_code(result, code) }
      while column >= 0 {
        numbers[1 + phrase] &+= column == 0 ? SearchFunctions.titleWeight : 1
        let known = Int(min(column, 3))
        ends[known] = max(ends[known], UInt32(clamping: place &+ size))
        next(context, &iterator, &column, &place)
      }
    }
    numbers[0] = ends.wrappedSum()
    give(numbers, result)
  }
}

/// `pantau_phrases`: numbers of 64 bits, the index's rows and words and then each phrase's rows; 0 of a
/// phrase that stands alone, whose rows are not counted.
private func countPhrases(
  _ interface: UnsafePointer<Fts5ExtensionApi>?, _ context: OpaquePointer?,
  _ result: OpaquePointer?, _ count: CInt, _ values: UnsafeMutablePointer<OpaquePointer?>?
) {
  guard let interface, let phraseCount = interface.pointee.xPhraseCount,
    let rowCount = interface.pointee.xRowCount, let query = interface.pointee.xQueryPhrase,
    let wordCount = interface.pointee.xColumnTotalSize
  else { return sqlite3_result_error_code(result, SQLITE_MISUSE) }
  let phrases = Int(phraseCount(context))
  withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2 + phrases) { numbers in
    numbers.initialize(repeating: 0)
    guard let start = numbers.baseAddress else { return }
    var code = rowCount(context, start)
    if code == SQLITE_OK { code = wordCount(context, -1, start + 1) }
    for phrase in 0..<phrases where code == SQLITE_OK && phrases > 1 {
      code = query(context, CInt(phrase), start + 2 + phrase) { _, _, number in
        number?.assumingMemoryBound(to: Int64.self).pointee += 1
        return SQLITE_OK
      }
    }
    guard code == SQLITE_OK else { return sqlite3_result_error_code(result, code) }
    give(numbers, result)
  }
}
