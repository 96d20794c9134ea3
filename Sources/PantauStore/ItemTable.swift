import FoundationEssentials
import GRDB
import PantauCore

/// The statements that write items and what they are known by.
struct ItemStatements {
  private let db: Database
  private let insertItem: Statement
  private let claimIdentity: Statement
  private let selectIdentity: Statement
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
    selectIdentity = try db.cachedStatement(
      sql: "SELECT link_hash, title_hash FROM identities WHERE feed_id = ? AND key = ?")
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
    guard let key = try claim(keys, feedID: feedID) else { return nil }
    try insertItem.execute(arguments: [
      feedID, item.guid, item.url, item.title, item.summary, storedContent(item),
      StringList.text(item.authors), StringList.text(item.categories), item.published?.column,
      item.updated?.column, seen.column,
    ])
    let id = db.lastInsertedRowID
    try setIdentity.execute(arguments: [id, feedID, key.column])
    return id
  }

  /// The content, or nil where it is the summary again, as in most feeds of one body: readers take
  /// `coalesce(content, summary)`, and the text is stored once.
  private func storedContent(_ item: Item) -> String? {
    item.content == item.summary ? nil : item.content
  }

  /// Takes a key for a new item; nil where its feed showed it before.
  ///
  /// Where its guid stands for another article already (another link and another title), the item is
  /// known by guid, link and title together.
  private func claim(_ keys: ItemKeys, feedID: Int64) throws -> Key128? {
    if try claim(keys.identity, keys, feedID: feedID) { return keys.identity }
    guard
      let twin = try Row.fetchOne(selectIdentity, arguments: [feedID, keys.identity.column]),
      twin[0] != keys.link, twin[1] != keys.title
    else { return nil }
    return try claim(keys.distinct, keys, feedID: feedID) ? keys.distinct : nil
  }

  private func claim(_ key: Key128, _ keys: ItemKeys, feedID: Int64) throws -> Bool {
    try claimIdentity.execute(arguments: [feedID, key.column, keys.link, keys.title, keys.text])
    return db.changesCount == 1
  }

  /// Replaces an item's text by what its feed says now.
  func update(_ id: Int64, _ item: Item, _ keys: ItemKeys, feedID: Int64, _ now: Date) throws {
    try updateItem.execute(arguments: [
      item.guid, item.url, item.title, item.summary, storedContent(item),
      StringList.text(item.authors),
      StringList.text(item.categories), item.published?.column, item.updated?.column, now.column,
      id,
    ])
    try updateIdentity.execute(arguments: [
      keys.link, keys.title, keys.text, feedID, keys.identity.column,
    ])
  }
}
