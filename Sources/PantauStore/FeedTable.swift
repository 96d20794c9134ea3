public import FoundationEssentials
import GRDB
public import PantauCore

/// A feed of the configuration, as the archive has to know it.
public struct FeedEntry: Sendable, Hashable {
  /// The URL as configured, absolute.
  public var url: String
  /// The operator's name for it.
  public var name: String?
  /// The operator's group.
  public var group: String?

  /// Makes an entry.
  public init(url: String, name: String? = nil, group: String? = nil) {
    self.url = url
    self.name = name
    self.group = group
  }
}

/// What the archive remembers of a feed between polls.
public struct StoredFeed: Sendable {
  /// The archive's number.
  public var id: Int64
  /// The URL as configured.
  public var url: String
  /// The operator's name.
  public var name: String?
  /// The feed's own title.
  public var title: String?
  /// The operator's group.
  public var group: String?
  /// Whether the server said that it is gone for good.
  public var isGone: Bool
  /// What to ask with.
  public var validators: Validators
  /// The URL whose answer gave them; nil for the feed's own.
  public var validatorsURL: String?
  /// The hash of the last body that was parsed.
  public var bodyHash: Key128?
  /// What the scheduler has learned, in its own encoding; empty for a new feed.
  public var rhythm: [UInt8]
  /// When to poll next; nil where it never was polled, or is gone.
  public var nextDue: Date?
  /// The last poll.
  public var lastPoll: Date?
  /// The last poll that brought a feed or a 304.
  public var lastSuccess: Date?
  /// The last poll that brought a new item.
  public var lastNews: Date?
  /// Since when all polls failed.
  public var failingSince: Date?
  /// How many polls in a row failed.
  public var failures: Int
  /// The last HTTP status.
  public var lastStatus: Int?
  /// The last poll's fault.
  public var lastError: String?
  /// What was odd about the last document.
  public var lastNote: String?
  /// The last poll's time to the first byte, in milliseconds.
  public var firstByteMilliseconds: Int?
  /// The last poll's whole time, in milliseconds.
  public var totalMilliseconds: Int?
  /// The bytes that the last poll received.
  public var bodyBytes: Int
  /// How many new items the last poll brought.
  public var newItems: Int
  /// How many items the feed has brought in all.
  public var itemCount: Int
  /// How often it was polled.
  public var polls: Int

  /// The name to show: the operator's, else the feed's own title, else the URL.
  public var displayName: String { name ?? title ?? url }
}

extension Store {
  /// Makes the archive's active feeds those of the configuration.
  ///
  /// Feeds that left the configuration keep their history and are polled no more. Only what differs is
  /// written: at most starts nothing does. Uses the unique index on `feeds.url`.
  ///
  /// - Parameter entries: the configuration's feeds, each URL once.
  /// - Returns: what is remembered of each, in the order given.
  /// - Throws: ``StoreError``.
  public func activate(_ entries: [FeedEntry]) throws(StoreError) -> [StoredFeed] {
    try write { db in
      var known = try Self.activeByURL(in: db)
      let urls = Set(entries.map(\.url))
      try Self.retire(known.values.filter { !urls.contains($0.url) }, in: db)
      let different = entries.filter { entry in
        known[entry.url].map { $0.name != entry.name || $0.group != entry.group } ?? true
      }
      if !different.isEmpty {
        try Self.store(different, in: db)
        known = try Self.activeByURL(in: db)
      }
      return try entries.map { entry in
        guard let feed = known[entry.url] else {
          throw StoreError(.other, "feed \(entry.url) could not be stored in \(path).")
        }
        return feed
      }
    }
  }

  /// Notes that feeds are polled no more.
  private static func retire(_ feeds: [StoredFeed], in db: Database) throws {
    let update = try db.cachedStatement(sql: "UPDATE feeds SET is_active = 0 WHERE id = ?")
    for feed in feeds { try update.execute(arguments: [feed.id]) }
  }

