public import FoundationEssentials
import GRDB
public import PantauCore

/// An item as the archive keeps it.
public struct ArchivedItem: Sendable, Hashable {
  /// The archive's number.
  public var id: Int64
  /// The feed that brought it.
  public var feedID: Int64
  /// The first item of its story, where that is another.
  public var storyID: Int64?
  /// What the feed said; without enclosures, which the archive does not keep.
  public var item: Item
  /// When its last byte arrived.
  public var seen: Date
}

/// A feed that items of the archive came from, in the configuration now or not.
public struct ArchivedFeed: Sendable, Hashable {
  /// The URL as configured.
  public var url: String
  /// The operator's name.
  public var name: String?
  /// The feed's own title.
  public var title: String?
  /// The operator's group.
  public var group: String?

  /// The name to show: the operator's, else the feed's own title, else the URL.
  public var displayName: String { name ?? title ?? url }
}

/// Walks the archive from its oldest item on, a page at a time, so that it never is in memory whole.
///
/// By the index `items_by_seen`; each page is a snapshot of its own, and items that a daemon adds
/// meanwhile come last.
public struct ArchiveReader {
  private let store: Store
  private var lastSeen: Int64
  private var lastID: Int64 = 0
  private let pageSize: Int

  /// Starts at an instant.
  ///
  /// - Parameters:
  ///   - store: the archive.
  ///   - since: only items that arrived then or later; nil: all.
  ///   - pageSize: how many items a page has at most.
  public init(_ store: Store, since: Date? = nil, pageSize: Int = 200) {
    self.store = store
    self.pageSize = max(1, pageSize)
    lastSeen = since?.column ?? Int64.min
  }

  /// The next items, oldest first; empty at the end.
  ///
  /// - Throws: ``StoreError``.
  public mutating func nextPage() throws(StoreError) -> [ArchivedItem] {
    let (seen, id, limit) = (lastSeen, lastID, pageSize)
    let items = try store.read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT \(ArchivedItem.columns) FROM items
          WHERE (seen_ms, id) > (?, ?) ORDER BY seen_ms, id LIMIT ?
          """)
      // By a cursor: rows that are fetched whole are copied first.
      let rows = try Row.fetchCursor(select, arguments: [seen, id, limit])
      var items: [ArchivedItem] = []
      while let row = try rows.next() { items.append(ArchivedItem(row: row)) }
      return items
    }
    if let last = items.last { (lastSeen, lastID) = (last.seen.column, last.id) }
    return items
  }
}

extension Store {
  /// One item by its number; nil where there is none.
  ///
  /// - Throws: ``StoreError``.
  public func archivedItem(_ id: Int64) throws(StoreError) -> ArchivedItem? {
    try read { db in
      try Row.fetchOne(
        db, sql: "SELECT \(ArchivedItem.columns) FROM items WHERE id = ?", arguments: [id]
      ).map(ArchivedItem.init)
    }
  }

  /// All feeds that the archive knows, by number.
  ///
  /// - Throws: ``StoreError``.
  public func archivedFeeds() throws(StoreError) -> [Int64: ArchivedFeed] {
    try read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT id, url, name, title, feed_group FROM feeds")
      return Dictionary(
        uniqueKeysWithValues: rows.map { row in
          (row[0], ArchivedFeed(url: row[1], name: row[2], title: row[3], group: row[4]))
        })
    }
  }
}

extension ArchivedItem {
  static let columns = """
    id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms,
    updated_ms, seen_ms
    """

  init(row: Row) {
    id = row[0]
    feedID = row[1]
    storyID = row[2]
    // Read once: where the two are one text, comparing them costs nothing.
    let summary: String? = row[6]
    item = Item(
      guid: row[3], url: row[4], title: row[5], summary: summary, content: row[7] ?? summary,
      authors: StringList.read(row[8]), categories: StringList.read(row[9]),
      published: Date(column: row[10]), updated: Date(column: row[11]))
    seen = Date(millisecondsSince1970: Int(row[12] as Int64))
  }
}
