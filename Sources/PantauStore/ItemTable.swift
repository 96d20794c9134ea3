import FoundationEssentials
import GRDB
import PantauCore

/// The statements that write items and what they are known by.
struct ItemStatements {
  private let db: Database
  private let insertItem: Statement
  private let claimIdentity: Statement
  private let setIdentity: Statement
  private let updateItem: Statement
  private let updateIdentity: Statement

  init(_ db: Database) throws {
    self.db = db
    insertItem = try db.cachedStatement(
      sql: """
        INSERT INTO items (feed_id, guid, url, title, summary, content, authors, categories,
          published_ms, updated_ms, seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    claimIdentity = try db.cachedStatement(
      sql: """
        INSERT INTO identities (feed_id, key, item_id, link_hash, title_hash, text_hash)
        VALUES (?, ?, 0, ?, ?, ?) ON CONFLICT (feed_id, key) DO NOTHING
        """)
    setIdentity = try db.cachedStatement(
      sql: "UPDATE identities SET item_id = ? WHERE feed_id = ? AND key = ?")
    updateItem = try db.cachedStatement(
      sql: """
        UPDATE items SET guid = ?, url = ?, title = ?, summary = ?, content = ?, authors = ?,
          categories = ?, published_ms = ?, updated_ms = ?, changed_ms = ? WHERE id = ?
        """)
    updateIdentity = try db.cachedStatement(
      sql: """
        UPDATE identities SET link_hash = ?, title_hash = ?, text_hash = ?
        WHERE feed_id = ? AND key = ?
        """)
  }

  /// Stores a new item; nil where its feed showed it before.
  func insert(_ item: Item, _ keys: ItemKeys, feedID: Int64, _ seen: Date) throws -> Int64? {
    try claimIdentity.execute(arguments: [
      feedID, keys.identity.column, keys.link, keys.title, keys.text,
    ])
    guard db.changesCount == 1 else { return nil }
    try insertItem.execute(arguments: [
      feedID, item.guid, item.url, item.title, item.summary, item.content,
      StringList.text(item.authors), StringList.text(item.categories), item.published?.column,
      item.updated?.column, seen.column,
    ])
    let id = db.lastInsertedRowID
    try setIdentity.execute(arguments: [id, feedID, keys.identity.column])
    return id
  }

  /// Replaces an item's text by what its feed says now.
  func update(_ id: Int64, _ item: Item, _ keys: ItemKeys, feedID: Int64, _ now: Date) throws {
    try updateItem.execute(arguments: [
      item.guid, item.url, item.title, item.summary, item.content, StringList.text(item.authors),
      StringList.text(item.categories), item.published?.column, item.updated?.column, now.column,
      id,
    ])
    try updateIdentity.execute(arguments: [
      keys.link, keys.title, keys.text, feedID, keys.identity.column,
    ])
  }
}
