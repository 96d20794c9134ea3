import FoundationEssentials
import GRDB
import PantauCore

/// Notes which items a feed shows, and which vanished from it.
///
/// The oldest items leave a feed as new ones come, and of many feeds when they reach an age: that is
/// no vanishing. See ``Vanishing``.
struct ShownItems {
  private let select: PreparedStatement
  private let selectDate: PreparedStatement
  private let vanish: PreparedStatement
  private let restore: PreparedStatement

  init(_ db: Database) throws {
    select = try PreparedStatement(
      db, "SELECT shown_items, last_success_ms FROM feeds WHERE id = ?")
    selectDate = try PreparedStatement(
      db, "SELECT coalesce(published_ms, seen_ms) FROM items WHERE id = ?")
    vanish = try PreparedStatement(db, "UPDATE items SET vanished_ms = ? WHERE id = ?")
    restore = try PreparedStatement(
      db, "UPDATE items SET vanished_ms = NULL WHERE id = ? AND vanished_ms IS NOT NULL")
  }

  /// Compares what a document shows with what the last one showed.
  ///
  /// - Parameters:
  ///   - shown: the document's items in its order; nil for those that the archive did not have.
  ///   - new: what came of those, the last of the document first.
  ///   - feedID: the feed.
  ///   - now: when it was read.
  /// - Returns: what `feeds.shown_items` has to be; nil where it is that already.
  /// - Throws: `DatabaseError`.
  func note(_ shown: [Int64?], new: [Int64], feedID: Int64, _ now: Date) throws -> [UInt8]? {
    let last = try select.first({ $0.bind(feedID) }) { row in
      (items: row.bytes(0, Self.numbers), time: row.optionalInteger(1))
    }
    let before = last?.items ?? []
    let current = Self.filled(shown, with: new)
    guard current != before else { return nil }
    let vanishing = Vanishing(
      before, current, last: Date(column: last?.time) ?? now, now: now)
    let gone = try vanishing.items { id in
      try selectDate.first({ $0.bind(id) }, { $0.integer(0) }).flatMap { Date(column: $0) }
    }
    for id in gone {
      try vanish.run {
        $0.bind(now)
        $0.bind(id)
      }
    }
    let known = before.sorted()
    for case let id? in shown where !known.containsAscending(id) {
      try restore.run { $0.bind(id) }
    }
    return Self.bytes(of: current)
  }

  /// The document with the numbers of its new items; one that came to nothing is left out.
  private static func filled(_ shown: [Int64?], with new: [Int64]) -> [Int64] {
    var left = new[...]
    return shown.compactMap { $0 ?? left.popLast() }
  }

  // MARK: - Bytes

  /// In the document's order; before, they were stored in ascending order.
  private static let isOrdered: Int64 = 0

  private static func bytes(of numbers: [Int64]) -> [UInt8] {
    ([isOrdered] + numbers).withUnsafeBytes { Array($0) }
  }

  private static func numbers(_ bytes: UnsafeRawBufferPointer) -> [Int64] {
    let numbers = stride(from: 0, to: bytes.count - 7, by: 8).map {
      bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)
    }
    return numbers.first == isOrdered ? Array(numbers.dropFirst()) : numbers.reversed()
  }
}
