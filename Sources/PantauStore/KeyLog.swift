import FoundationEssentials
import GRDB
import PantauCore
import Synchronization

/// The newest keys of all feeds: in memory, and as `young_keys` on disk.
///
/// In the tables `identities` and `aliases` a feed's keys lie in the order of hashes, so that each new
/// one changes a page of its own once there are many. So they are written down one after another in
/// the transaction that stores their items, and go into the tables when a feed has some dozens
/// (decision 75). Whoever looks a key up looks here first, and then in the tables.
final class KeyLog: Sendable {
  private struct State {
    var keys = YoungKeys()
    var isLoaded = false
    /// Of feeds whose keys were looked up and have not changed since: identities that none has.
    var unknown: [Int64: [Key128]] = [:]
  }

  private let state = Mutex(State())

  /// What a transaction does to the keys; holds once it is committed.
  struct Change {
    /// Keys that came, and the row that holds them.
    var added: [YoungKey] = []
    var row: Int64 = 0
    /// Feeds whose keys of before went into the tables.
    var merged: Set<Int64> = []
  }

  /// Reads what an earlier run left, once; outside of transactions.
  func load(_ read: ((Int64, Data) -> Void) throws(StoreError) -> Void) throws(StoreError) {
    try state.withLock { state throws(StoreError) in
      guard !state.isLoaded else { return }
      var keys = YoungKeys()
      try read { row, entries in
        var added: [YoungKey] = []
        entries.withUnsafeBytes { YoungKey.forEach(in: $0) { added.append($0) } }
        keys.add(added, row: row)
      }
      state = State(keys: keys, isLoaded: true)
    }
  }

  /// The keys of a feed that may not be in the tables, the latest last.
  func keys(ofFeed feed: Int64) -> [YoungKey] {
    state.withLock { $0.keys.keys(ofFeed: feed) }
  }

  /// The same, of a feed whose keys are about to be looked up in the tables.
  func keys(toLookUp feed: Int64) -> [YoungKey] {
    state.withLock { state in
      state.unknown[feed] = []
      return state.keys.keys(ofFeed: feed)
    }
  }

  /// Notes which identities were in neither place; holds until keys of the feed go into the tables.
  func note(unknown identities: [Key128], ofFeed feed: Int64) {
    state.withLock { state in
      if state.unknown[feed] != nil { state.unknown[feed] = identities }
    }
  }

  /// Takes what was noted of a feed.
  func takeUnknown(ofFeed feed: Int64) -> [Key128] {
    state.withLock { $0.unknown.removeValue(forKey: feed) } ?? []
  }

  /// Notes what a transaction has done.
  func apply(_ change: Change) {
    state.withLock { state in
      for feed in change.merged { state.unknown[feed] = nil }
      state.keys.remove(change.merged)
      state.keys.add(change.added, row: change.row)
    }
  }

  fileprivate func read<Value>(_ body: (YoungKeys) -> Value) -> Value {
    state.withLock { body($0.keys) }
  }
}

extension KeyLog {
  /// Writes keys down in the open transaction, and brings those into their tables that had their time.
  ///
  /// - Parameters:
  ///   - added: the transaction's keys, in order.
  ///   - limit: how many may stay out of the tables.
  ///   - most: about how many may go into them.
  ///   - db: the connection that writes.
  /// - Returns: what has to be applied once it is committed.
  /// - Throws: `DatabaseError`.
  func keep(
    _ added: [YoungKey], limit: Int, atMost most: Int, _ db: Database
  ) throws -> Change {
    var change = Change()
    change.merged = read { $0.overdue(adding: added, limit: limit, atMost: most) }
    change.added = added.filter { !change.merged.contains($0.feed) }
    if !change.merged.isEmpty {
      let merge = try KeyMerge(db)
      for feed in change.merged.sorted() {
        try merge.run(keys(ofFeed: feed) + added.filter { $0.feed == feed })
      }
      // What a crash leaves in here of keys that are in the tables is read and merged once more.
      let needed = read { $0.firstRow(without: change.merged) }
      let forget = try PreparedStatement(db, "DELETE FROM young_keys WHERE id < ?")
      try forget.run { $0.bind(needed ?? Int64.max) }
    }
    guard !change.added.isEmpty else { return change }
    var words: [UInt64] = []
    words.reserveCapacity(change.added.count * YoungKey.size / 8)
    for key in change.added { key.write(to: &words) }
    let insert = try PreparedStatement(db, "INSERT INTO young_keys (entries) VALUES (?)")
    try insert.run { row in words.withUnsafeBytes { row.bind($0) } }
    change.row = db.lastInsertedRowID
    return change
  }
}

/// The statements that bring keys into their tables.
private struct KeyMerge {
  private let identity: PreparedStatement
  private let alias: PreparedStatement

  init(_ db: Database) throws {
    identity = try PreparedStatement(
      db,
      """
      INSERT INTO identities (feed_id, key, item_id, link_hash, title_hash, text_hash, shown_day)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed_id, key) DO UPDATE SET
        item_id = excluded.item_id, link_hash = excluded.link_hash,
        title_hash = excluded.title_hash, text_hash = excluded.text_hash,
        shown_day = max(shown_day, excluded.shown_day)
      """)
    // What two items have in common tells nothing.
    alias = try PreparedStatement(
      db,
      """
      INSERT INTO aliases (feed_id, hash, rest, item_id, shown_day) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (feed_id, hash) DO UPDATE SET
        item_id = iif(item_id = excluded.item_id, item_id, 0), shown_day = excluded.shown_day
      """)
  }

  /// Writes the keys of a feed, in the order of each table; of one identity the latest holds.
  func run(_ keys: [YoungKey]) throws {
    // By places, for keys are large.
    let identities = keys.indices.filter { keys[$0].hasIdentity }.sorted { left, right in
      let (first, second) = (keys[left].keys.identity, keys[right].keys.identity)
      return (first.high, first.low, left) < (second.high, second.low, right)
    }
    for place in identities { try write(keys[place]) }
    var aliases: [(key: Key128, place: Int)] = []
    aliases.reserveCapacity(keys.count * 3)
    for place in keys.indices { keys[place].keys.aliases.forEach { aliases.append(($0, place)) } }
    aliases.sort { ($0.key.number, $0.place) < ($1.key.number, $1.place) }
    for (key, place) in aliases { try write(key, keys[place]) }
  }

  private func write(_ key: YoungKey) throws {
    try identity.run { row in
      row.bind(key.feed)
      row.bind(key.keys.identity)
      row.bind(key.item)
      row.bind(key.keys.link)
      row.bind(key.keys.title)
      row.bind(key.keys.text)
      row.bind(Int64(key.day))
    }
  }

  private func write(_ key: Key128, _ of: YoungKey) throws {
    try alias.run { row in
      row.bind(of.feed)
      row.bind(key.number)
      row.bind(key.rest)
      row.bind(of.item)
      row.bind(Int64(of.day))
    }
  }
}
