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
  /// Feeds that left the configuration keep their history and are polled no more. Uses the unique
  /// index on `feeds.url`.
  ///
  /// - Parameter entries: the configuration's feeds, each URL once.
  /// - Returns: what is remembered of each, in the order given.
  /// - Throws: ``StoreError``.
  public func activate(_ entries: [FeedEntry]) throws(StoreError) -> [StoredFeed] {
    try write { db in
      try db.execute(sql: "UPDATE feeds SET is_active = 0 WHERE is_active = 1")
      let upsert = try db.cachedStatement(
        sql: """
          INSERT INTO feeds (url, name, feed_group) VALUES (?, ?, ?)
          ON CONFLICT (url) DO UPDATE SET
            name = excluded.name, feed_group = excluded.feed_group, is_active = 1
          """)
      let select = try db.cachedStatement(sql: "SELECT * FROM feeds WHERE url = ?")
      return try entries.map { entry in
        try upsert.execute(arguments: [entry.url, entry.name, entry.group])
        guard let row = try Row.fetchOne(select, arguments: [entry.url]) else {
          throw StoreError(.other, "feed \(entry.url) could not be stored in \(path).")
        }
        return StoredFeed(row: row)
      }
    }
  }

  /// The feeds that the running configuration lists, in the order they were first stored.
  ///
  /// - Returns: one value a feed.
  /// - Throws: ``StoreError``.
  public func activeFeeds() throws(StoreError) -> [StoredFeed] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM feeds WHERE is_active = 1 ORDER BY id")
        .map(StoredFeed.init)
    }
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
  init(row: Row) {
    id = row["id"]
    url = row["url"]
    name = row["name"]
    title = row["title"]
    group = row["feed_group"]
    isGone = row["is_gone"]
    validators = Validators(
      entityTag: (row["entity_tag"] as Data?)?.byteArray,
      lastModified: (row["last_modified"] as Data?)?.byteArray)
    validatorsURL = row["validators_url"]
    bodyHash = (row["body_hash"] as Data?).map(Key128.init)
    rhythm = (row["rhythm"] as Data?)?.byteArray ?? []
    nextDue = Date(column: row["next_due_ms"])
    lastPoll = Date(column: row["last_poll_ms"])
    lastSuccess = Date(column: row["last_success_ms"])
    lastNews = Date(column: row["last_news_ms"])
    failingSince = Date(column: row["failing_since_ms"])
    failures = row["failures"]
    lastStatus = row["last_status"]
    lastError = row["last_error"]
    lastNote = row["last_note"]
    firstByteMilliseconds = row["first_byte_ms"]
    totalMilliseconds = row["total_ms"]
    bodyBytes = row["body_bytes"]
    newItems = row["new_items"]
    itemCount = row["item_count"]
    polls = row["polls"]
  }
}
