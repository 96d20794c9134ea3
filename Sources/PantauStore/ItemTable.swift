import FoundationEssentials
import GRDB
import PantauCore

/// The statements that write items and what they are known by.
final class ItemStatements {
  private let insertItem: PreparedStatement
  private let claimIdentity: PreparedStatement
  private let updateItem: PreparedStatement
  private let updateIdentity: PreparedStatement
  private let db: Database
  /// The number that the next new item gets: there is one writer, and its transaction is open.
  private var nextID: Int64

  init(_ db: Database) throws {
    self.db = db
    insertItem = try PreparedStatement(
      db,
      """
      INSERT INTO items (id, feed_id, guid, url, title, summary, content, authors, categories,
        published_ms, updated_ms, seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    claimIdentity = try PreparedStatement(
      db,
      """
      INSERT INTO identities (feed_id, key, item_id, link_hash, title_hash, text_hash)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (feed_id, key) DO NOTHING
      """)
    updateItem = try PreparedStatement(
      db,
      """
      UPDATE items SET guid = ?, url = ?, title = ?, summary = ?, content = ?, authors = ?,
        categories = ?, published_ms = ?, updated_ms = ?, changed_ms = ? WHERE id = ?
      """)
    updateIdentity = try PreparedStatement(
      db,
      """
      UPDATE identities SET link_hash = ?, title_hash = ?, text_hash = ?
      WHERE feed_id = ? AND key = ?
      """)
    let lastID = try PreparedStatement(db, "SELECT max(id) FROM items")
    nextID = (try lastID.first({ _ in }, { $0.integer(0) }) ?? 0) + 1
  }

  /// Stores a new item; nil where its feed showed it before.
  func insert(_ item: Item, _ keys: ItemKeys, feedID: Int64, _ seen: Date) throws -> Int64? {
    let id = nextID
    guard try claim(keys, for: id, feedID: feedID) else { return nil }
    try insertItem.run { row in
      row.bind(id)
      row.bind(feedID)
      row.bind(textsOf: item)
      row.bind(seen)
    }
    nextID += 1
    return id
  }

  /// Takes an identity for a new item; false where its feed showed it before.
  private func claim(_ keys: ItemKeys, for id: Int64, feedID: Int64) throws -> Bool {
    try claimIdentity.run { row in
      row.bind(feedID)
      row.bind(keys.identity)
      row.bind(id)
      row.bind(keys.link)
      row.bind(keys.title)
      row.bind(keys.text)
    }
    return db.changesCount == 1
  }

  /// Replaces an item's text by what its feed says now.
  func update(_ id: Int64, _ item: Item, _ keys: ItemKeys, feedID: Int64, _ now: Date) throws {
    try updateItem.run { row in
      row.bind(textsOf: item)
      row.bind(now)
      row.bind(id)
    }
    try updateIdentity.run { row in
      row.bind(keys.link)
      row.bind(keys.title)
      row.bind(keys.text)
      row.bind(feedID)
      row.bind(keys.identity)
    }
  }
}

extension ParameterBinder {
  /// Binds what a document says of an item, from its guid to the time of its last change.
  fileprivate mutating func bind(textsOf item: Item) {
    bind(item.guid)
    bind(item.url)
    bind(item.title)
    bind(item.summary)
    // NULL where it is the summary again, as in most feeds of one body: readers take
    // `coalesce(content, summary)`, and the text is stored once.
    bind(item.content == item.summary ? nil : item.content)
    bind(StringList.text(item.authors))
    bind(StringList.text(item.categories))
    bind(item.published)
    bind(item.updated)
  }
}
