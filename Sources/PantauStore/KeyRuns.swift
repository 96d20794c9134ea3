import GRDB
import PantauCore

/// The keys that have left memory, in `key_runs`: each row some of a feed's, in the order in which they
/// came (decision 78).
///
/// Like rows become one as they gather, so that a feed has few and a key is written some times over,
/// one beside the other. A feed with very many brings them into `identities` and `aliases`.
struct KeyRuns {
  private let db: Database

  /// Of a feed that has more, all go into the tables: a filter of so many takes two pages.
  static let maxOfFeed = 2_048

  /// A run has so many times the keys of the next: with twice as many a key is written three times instead of five,
  /// but each lookup reads the filters of three runs instead of two.
  private static let growth = 4

  init(_ db: Database) { self.db = db }

  /// The keys with one of some identities or aliases, the latest last.
  ///
  /// Served by `key_runs_by_feed`; the keys of a row are read only where its filter has one of them.
  ///
  /// - Parameters:
  ///   - feed: the feed.
  ///   - wanted: the identities or aliases.
  /// - Returns: what there is, and perhaps others.
  /// - Throws: `DatabaseError`.
  func keys(ofFeed feed: Int64, havingAny wanted: [Key128]) throws -> [YoungKey] {
    guard !wanted.isEmpty else { return [] }
    let select = try PreparedStatement(
      db, "SELECT id, length(entries), filter FROM key_runs WHERE feed_id = ? ORDER BY id")
    var places: [(run: Int64, sought: Set<Key128>)] = []
    try select.forEach {
      $0.bind(feed)
    } _: { row in
      let count = Int(row.integer(1)) / PackedKey.size
      let sought = row.bytes(2) { filter in
        wanted.filter { KeyFilter.mayHave($0, in: filter, count: count) }
      }
      if !sought.isEmpty { places.append((row.integer(0), Set(sought))) }
    }
    var found: [YoungKey] = []
    for (run, sought) in places {
      try read(run) { bytes in
        PackedKey.forEach(in: bytes) { key in
          var isSought = false
          key.forEachKey { isSought = isSought || sought.contains($0) }
          if isSought { found.append(key.key) }
        }
      }
    }
    return found
  }

  /// Adds keys of a feed in the open transaction; they came after those that are there.
  ///
  /// - Parameters:
  ///   - keys: the keys, the latest last.
  ///   - feed: the feed.
  /// - Throws: `DatabaseError`.
  func add(_ keys: [YoungKey], ofFeed feed: Int64) throws {
    let runs = try runs(ofFeed: feed)
    guard runs.reduce(keys.count, { $0 + $1.count }) <= Self.maxOfFeed else {
      return try settle(keys, ofFeed: feed)
    }
    // Of runs each of which has four times as many as the next there are few.
    var merged: [Int64] = []
    var count = keys.count
    for run in runs.reversed() {
      guard run.count < Self.growth * count else { break }
      merged.append(run.id)
      count += run.count
    }
    var run = KeyRun()
    for id in merged.reversed() { try read(id) { run.append($0) } }
    run.append(keys)
    run.dropSuperseded()
    // First, so that the new one takes their pages.
    for id in merged { try remove(id) }
    let insert = try PreparedStatement(
      db, "INSERT INTO key_runs (feed_id, first_day, filter, entries) VALUES (?, ?, ?, ?)")
    let (firstDay, filter) = run.summary()
    try insert.run { row in
      row.bind(feed)
      row.bind(Int64(firstDay))
      filter.withUnsafeBytes { row.bind($0) }
      row.bind(run.entries)
    }
  }

  /// Brings a feed's keys into the tables, and then others that came after them.
  func settle(_ keys: [YoungKey] = [], ofFeed feed: Int64) throws {
    var all = KeyRun()
    for run in try runs(ofFeed: feed) { try read(run.id) { all.append($0) } }
    // Of a damaged row what seems to be another feed's would be refused, and with it all else.
    try KeyMerge(db).run(all.keys.filter { $0.feed == feed } + keys)
    try PreparedStatement(db, "DELETE FROM key_runs WHERE feed_id = ?").run { $0.bind(feed) }
  }

  /// Leaves out keys last shown before a day whose items are gone.
  ///
  /// - Parameters:
  ///   - id: the row.
  ///   - before: the day.
  /// - Returns: how many.
  /// - Throws: `DatabaseError`.
  func prune(_ id: Int64, before: Int64) throws -> Int {
    var old = KeyRun()
    try read(id) { old.append($0) }
    let item = try PreparedStatement(db, "SELECT 1 FROM items WHERE id = ?")
    var run = KeyRun()
    run.append(
      try old.keys.filter { key in
        try key.day >= before || item.first({ $0.bind(key.item) }, { _ in true }) ?? false
      })
    guard run.count < old.count else { return 0 }
    guard run.count > 0 else {
      try remove(id)
      return old.count
    }
    let update = try PreparedStatement(
      db, "UPDATE key_runs SET first_day = ?, filter = ?, entries = ? WHERE id = ?")
    let (firstDay, filter) = run.summary()
    try update.run { row in
      row.bind(Int64(firstDay))
      filter.withUnsafeBytes { row.bind($0) }
      row.bind(run.entries)
      row.bind(id)
    }
    return old.count - run.count
  }

  /// A feed's rows, the one with the latest keys last.
  private func runs(ofFeed feed: Int64) throws -> [(id: Int64, count: Int)] {
    let select = try PreparedStatement(
      db, "SELECT id, length(entries) FROM key_runs WHERE feed_id = ? ORDER BY id")
    var runs: [(id: Int64, count: Int)] = []
    try select.forEach {
      $0.bind(feed)
    } _: {
      runs.append(($0.integer(0), Int($0.integer(1)) / PackedKey.size))
    }
    return runs
  }

  private func read(_ id: Int64, _ body: (UnsafeRawBufferPointer) -> Void) throws {
    let select = try PreparedStatement(db, "SELECT entries FROM key_runs WHERE id = ?")
    _ = try select.first {
      $0.bind(id)
    } _: {
      $0.bytes(0, body)
    }
  }

  private func remove(_ id: Int64) throws {
    try PreparedStatement(db, "DELETE FROM key_runs WHERE id = ?").run { $0.bind(id) }
  }
}