  private static func store(_ entries: [FeedEntry], in db: Database) throws {
    let upsert = try db.cachedStatement(
      sql: """
        INSERT INTO feeds (url, name, feed_group) VALUES (?, ?, ?)
        ON CONFLICT (url) DO UPDATE SET
          name = excluded.name, feed_group = excluded.feed_group, is_active = 1
        """)
    for entry in entries { try upsert.execute(arguments: [entry.url, entry.name, entry.group]) }
  }

  /// All in one go: GRDB looks the columns of each query up by name, which costs more than a row.
  private static func activeByURL(in db: Database) throws -> [String: StoredFeed] {
    let feeds = try active(in: db).map { ($0.url, $0) }
    return Dictionary(feeds) { first, _ in first }
  }

  private static func active(in db: Database) throws -> [StoredFeed] {
    try Row.fetchAll(
      db, sql: "SELECT \(StoredFeed.columns) FROM feeds WHERE is_active = 1 ORDER BY id"
    ).map(StoredFeed.init)
  }

  /// The feeds that the running configuration lists, in the order they were first stored.
  ///
  /// - Returns: one value a feed.
  /// - Throws: ``StoreError``.
  public func activeFeeds() throws(StoreError) -> [StoredFeed] {
    try read { db in try Self.active(in: db) }
  }

  /// Asks for a gone or failing feed to be polled again; the running daemon takes the request up.
  ///
  /// - Parameter url: the feed's URL as configured.
  /// - Returns: whether there is such a feed.
  /// - Throws: ``StoreError``.
  public func requestRestart(url: String) throws(StoreError) -> Bool {
    try write { db in
      try db.execute(
        sql: "UPDATE feeds SET is_gone = 0, restart_requested = 1 WHERE url = ?",
        arguments: [url])
      return db.changesCount > 0
    }
  }

  /// The feeds whose restart was asked for since the last call, by the index `feeds_to_restart`.
  ///
  /// - Throws: ``StoreError``.
  public func takeRestartRequests() throws(StoreError) -> [Int64] {
    let sql = "SELECT id FROM feeds WHERE restart_requested = 1"
    let requested = try read { db in try Int64.fetchAll(db, sql: sql) }
    guard !requested.isEmpty else { return [] }
    try write { db in
      try db.execute(
        sql: "UPDATE feeds SET restart_requested = 0 WHERE restart_requested = 1")
    }
    return requested
  }
}

extension StoredFeed {
  /// The columns that ``init(row:)`` reads, in its order: looking names up took longer than reading.
  static let columns = """
    id, url, name, title, feed_group, is_gone, entity_tag, last_modified, validators_url, \
    body_hash, rhythm, next_due_ms, last_poll_ms, last_success_ms, last_news_ms, \
    failing_since_ms, failures, last_status, last_error, last_note, first_byte_ms, \
    total_ms, body_bytes, new_items, item_count, polls
    """

  /// Reads a row of ``columns``.
  init(row: Row) {
    id = row[0]
    url = row[1]
    name = row[2]
    title = row[3]
    group = row[4]
    isGone = row[5]
    validators = Validators(
      entityTag: (row[6] as Data?)?.byteArray,
      lastModified: (row[7] as Data?)?.byteArray)
    validatorsURL = row[8]
    bodyHash = (row[9] as Data?).map(Key128.init)
    rhythm = (row[10] as Data?)?.byteArray ?? []
    nextDue = Date(column: row[11])
    lastPoll = Date(column: row[12])
    lastSuccess = Date(column: row[13])
    lastNews = Date(column: row[14])
    failingSince = Date(column: row[15])
    failures = row[16]
    lastStatus = row[17]
    lastError = row[18]
    lastNote = row[19]
    firstByteMilliseconds = row[20]
    totalMilliseconds = row[21]
    bodyBytes = row[22]
    newItems = row[23]
    itemCount = row[24]
    polls = row[25]
  }
}
