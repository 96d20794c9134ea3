import FoundationEssentials
import GRDB
import PantauCore
import Synchronization

/// The newest keys of all feeds: in memory, and as `young_keys` on disk.
///
/// In the tables `identities` and `aliases` a feed's keys lie in the order of hashes, so that each new
/// one changes a page of its own once there are many. So they are written down one after another in
/// the transaction that stores their items, and those of a feed leave memory together, for
/// ``KeyRuns`` (decision 78). Whoever looks a key up looks here first, then there, then in the tables.
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
    /// Feeds whose keys of before left memory.
    var left: Set<Int64> = []
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

  /// The keys of a feed that are in memory, the latest last.
  func keys(ofFeed feed: Int64) -> [YoungKey] {
    state.withLock { $0.keys.keys(ofFeed: feed) }
  }

  /// The same, of a feed whose keys are about to be looked up in the database.
  func keys(toLookUp feed: Int64) -> [YoungKey] {
    state.withLock { state in
      state.unknown[feed] = []
      return state.keys.keys(ofFeed: feed)
    }
  }

  /// Notes which identities were nowhere; holds until keys of the feed leave memory.
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
      for feed in change.left { state.unknown[feed] = nil }
      state.keys.remove(change.left)
      state.keys.add(change.added, row: change.row)
    }
  }

  fileprivate func read<Value>(_ body: (YoungKeys) -> Value) -> Value {
    state.withLock { body($0.keys) }
  }
}

extension KeyLog {
  /// Writes keys down in the open transaction, and those that had their time among the others of
  /// their feeds.
  ///
  /// - Parameters:
  ///   - added: the transaction's keys, in order.
  ///   - limit: how many may stay in memory.
  ///   - most: about how many may leave it.
  ///   - db: the connection that writes.
  /// - Returns: what has to be applied once it is committed.
  /// - Throws: `DatabaseError`.
  func keep(
    _ added: [YoungKey], limit: Int, atMost most: Int, _ db: Database
  ) throws -> Change {
    var change = Change()
    change.left = read { $0.overdue(adding: added, limit: limit, atMost: most) }
    var leaving: [Int64: [YoungKey]] = [:]
    for keys in added.byFeed {
      let feed = keys[keys.startIndex].feed
      if change.left.contains(feed) {
        leaving[feed, default: []] += keys
      } else {
        change.added += keys
      }
    }
    if !change.left.isEmpty {
      let runs = KeyRuns(db)
      for feed in change.left.sorted() {
        try runs.add(keys(ofFeed: feed) + leaving[feed, default: []], ofFeed: feed)
      }
      // What stays in here of keys that left is read at a start, and leaves once more.
      let needed = read { $0.firstRow(without: change.left) }
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

extension [YoungKey] {
  /// Keys of one feed that come one after another, together.
  fileprivate var byFeed: [ArraySlice<YoungKey>] {
    var groups: [ArraySlice<YoungKey>] = []
    var rest = self[...]
    while let feed = rest.first?.feed {
      let end = rest.firstIndex { $0.feed != feed } ?? rest.endIndex
      groups.append(rest[..<end])
      rest = rest[end...]
    }
    return groups
  }
}
