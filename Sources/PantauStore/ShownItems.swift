import FoundationEssentials
import GRDB
import PantauCore

/// Notes which items a feed shows, and which vanished from it.
///
/// The oldest items leave a feed as new ones come. An item has vanished where an older one is still
/// shown, or where the feed shows fewer items than before and younger ones are left.
struct ShownItems {
  private let select: Statement
  private let store: Statement
  private let vanish: Statement
  private let restore: Statement

  init(_ db: Database) throws {
    select = try db.cachedStatement(sql: "SELECT shown_items FROM feeds WHERE id = ?")
    store = try db.cachedStatement(sql: "UPDATE feeds SET shown_items = ? WHERE id = ?")
    vanish = try db.cachedStatement(sql: "UPDATE items SET vanished_ms = ? WHERE id = ?")
    restore = try db.cachedStatement(
      sql: "UPDATE items SET vanished_ms = NULL WHERE id = ? AND vanished_ms IS NOT NULL")
  }

  /// Compares what a document shows with what the last one showed.
  func note(_ shown: [Int64], feedID: Int64, _ now: Date) throws {
    let now = now.column
    let bytes = try Data.fetchOne(select, arguments: [feedID])
    let before = Set(bytes.map(Self.numbers) ?? [])
    let current = Set(shown)
    guard current != before else { return }
    for id in Self.vanished(before, current) { try vanish.execute(arguments: [now, id]) }
    for id in current.subtracting(before) { try restore.execute(arguments: [id]) }
    try store.execute(arguments: [Self.data(current.sorted()), feedID])
  }

  /// The items of the last document that are gone, though they are not the oldest.
  static func vanished(_ before: Set<Int64>, _ current: Set<Int64>) -> [Int64] {
    guard let oldest = current.min(), let youngest = current.max() else { return [] }
    let gone = before.subtracting(current)
    let shrinks = current.count < before.count
    return gone.filter { $0 > oldest || shrinks && $0 < youngest }.sorted()
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
