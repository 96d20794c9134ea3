public import FoundationEssentials
import GRDB

/// Which alerts a reader of the log wants.
public struct AlertFilter: Sendable, Hashable {
  /// Only alerts raised at or after this instant.
  public var since: Date?
  /// Only alerts that this keyword raised.
  public var keyword: String?
  /// Only alerts of the feed of this URL or name.
  public var feed: String?
  /// Only alerts behind this place in the log.
  public var after: Int64
  /// At most so many, the youngest.
  public var limit: Int?

  /// Takes everything.
  public init(
    since: Date? = nil, keyword: String? = nil, feed: String? = nil, after: Int64 = 0,
    limit: Int? = nil
  ) {
    self.since = since
    self.keyword = keyword
    self.feed = feed
    self.after = after
    self.limit = limit
  }
}

/// An alert as it stands in the log.
public struct LoggedAlert: Sendable, Hashable {
  /// Its place in the log; grows with each alert.
  public var sequence: Int64
  /// The contract's alert object, as JSON.
  public var object: String
}

extension Store {
  /// Alerts of the log, oldest first.
  ///
  /// Walks the primary key from behind; `--keyword` uses the primary key of `alert_keywords`,
  /// `--since` the index `alerts_by_time` where that is narrower.
  ///
  /// - Parameter filter: which ones.
  /// - Returns: the alerts with their places in the log.
  /// - Throws: ``StoreError``.
  public func alerts(_ filter: AlertFilter) throws(StoreError) -> [LoggedAlert] {
    var conditions = ["a.seq > :after"]
    if filter.since != nil { conditions.append("a.time_ms >= :since") }
    if filter.keyword != nil {
      conditions.append("a.seq IN (SELECT alert_seq FROM alert_keywords WHERE keyword = :keyword)")
    }
    if filter.feed != nil {
      conditions.append(
        "a.feed_id IN (SELECT id FROM feeds WHERE url = :feed OR name = :feed OR title = :feed)")
    }
    let sql = """
      SELECT a.seq, a.object FROM alerts a WHERE \(conditions.joined(separator: " AND "))
      ORDER BY a.seq DESC LIMIT :limit
      """
    let values: [String: (any DatabaseValueConvertible)?] = [
      "after": filter.after, "since": filter.since?.column, "keyword": filter.keyword,
      "feed": filter.feed, "limit": filter.limit ?? -1,
    ]
    let used = values.filter { sql.contains(":" + $0.key) }
    return try read { db in
      try Row.fetchAll(db, sql: sql, arguments: StatementArguments(used))
        .map { LoggedAlert(sequence: $0[0], object: $0[1]) }.reversed()
    }
  }

  /// The place of the youngest alert in the log; 0 where there is none.
  ///
  /// - Throws: ``StoreError``.
  public func lastAlertSequence() throws(StoreError) -> Int64 {
    try read { db in try Int64.fetchOne(db, sql: "SELECT max(seq) FROM alerts") ?? 0 }
  }
}
