public import FoundationEssentials
import GRDB

/// Which items of the archive a search looks at, and in which order.
public struct SearchRequest: Sendable, Hashable {
  /// How results are ordered.
  public enum Order: Sendable, Hashable {
    /// Those that arrived last come first.
    case time
    /// Those that hold the words most densely come first (BM25, the title's words count five).
    case rank
  }

  /// What the full-text index is asked; nil looks at every item.
  public var expression: String?
  /// The order.
  public var order: Order
  /// Whether the expression names the words of stems: items whose words are not listed are visited one
  /// by one then.
  public var isSpelled = false
  /// Only items that arrived then or later.
  public var since: Date?
  /// Only items of these feeds; nil: of all.
  public var feeds: Set<Int64>?

  /// Takes the parts.
  public init(
    expression: String?, order: Order = .time, since: Date? = nil, feeds: Set<Int64>? = nil
  ) {
    self.expression = expression
    self.order = order
    self.since = since
    self.feeds = feeds
  }
}

extension Store {
  /// Visits the items that may match a search, until the visitor has enough.
  ///
  /// Items that are not indexed yet, or changed since, are visited as well, before the others.
  /// The index gives numbers in descending order by itself, so that a visitor who stops early has
  /// read only the youngest part of the words' lists; rank reads them whole (``SearchRanking``). Items
  /// are read by their primary key, `since` is turned into a number by `items_by_seen`.
  ///
  /// - Parameters:
  ///   - request: which ones.
  ///   - visit: looks at an item; false ends the search.
  /// - Throws: ``StoreError``.
  public func search(
    _ request: SearchRequest, visit: (ArchivedItem) -> Bool
  ) throws(StoreError) {
    try read { db in
      let walk = try SearchWalk(db, request)
      try walk.run(visit)
    }
  }
}

extension Store {
  /// Lends each word of the archive's list, by its primary key.
  ///
  /// - Throws: ``StoreError``.
  public func forEachWord(
    _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(StoreError) {
    try read { db in
      try PreparedStatement(db, "SELECT word FROM words").forEach({ _ in }) { row in
        row.bytes(0) { $0.withMemoryRebound(to: UInt8.self) { body($0) } }
      }
    }
  }
}

/// One search in one snapshot of the database.
private struct SearchWalk {
  private let db: Database
  private let request: SearchRequest
  private let watermark: Int64
  private let first: Int64
  private let selectItem: Statement
  private let selectFeed: PreparedStatement

  init(_ db: Database, _ request: SearchRequest) throws {
    self.db = db
    self.request = request
    watermark =
      try Int64.fetchOne(
        db, sql: "SELECT iif(?, min(watermark, worded), watermark) FROM search_state",
        arguments: [request.isSpelled]) ?? 0
    first =
      try request.since.map { since in
        try Int64.fetchOne(
          db, sql: "SELECT min(id) FROM items INDEXED BY items_by_seen WHERE seen_ms >= ?",
          arguments: [since.column]) ?? Int64.max
      } ?? 0
    selectItem = try db.cachedStatement(
      sql: "SELECT \(ArchivedItem.columns) FROM items WHERE id = ?")
    selectFeed = try PreparedStatement(db, "SELECT feed_id FROM items WHERE id = ?")
  }

  func run(_ visit: (ArchivedItem) -> Bool) throws {
    guard let expression = request.expression else {
      _ = try walkItems(above: first - 1, visit)
      return
    }
    guard try walkItems(above: max(watermark, first - 1), visit) else { return }
    let stale = try Int64.fetchAll(
      db, sql: "SELECT id FROM search_stale WHERE id >= ? ORDER BY id DESC", arguments: [first])
    for id in stale where try !self.visit(id, visit) { return }
    let changed = Set(stale)
    try forEachFound(expression) { id in
      try changed.contains(id) || self.visit(id, visit)
    }
  }

  /// Hands over the numbers that the index finds, in the order asked for, until `body` returns false.
  private func forEachFound(_ expression: String, _ body: (Int64) throws -> Bool) throws {
    guard first <= watermark else { return }
    if request.order == .rank {
      var ranking = try SearchRanking(db, expression, first...watermark)
      while let id = try ranking.next(), try body(id) {}
      return
    }
    let found = try Int64.fetchCursor(
      db,
      sql: """
        SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC
        """, arguments: [expression, first, watermark])
    while let id = try found.next(), try body(id) {}
  }

  /// Visits items by their numbers alone, the youngest first; false where the visitor has enough.
  private func walkItems(above id: Int64, _ visit: (ArchivedItem) -> Bool) throws -> Bool {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT \(ArchivedItem.columns) FROM items WHERE id > ? ORDER BY id DESC",
      arguments: [id])
    while let row = try rows.next() {
      if !self.visit(ArchivedItem(row: row), visit) { return false }
    }
    return true
  }

  private func visit(_ id: Int64, _ visit: (ArchivedItem) -> Bool) throws -> Bool {
    // Of most items of other feeds no more than this is read.
    if let feeds = request.feeds,
      let feed = try selectFeed.first({ $0.bind(id) }, { $0.integer(0) }), !feeds.contains(feed)
    {
      return true
    }
    guard let row = try Row.fetchOne(selectItem, arguments: [id]) else { return true }
    return self.visit(ArchivedItem(row: row), visit)
  }

  private func visit(_ item: ArchivedItem, _ visit: (ArchivedItem) -> Bool) -> Bool {
    if let feeds = request.feeds, !feeds.contains(item.feedID) { return true }
    if let since = request.since, item.seen < since { return true }
    return visit(item)
  }
}
