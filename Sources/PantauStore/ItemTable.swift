import FoundationEssentials
import GRDB
import PantauCore

/// The statements that write items and what they are known by.
final class ItemStatements {
  private let insertItem: PreparedStatement
  private let claimIdentity: PreparedStatement
  private let updateItem: PreparedStatement
  private let updateIdentity: PreparedStatement
  private let insertAlias: PreparedStatement
  private let refreshIdentity: PreparedStatement
  private let refreshAlias: PreparedStatement
  private let keepVersion: PreparedStatement
  private let db: Database
  /// The number that the next new item gets: there is one writer, and its transaction is open.
  private var nextID: Int64

  /// Of an item that changes all the time no more texts are kept.
  private static let maxVersions = 50

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
      INSERT INTO identities (feed_id, key, item_id, link_hash, title_hash, text_hash, shown_day)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed_id, key) DO NOTHING
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
      UPDATE identities SET item_id = ?, link_hash = ?, title_hash = ?, text_hash = ?
      WHERE feed_id = ? AND key = ?
      """)
    insertAlias = try PreparedStatement(
      db,
      """
      INSERT INTO aliases (feed_id, hash, rest, item_id, shown_day) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (feed_id, hash) DO UPDATE SET
        item_id = iif(item_id = excluded.item_id, item_id, 0), shown_day = excluded.shown_day
      """)
    refreshIdentity = try PreparedStatement(
      db, "UPDATE identities SET shown_day = ? WHERE feed_id = ? AND key = ?")
    refreshAlias = try PreparedStatement(
      db, "UPDATE aliases SET shown_day = ? WHERE feed_id = ? AND hash = ?")
    keepVersion = try PreparedStatement(
      db,
      """
      INSERT INTO versions (item_id, since_ms, title, summary, content)
      SELECT id, coalesce(changed_ms, seen_ms), title, summary, content FROM items
      WHERE id = ?1 AND (title, summary, content) IS NOT (?2, ?3, ?4)
        AND (SELECT count(*) FROM versions WHERE item_id = ?1) < \(Self.maxVersions)
      ON CONFLICT DO NOTHING
      """)
    let lastID = try PreparedStatement(db, "SELECT max(id) FROM items")
    nextID = (try lastID.first({ _ in }, { $0.integer(0) }) ?? 0) + 1
  }

  /// Stores a new item; nil where its feed showed it before.
  func insert(_ item: Item, _ keys: ItemKeys, feedID: Int64, _ seen: Date) throws -> Int64? {
    guard try claim(keys, for: nextID, feedID: feedID, seen) else { return nil }
    return try store(item, feedID: feedID, seen)
  }

  /// Stores an item under the next number.
  private func store(_ item: Item, feedID: Int64, _ seen: Date) throws -> Int64 {
    let id = nextID
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
  private func claim(
    _ keys: ItemKeys, for id: Int64, feedID: Int64, _ seen: Date
  ) throws -> Bool {
    try claimIdentity.run { row in
      row.bind(feedID)
      row.bind(keys.identity)
      row.bind(id)
      row.bind(keys.link)
      row.bind(keys.title)
      row.bind(keys.text)
      row.bind(seen.dayNumber)
    }
    guard db.changesCount == 1 else { return false }
    try keys.aliases.forEach { try add(alias: $0, of: id, feedID: feedID, seen) }
    return true
  }

  /// Keeps what an item is recognised by under another guid; what two items have in common tells
  /// nothing.
  func add(alias: Key128, of id: Int64, feedID: Int64, _ seen: Date) throws {
    try insertAlias.run { row in
      row.bind(feedID)
      row.bind(alias.number)
      row.bind(alias.rest)
      row.bind(id)
      row.bind(seen.dayNumber)
    }
  }

  /// Notes that a feed still shows items.
  func noteShown(_ shown: [ItemKeys], feedID: Int64, _ seen: Date) throws {
    for keys in shown {
      try refreshIdentity.run { row in
        row.bind(seen.dayNumber)
        row.bind(feedID)
        row.bind(keys.identity)
      }
      try keys.aliases.forEach { alias in
        try refreshAlias.run { row in
          row.bind(seen.dayNumber)
          row.bind(feedID)
          row.bind(alias.number)
        }
      }
    }
  }

  /// Replaces an item's text by what its feed says now.
  ///
  /// One that retention has removed, while its feed still shows it, is stored anew.
  ///
  /// - Returns: the number that it has now.
  func update(
    _ id: Int64, _ item: Item, _ keys: ItemKeys, feedID: Int64, _ now: Date, seen: Date
  ) throws -> Int64 {
    try keepVersion.run { row in
      row.bind(id)
      row.bind(item.title)
      row.bind(item.summary)
      row.bind(item.content == item.summary ? nil : item.content)
    }
    try updateItem.run { row in
      row.bind(textsOf: item)
      row.bind(now)
      row.bind(id)
    }
    let id = db.changesCount == 0 ? try store(item, feedID: feedID, seen) : id
    try keys.aliases.forEach { try add(alias: $0, of: id, feedID: feedID, now) }
    try updateIdentity.run { row in
      row.bind(id)
      row.bind(keys.link)
      row.bind(keys.title)
      row.bind(keys.text)
      row.bind(feedID)
      row.bind(keys.identity)
    }
    return id
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
