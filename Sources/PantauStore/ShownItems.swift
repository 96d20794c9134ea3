import FoundationEssentials
import GRDB
import PantauCore

/// Notes which items a feed shows, and which vanished from it.
///
/// The oldest items leave a feed as new ones come, and of many feeds when they reach an age: that is
/// no vanishing. See ``Vanishing``.
struct ShownItems {
  private let select: Statement
  private let store: Statement
  private let selectDate: Statement
  private let vanish: Statement
  private let restore: Statement

  init(_ db: Database) throws {
    select = try db.cachedStatement(
      sql: "SELECT shown_items, last_success_ms FROM feeds WHERE id = ?")
    store = try db.cachedStatement(sql: "UPDATE feeds SET shown_items = ? WHERE id = ?")
    selectDate = try db.cachedStatement(
      sql: "SELECT coalesce(published_ms, seen_ms) FROM items WHERE id = ?")
    vanish = try db.cachedStatement(sql: "UPDATE items SET vanished_ms = ? WHERE id = ?")
    restore = try db.cachedStatement(
      sql: "UPDATE items SET vanished_ms = NULL WHERE id = ? AND vanished_ms IS NOT NULL")
  }

  /// Compares what a document shows with what the last one showed.
  ///
  /// - Parameters:
  ///   - known: the items of the document that the archive had before.
  ///   - new: those that came with it.
  ///   - feedID: the feed.
  ///   - now: when it was read.
  /// - Throws: `DatabaseError`.
  func note(_ known: [Int64], new: [Int64], feedID: Int64, _ now: Date) throws {
    let row = try Row.fetchOne(select, arguments: [feedID])
    let bytes: Data? = row?[0]
    let before = Set(bytes.map(Self.numbers) ?? [])
    let current = Set(known + new)
    guard current != before else { return }
    let vanishing = Vanishing(before, current, last: Date(column: row?[1]) ?? now, now: now)
    let gone = try vanishing.items { id in
      Date(column: try Int64.fetchOne(selectDate, arguments: [id]))
    }
    for id in gone { try vanish.execute(arguments: [now.column, id]) }
    for id in Set(known).subtracting(before) { try restore.execute(arguments: [id]) }
    try store.execute(arguments: [Self.data(current.sorted()), feedID])
  }

  private static func data(_ numbers: [Int64]) -> Data {
    numbers.withUnsafeBytes { Data($0) }
  }

  private static func numbers(_ data: Data) -> [Int64] {
    data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 7, by: 8).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)
      }
    }
  }
}
