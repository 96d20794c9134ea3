public import FoundationEssentials
import GRDB
public import PantauCore

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
  /// Only alerts before this place in the log.
  public var before: Int64?
  /// Only alerts of this severity.
  public var severity: Severity?
  /// Only the alert of this id.
  public var id: String?
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
public struct LoggedAlert: Sendable {
  /// Its place in the log; grows with each alert.
  public var sequence: Int64
  /// The contract's alert object, as JSON.
  public var object: String
  /// Who has seen it; nil: nobody has said so.
  public var acknowledgement: Acknowledgement?
  /// What it was muted for, and by whom; nil where it is not muted.
  public var mute: (author: String, reason: String?)?
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
    if filter.before != nil { conditions.append("a.seq < :before") }
    if filter.severity != nil { conditions.append("a.severity = :severity") }
    if filter.id != nil { conditions.append("a.id = :id") }
    if filter.feed != nil {
      conditions.append(
        "a.feed_id IN (SELECT id FROM feeds WHERE url = :feed OR name = :feed OR title = :feed)")
    }
    let sql = """
      SELECT a.seq, a.object, k.time_ms, k.author, k.note, m.author, m.reason FROM alerts a
        LEFT JOIN acknowledgements k ON k.alert_seq = a.seq LEFT JOIN mutes m ON m.id = a.mute_id
      WHERE \(conditions.joined(separator: " AND "))
      ORDER BY a.seq DESC LIMIT :limit
      """
    let values: [String: (any DatabaseValueConvertible)?] = [
      "after": filter.after, "since": filter.since?.column, "keyword": filter.keyword,
      "feed": filter.feed, "limit": filter.limit ?? -1, "before": filter.before,
      "severity": filter.severity?.rawValue, "id": filter.id,
    ]
    let used = values.filter { sql.contains(":" + $0.key) }
    return try read { db in
      try Row.fetchAll(db, sql: sql, arguments: StatementArguments(used))
        .map { row in
          LoggedAlert(
            sequence: row[0], object: row[1], acknowledgement: Acknowledgement(row, from: 2),
            mute: (row[5] as String?).map { ($0, row[6]) })
        }.reversed()
    }
  }

  /// An alert of the log by its id; nil where there is none.
  ///
  /// By the unique index on `alerts.id`.
  ///
  /// - Throws: ``StoreError``.
  public func alert(_ id: String) throws(StoreError) -> LoggedAlert? {
    var filter = AlertFilter(limit: 1)
    filter.id = id
    return try alerts(filter).first
  }

  /// The place of the youngest alert in the log; 0 where there is none.
  ///
  /// - Throws: ``StoreError``.
  public func lastAlertSequence() throws(StoreError) -> Int64 {
    try read { db in try Int64.fetchOne(db, sql: "SELECT max(seq) FROM alerts") ?? 0 }
  }
}

/// When a channel's receiver had an alert.
public struct AlertSending: Sendable, Hashable {
  /// The channel's name.
  public var channel: String
  /// When the attempt that succeeded ended; of an alert in a digest, that of the digest.
  public var sent: Date
}

extension Store {
  /// The channels that have an alert, in the order they got it; by the index `deliveries_by_alert`.
  ///
  /// - Parameter sequence: the alert's place in the log.
  /// - Returns: empty where it was sent to none yet.
  /// - Throws: ``StoreError``.
  public func sendings(ofAlert sequence: Int64) throws(StoreError) -> [AlertSending] {
    try read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT channel, delivered_ms FROM deliveries
          WHERE alert_seq = ? AND state = 'delivered' AND delivered_ms IS NOT NULL
          ORDER BY delivered_ms, id
          """)
      return try Row.fetchAll(select, arguments: [sequence]).map {
        AlertSending(
          channel: $0[0], sent: Date(millisecondsSince1970: Int($0[1] as Int64)))
      }
    }
  }
}
