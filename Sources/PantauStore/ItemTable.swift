import FoundationEssentials
import GRDB
import PantauCore

/// The statements that write items and what they are known by.
final class ItemStatements {
  private let insertItem: PreparedStatement
  private let selectIdentity: PreparedStatement
  private let selectStored: PreparedStatement
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
    /// Where those of the transaction begin, which has them one after another.
    let added: Int
    /// Identities that the poll has looked up, and that are nowhere.
    let unknown: [Key128]
    /// Whether there are any in runs, and in the table; nil as long as nobody asked.
    var stored: (inRuns: Bool, inTable: Bool)?
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
    selectStored = try PreparedStatement(
      db,
      """
      SELECT EXISTS (SELECT 1 FROM key_runs WHERE feed_id = ?1),
        EXISTS (SELECT 1 FROM identities WHERE feed_id = ?1)
      """)
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

  /// Makes room for so many new items.
  func reserve(_ count: Int) { keys.reserveCapacity(count) }

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
      row.lend(textsOf: item) { row in row.bind(seen) }
    }
    nextID += 1
    return id
  }

  /// Whether a feed has shown an item.
  private func isKnown(_ identity: Key128, feedID: Int64) throws -> Bool {
    let feed = keys(ofFeed: feedID)
    if latest(identity, of: feed) != nil { return true }
    if feed.unknown.contains(identity) { return false }
    let stored =
      try feed.stored
      ?? selectStored.first({ $0.bind(feedID) }) {
        ($0.integer(0) != 0, $0.integer(1) != 0)
      }
    self.feed?.stored = stored
    if stored?.inRuns ?? true {
      let runs = try KeyRuns(db).keys(ofFeed: feedID, havingAny: [identity])
      if runs.latest(identity) != nil { return true }
    }
    guard stored?.inTable ?? true else { return false }
    return try selectIdentity.first {
      $0.bind(feedID)
      $0.bind(identity)
    } _: { _ in
      true
    } ?? false
  }

  /// The latest key under an identity, of those that are in memory.
  private func latest(_ identity: Key128, of feed: FeedKeys) -> YoungKey? {
    keys[feed.added...].latest(identity) ?? feed.young.latest(identity)
  }

  private func keys(ofFeed id: Int64) -> FeedKeys {
    if let feed, feed.feed == id { return feed }
    let keys = FeedKeys(
      feed: id, young: log.keys(ofFeed: id), added: keys.count, unknown: log.takeUnknown(ofFeed: id)
    )
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
    _ = self.keys(ofFeed: feedID)
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
      let young =
        latest(keys.identity, of: self.keys(ofFeed: feedID)) ?? runs.latest(keys.identity)
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
      row.lend(textsOf: item) { row in
        row.bind(now)
        row.bind(id)
      }
    }
    let id = db.changesCount == 0 ? try store(item, feedID: feedID, seen) : id
    // One that was recognised by its aliases goes on being recognised by them.
    let hasIdentity = try isKnown(keys.identity, feedID: feedID)
    note(keys, of: id, feedID: feedID, now, hasIdentity: hasIdentity)
    return id
  }
}

extension ParameterBinder {
  /// Binds what a document says of an item, from its guid to the time of its last change, and then
  /// what `rest` binds.
  fileprivate mutating func lend(textsOf item: Item, then rest: (inout Self) -> Void) {
    bind(item.guid)
    bind(item.url)
    bind(item.title)
    lend(item.summary) { row in
      // NULL where it is the summary again, as in most feeds of one body: readers take
      // `coalesce(content, summary)`, and the text is stored once.
      row.lend(item.content == item.summary ? nil : item.content) { row in
        row.bind(StringList.text(item.authors))
        row.bind(StringList.text(item.categories))
        row.bind(item.published)
        row.bind(item.updated)
        rest(&row)
      }
    }
  }
}
