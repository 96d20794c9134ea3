public import FoundationEssentials
import GRDB

/// How long things are kept.
public struct RetentionRules: Sendable, Hashable {
  /// Items that arrived before this leave, unless an alert names them; nil: none.
  public var itemsBefore: Date?
  /// Alerts raised before this leave, unless a delivery of theirs waits; nil: none.
  public var alertsBefore: Date?
  /// Notices made before this leave, unless a delivery of theirs waits or is a dead letter; nil: none.
  public var noticesBefore: Date?
  /// Above this size in bytes the oldest items leave; nil: any size.
  public var maxBytes: Int?

  /// Takes the parts.
  public init(
    itemsBefore: Date? = nil, alertsBefore: Date? = nil, noticesBefore: Date? = nil,
    maxBytes: Int? = nil
  ) {
    self.itemsBefore = itemsBefore
    self.alertsBefore = alertsBefore
    self.noticesBefore = noticesBefore
    self.maxBytes = maxBytes
  }
}

/// How far a pass has looked at items that stay, for their alerts' sake: the next one need not look
/// at them again.
public struct RetentionPlaces: Sendable {
  fileprivate var items: (Int64, Int64) = (.min, 0)
  fileprivate var size: (Int64, Int64) = (.min, 0)

  /// Looks at everything.
  public init() {}
}

/// Removes what has had its time, some rows in a transaction.
///
/// Alerts first, for they keep items; then notices, then items by age, then by size. The last item
/// always stays, so that no number is given twice. Pages that become free are used again; the file
/// does not shrink.
public struct RetentionPass: Sendable {
  private let store: Store
  private let rules: RetentionRules
  private var stage = Stage.alerts
  /// The place behind the rows that were looked at: their time, and number.
  private var last: (Int64, Int64) = (.min, 0)
  /// Where items were looked at last; a removed alert sets it back.
  public private(set) var places: RetentionPlaces
  /// How many rows have left so far.
  public private(set) var alerts = 0
  /// How many rows have left so far.
  public private(set) var items = 0

  private enum Stage { case alerts, notices, items, size, done }

  /// Starts a pass.
  ///
  /// - Parameters:
  ///   - store: the archive.
  ///   - rules: what leaves.
  ///   - places: where an earlier pass ended.
  public init(
    _ store: Store, _ rules: RetentionRules, from places: RetentionPlaces = RetentionPlaces()
  ) {
    self.store = store
    self.rules = rules
    self.places = places
  }

  /// Removes up to `limit` rows, in a transaction of its own.
  ///
  /// - Parameter limit: how many rows are looked at.
  /// - Returns: whether there is more to do.
  /// - Throws: ``StoreError``; what the step would have removed is still there.
  public mutating func step(_ limit: Int = 50) throws(StoreError) -> Bool {
    switch stage {
    case .alerts:
      guard let before = rules.alertsBefore?.column else { return enter(.notices) }
      let rows = try store.write { [last] db in
        try Self.removeAlerts(db, after: last, before: before, limit)
      }
      alerts += rows.removed
      if rows.removed > 0 { places = RetentionPlaces() }
      return advance(rows, limit, next: .notices)
    case .notices:
      guard let before = rules.noticesBefore?.column else { return enter(.items) }
      let rows = try store.write { [last] db in
        try Self.removeNotices(db, after: last, before: before, limit)
      }
      return advance(rows, limit, next: .items)
    case .items:
      guard let before = rules.itemsBefore?.column else { return enter(.size) }
      let rows = try store.write { [last] db in
        try Self.removeItems(db, after: last, before: before, limit)
      }
      items += rows.removed
      if let end = rows.end { places.items = end }
      return advance(rows, limit, next: .size)
    case .size:
      guard let maxBytes = rules.maxBytes, try store.usedBytes() > maxBytes else {
        return enter(.done)
      }
      let rows = try store.write { [last] db in
        try Self.removeItems(db, after: last, before: .max, limit)
      }
      items += rows.removed
      if let end = rows.end { places.size = end }
      return advance(rows, limit, next: .done)
    case .done: return false
    }
  }

  private mutating func enter(_ next: Stage) -> Bool {
    stage = next
    switch next {
    case .items: last = places.items
    case .size: last = places.size
    default: last = (.min, 0)
    }
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

  /// By the primary key, for notices are numbered in their order.
  ///
  /// Those stay of which a message waits, is a dead letter, or went in a digest. Deliveries go along
  /// by `deliveries_by_notice`.
  private static func removeNotices(
    _ db: Database, after last: (Int64, Int64), before: Int64, _ limit: Int
  ) throws -> Rows {
    try remove(
      db,
      """
      SELECT time_ms, seq FROM notices WHERE seq > ? AND time_ms < ? ORDER BY seq LIMIT ?
      """,
      """
      DELETE FROM notices WHERE seq = ?
        AND NOT EXISTS (SELECT 1 FROM deliveries
          WHERE notice_seq = notices.seq AND state IN ('waiting', 'dead'))
        AND NOT EXISTS (SELECT 1 FROM deliveries WHERE digest_seq = notices.seq)
      """, [last.1, before, limit])
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
