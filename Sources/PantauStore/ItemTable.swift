import FoundationEssentials
import GRDB
import PantauCore

/// The statements that write items and what they are known by.
final class ItemStatements {
  private let insertItem: PreparedStatement
  private let selectIdentity: PreparedStatement
  private let selectAnyIdentity: PreparedStatement
  private let updateItem: PreparedStatement
  private let refreshIdentity: PreparedStatement
  private let refreshAlias: PreparedStatement
  private let keepVersion: PreparedStatement
  private let db: Database
  private let log: KeyLog
  /// The transaction's keys.
  private var keys: [YoungKey] = []
  private var feed: FeedKeys?
  /// The number that the next new item gets: there is one writer, and its transaction is open.
  private var nextID: Int64

  /// What is known of the keys of the feed at hand.
  private struct FeedKeys {
    let feed: Int64
    /// Those that are in memory.
    let young: [YoungKey]
    /// The transaction's.
    var added: [YoungKey] = []
    /// Identities that the poll has looked up, and that are nowhere.
    let unknown: [Key128]
    /// Whether the table has any of them; nil where it was not asked.
    var isInTable: Bool?

    func latest(_ identity: Key128) -> YoungKey? {
      added.latest(identity) ?? young.latest(identity)
    }
  }

  /// So many keys may leave memory with a few new ones: some milliseconds' work.
  private static let leastMerged = 200
  /// Of an item that changes all the time no more texts are kept.
  private static let maxVersions = 50

  /// As many keys may stay in memory: a part of the archive, so that of each feed some leave at once,
  /// and a few megabytes at most.
  private var maxYoung: Int { min(max(2_048, Int(nextID) / 20), 50_000) }

  init(_ db: Database, _ log: KeyLog) throws {
    (self.db, self.log) = (db, log)
    insertItem = try PreparedStatement(
      db,
      """
      INSERT INTO items (id, feed_id, guid, url, title, summary, content, authors, categories,
        published_ms, updated_ms, seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    selectIdentity = try PreparedStatement(
      db, "SELECT 1 FROM identities WHERE feed_id = ? AND key = ?")
    selectAnyIdentity = try PreparedStatement(
      db, "SELECT 1 FROM identities WHERE feed_id = ? LIMIT 1")
    updateItem = try PreparedStatement(
      db,
      """
      UPDATE items SET guid = ?, url = ?, title = ?, summary = ?, content = ?, authors = ?,
        categories = ?, published_ms = ?, updated_ms = ?, changed_ms = ? WHERE id = ?
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
    guard try !isKnown(keys.identity, feedID: feedID) else { return nil }
    note(keys, of: nextID, feedID: feedID, seen)
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

  /// Whether a feed has shown an item.
  private func isKnown(_ identity: Key128, feedID: Int64) throws -> Bool {
    let keys = keys(ofFeed: feedID)
    if keys.latest(identity) != nil { return true }
    if keys.unknown.contains(identity) { return false }
    let runs = try KeyRuns(db).keys(ofFeed: feedID, havingAny: [identity])
    if runs.latest(identity) != nil { return true }
    let isInTable =
      try keys.isInTable ?? selectAnyIdentity.first({ $0.bind(feedID) }, { _ in true }) ?? false
    feed?.isInTable = isInTable
    guard isInTable else { return false }
    return try selectIdentity.first {
      $0.bind(feedID)
      $0.bind(identity)
    } _: { _ in
      true
    } ?? false
  }

  private func keys(ofFeed id: Int64) -> FeedKeys {
    if let feed, feed.feed == id { return feed }
    let keys = FeedKeys(
      feed: id, young: log.keys(ofFeed: id), unknown: log.takeUnknown(ofFeed: id))
    feed = keys
    return keys
  }

  /// Notes what an item is known by from now on; by its aliases alone where it has no identity.
  private func note(
    _ keys: ItemKeys, of id: Int64, feedID: Int64, _ seen: Date, hasIdentity: Bool = true
  ) {
    let key = YoungKey(
      feed: feedID, item: id, day: Int32(clamping: seen.dayNumber), hasIdentity: hasIdentity,
      keys: keys)
    if feed?.feed != feedID { feed = self.keys(ofFeed: feedID) }
    feed?.added.append(key)
    self.keys.append(key)
  }

  /// Keeps what an item is recognised by under another guid; what two items have in common tells
  /// nothing.
  func add(alias: Key128, of id: Int64, feedID: Int64, _ seen: Date) {
    var keys = ItemKeys(identity: alias, link: 0, title: 0, text: 0)
    keys.aliases.link = alias
    note(keys, of: id, feedID: feedID, seen, hasIdentity: false)
  }

  /// Writes the transaction's keys down.
  ///
  /// - Returns: what has to be applied once it is committed.
  func keepKeys() throws -> KeyLog.Change {
    try log.keep(keys, limit: maxYoung, atMost: 2 * keys.count + Self.leastMerged, db)
  }

  /// Notes that a feed still shows items.
  func noteShown(_ shown: [ItemKeys], feedID: Int64, _ seen: Date) throws {
    let runs = try KeyRuns(db).keys(ofFeed: feedID, havingAny: shown.map(\.identity))
    for keys in shown {
      let young = self.keys(ofFeed: feedID).latest(keys.identity) ?? runs.latest(keys.identity)
      if let young {
        note(young.keys, of: young.item, feedID: feedID, seen)
        continue
      }
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
    // One that was recognised by its aliases goes on being recognised by them.
    let hasIdentity = try isKnown(keys.identity, feedID: feedID)
    note(keys, of: id, feedID: feedID, now, hasIdentity: hasIdentity)
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
