public import FoundationEssentials
import GRDB

/// How long things are kept.
public struct RetentionRules: Sendable, Hashable {
  /// Items that arrived before this leave, unless an alert names them; nil: none.
  public var itemsBefore: Date?
  /// Alerts raised before this leave, unless a delivery of theirs waits; nil: none.
  public var alertsBefore: Date?
  /// Above this size in bytes the oldest items leave; nil: any size.
  public var maxBytes: Int?

  /// Takes the parts.
  public init(itemsBefore: Date? = nil, alertsBefore: Date? = nil, maxBytes: Int? = nil) {
    self.itemsBefore = itemsBefore
    self.alertsBefore = alertsBefore
    self.maxBytes = maxBytes
  }
}

/// Removes what has had its time, some rows in a transaction.
///
/// Alerts first, for they keep items; then items by age, then by size. The last item always stays,
/// so that no number is given twice. Pages that become free are used again; the file does not shrink.
public struct RetentionPass: Sendable {
  private let store: Store
  private let rules: RetentionRules
  private var stage = Stage.alerts
  /// The place behind the rows that were looked at: their time, and number.
  private var last: (Int64, Int64) = (.min, 0)
  /// How many rows have left so far.
  public private(set) var alerts = 0
  /// How many rows have left so far.
  public private(set) var items = 0

  private enum Stage { case alerts, items, size, done }

  /// Starts a pass.
  public init(_ store: Store, _ rules: RetentionRules) {
    self.store = store
    self.rules = rules
  }

  /// Removes up to `limit` rows, in a transaction of its own.
  ///
  /// - Parameter limit: how many rows are looked at.
  /// - Returns: whether there is more to do.
  /// - Throws: ``StoreError``; what the step would have removed is still there.
  public mutating func step(_ limit: Int = 50) throws(StoreError) -> Bool {
    switch stage {
    case .alerts:
      guard let before = rules.alertsBefore?.column else { return enter(.items) }
      let rows = try store.write { [last] db in
        try Self.removeAlerts(db, after: last, before: before, limit)
      }
      alerts += rows.removed
      return advance(rows, limit, next: .items)
    case .items:
      guard let before = rules.itemsBefore?.column else { return enter(.size) }
      let rows = try store.write { [last] db in
        try Self.removeItems(db, after: last, before: before, limit)
      }
      items += rows.removed
      return advance(rows, limit, next: .size)
    case .size:
      guard let maxBytes = rules.maxBytes, try store.usedBytes() > maxBytes else {
        return enter(.done)
      }
      let rows = try store.write { [last] db in
        try Self.removeItems(db, after: last, before: .max, limit)
      }
      items += rows.removed
      return advance(rows, limit, next: .done)
    case .done: return false
    }
  }

  private mutating func enter(_ next: Stage) -> Bool {
    (stage, last) = (next, (.min, 0))
    return next != .done
  }

  private mutating func advance(_ rows: Rows, _ limit: Int, next: Stage) -> Bool {
    guard rows.looked == limit, let end = rows.end else { return enter(next) }
    last = end
    return true
  }

  private struct Rows {
    var looked = 0
    var removed = 0
    var end: (Int64, Int64)?
  }

  /// By the index `alerts_by_time`; deliveries and keywords go along by their own indexes.
  private static func removeAlerts(
    _ db: Database, after last: (Int64, Int64), before: Int64, _ limit: Int
  ) throws -> Rows {
    try remove(
      db,
      """
      SELECT time_ms, seq FROM alerts WHERE (time_ms, seq) > (?, ?) AND time_ms < ?
      ORDER BY time_ms, seq LIMIT ?
      """,
      """
      DELETE FROM alerts WHERE seq = ? AND NOT EXISTS
        (SELECT 1 FROM deliveries WHERE alert_seq = alerts.seq AND state = 'waiting')
      """, [last.0, last.1, before, limit])
  }

  /// By the indexes `items_by_seen` and `alerts_by_item`.
  private static func removeItems(
    _ db: Database, after last: (Int64, Int64), before: Int64, _ limit: Int
  ) throws -> Rows {
    try remove(
      db,
      """
      SELECT seen_ms, id FROM items WHERE (seen_ms, id) > (?, ?) AND seen_ms < ?
      ORDER BY seen_ms, id LIMIT ?
      """,
      """
      DELETE FROM items WHERE id = ? AND id < (SELECT max(id) FROM items)
        AND NOT EXISTS (SELECT 1 FROM alerts WHERE item_id = items.id)
      """, [last.0, last.1, before, limit])
  }

  private static func remove(
    _ db: Database, _ select: String, _ delete: String, _ arguments: StatementArguments
  ) throws -> Rows {
    var rows = Rows()
    let found = try Row.fetchAll(db.cachedStatement(sql: select), arguments: arguments)
    let delete = try db.cachedStatement(sql: delete)
    for row in found {
      try delete.execute(arguments: [row[1] as Int64])
      rows.looked += 1
      rows.removed += db.changesCount
      rows.end = (row[0], row[1])
    }
    return rows
  }
}

extension Store {
  /// The bytes of the database that hold something; free pages, which are used again, not counted.
  ///
  /// - Throws: ``StoreError``.
  public func usedBytes() throws(StoreError) -> Int {
    try read { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      return (pages - free) * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
    }
  }

  /// How many items that changed or left wait to be taken out of the search index.
  ///
  /// - Throws: ``StoreError``.
  public func searchBacklog() throws(StoreError) -> Int {
    try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM search_stale") ?? 0 }
  }
}
