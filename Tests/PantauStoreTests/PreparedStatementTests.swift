import GRDB
import Testing

@testable import PantauStore

@Suite("Statements of the hot path")
struct PreparedStatementTests {
  private func inTable(_ body: (Database) throws -> Void) throws {
    try DatabaseQueue().write { db in
      try db.execute(sql: "CREATE TABLE texts (id INTEGER PRIMARY KEY, first TEXT, second TEXT)")
      try body(db)
    }
  }

  private static let insert = "INSERT INTO texts (first, second, id) VALUES (?, ?, ?)"

  @Test(
    "store what they are lent as what they are given",
    arguments: [nil, "", "pasar", String(repeating: "Air sungai meluap – ", count: 500)])
  func lends(_ text: String?) throws {
    try inTable { db in
      let statement = try PreparedStatement(db, Self.insert)
      for id in Int64(1)...3 {
        try statement.run { row in
          row.lend(text) { row in
            row.lend(text.map { "\($0)\(id)" }) { row in row.bind(id) }
          }
        }
      }
      let first = try String?.fetchAll(db, sql: "SELECT first FROM texts ORDER BY id")
      let second = try String?.fetchAll(db, sql: "SELECT second FROM texts ORDER BY id")
      #expect(first == [text, text, text])
      #expect(second == (1...3).map { id in text.map { "\($0)\(id)" } })
    }
  }

  @Test("say what SQLite says of a failure, with texts lent too; and go on")
  func fails() throws {
    try inTable { db in
      let statement = try PreparedStatement(db, Self.insert)
      func store(_ id: Int64?) throws {
        try statement.run { row in
          row.lend("banjir") { row in
            row.bind("surut")
            if let id { row.bind(id) }
          }
        }
      }
      try store(1)
      let taken = try #require(throws: DatabaseError.self) { try store(1) }
      #expect(taken.extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY)
      #expect(taken.message == "UNIQUE constraint failed: texts.id")
      let misused = try #require(throws: DatabaseError.self) { try store(nil) }
      #expect(misused.resultCode == .SQLITE_MISUSE, "a parameter is missing")
      try store(2)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM texts WHERE second = 'surut'") == 2)
    }
  }
}
