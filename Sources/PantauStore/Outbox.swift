public import FoundationEssentials
import GRDB
import PantauCore

/// A message of the outbox: one alert or notice for one channel.
public struct Delivery: Sendable, Hashable {
  /// The outbox's number; grows with time, so a channel's order is by it.
  public var id: Int64
  /// The alert's or notice's id, the same at every attempt.
  public var messageID: String
  /// The event's type: `alert.created`, or a notice's own.
  public var type: String
  /// The contract's alert object, or the notice's data, as JSON.
  public var object: String
  /// When the alert or notice was raised.
  public var raisedAt: Date
  /// How many attempts were made.
  public var attempts: Int
  /// How many of them ended in a refusal of this very message.
  public var refusals: Int
  /// When the first attempt was made.
  public var firstAttempt: Date?
  /// Not before this instant.
  public var nextAttempt: Date?
  /// What holds it may pass.
  public var urgency: Urgency
  /// Why the last attempt failed, without secrets.
  public var problem: String?
  /// The channel's receivers that still lack it, where others have it; nil: all.
  public var rest: [String]?

  /// Refusals after which a message steps aside, so that the rest of its channel flows.
  public static let refusalsBeforeAside = 3
}

/// What became of an attempt to deliver.
public enum DeliveryOutcome: Sendable, Hashable {
  /// The receiver has it.
  case delivered
  /// It failed for the reason given; try again at that time.
  case failed(String, retryAt: Date)
  /// The receiver refused this very message; try again at that time.
  case refused(String, retryAt: Date)
  /// Some of the channel's receivers have it. It steps aside; try the rest at that time.
  case partly(String, rest: [String], retryAt: Date)
  /// It failed for good and becomes a dead letter.
  case dead(String)
}

extension Store {
  /// The oldest messages in a channel's line, by the partial index `deliveries_waiting`, or by
  /// `deliveries_urgent` where only some are wanted.
  ///
  /// Messages that stepped aside or go in a digest are not among them; see ``aside(for:dueAt:)``.
  ///
  /// - Parameters:
  ///   - channel: the channel's name.
  ///   - id: only messages behind this one of the outbox.
  ///   - urgencies: only messages of these; nil: all.
  ///   - limit: how many at most.
  /// - Returns: the messages, oldest first.
  /// - Throws: ``StoreError``.
  public func waiting(
    for channel: String, after id: Int64 = 0, among urgencies: Set<Urgency>? = nil, limit: Int
  ) throws(StoreError) -> [Delivery] {
    guard let urgencies else {
      return try deliveries(
        """
        d.refusals < 3 AND d.digest_seq IS NULL AND d.channel = ? AND d.id > ?
        ORDER BY d.id LIMIT ?
        """, [channel, id, limit])
    }
    // Numbers of our own enumeration; the index leaves the usual out.
    let list = urgencies.map { "\($0.rawValue)" }.sorted().joined(separator: ", ")
    let isUrgent = urgencies.contains(.usual) ? "" : "AND urgency > 0"
    return try deliveries(
      """
      d.id IN (SELECT id FROM deliveries WHERE state = 'waiting' AND refusals < 3
        AND digest_seq IS NULL \(isUrgent) AND channel = ? AND urgency IN (\(list)) AND id > ?
        ORDER BY id LIMIT ?)
      ORDER BY d.id
      """, [channel, id, limit])
  }

  /// The message aside that was due first, by the partial index `deliveries_aside`.
  ///
  /// - Parameters:
  ///   - channel: the channel's name.
  ///   - now: only a message due by then.
  /// - Returns: nil where none is due.
  /// - Throws: ``StoreError``.
  public func aside(for channel: String, dueAt now: Date) throws(StoreError) -> Delivery? {
    try deliveries(
      """
      d.refusals >= 3 AND d.channel = ? AND d.next_attempt_ms <= ?
      ORDER BY d.next_attempt_ms LIMIT 1
      """, [channel, now.column]
    ).first
  }

  /// When the next of a channel's messages aside is due; nil where there is none.
  ///
  /// - Throws: ``StoreError``.
  public func nextAside(for channel: String) throws(StoreError) -> Date? {
    try read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT min(next_attempt_ms) FROM deliveries
          WHERE state = 'waiting' AND refusals >= 3 AND channel = ?
          """)
      return Date(column: try Int64.fetchOne(select, arguments: [channel]))
    }
  }

  private func deliveries(
    _ condition: String, _ arguments: StatementArguments
  ) throws(StoreError) -> [Delivery] {
    try read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT d.id, coalesce(a.id, n.id), coalesce(n.type, 'alert.created'),
            coalesce(a.object, n.object), coalesce(a.time_ms, n.time_ms), d.attempts, d.refusals,
            d.first_attempt_ms, d.next_attempt_ms, d.urgency, d.last_error, d.rest
          FROM deliveries d LEFT JOIN alerts a ON a.seq = d.alert_seq
            LEFT JOIN notices n ON n.seq = d.notice_seq
          WHERE d.state = 'waiting' AND \(condition)
          """)
      return try Row.fetchAll(select, arguments: arguments).map { row in
        Delivery(
          id: row[0], messageID: row[1], type: row[2], object: row[3],
          raisedAt: Date(millisecondsSince1970: Int(row[4] as Int64)), attempts: row[5],
          refusals: row[6], firstAttempt: Date(column: row[7]), nextAttempt: Date(column: row[8]),
          urgency: Urgency(rawValue: row[9]) ?? .usual, problem: row[10],
          rest: (row[11] as String?).map { StringList.read($0) })
      }
    }
  }

  /// Records what became of attempts, in one transaction.
  ///
  /// - Parameter outcomes: the outcome of each message, and when its attempt ended.
  /// - Throws: ``StoreError``.
  public func record(
    _ outcomes: [(delivery: Int64, outcome: DeliveryOutcome, at: Date)]
  ) throws(StoreError) {
    try write { db in
      let update = try db.cachedStatement(
        sql: """
          UPDATE deliveries SET state = ?, attempts = attempts + 1, refusals = refusals + ?,
            first_attempt_ms = coalesce(first_attempt_ms, ?), next_attempt_ms = ?,
            delivered_ms = ?, last_error = ?, rest = coalesce(?, rest)
          WHERE id = ? AND state = 'waiting'
          """)
      for (id, outcome, end) in outcomes {
        let at = end.column
        switch outcome {
        case .delivered:
          try update.execute(arguments: ["delivered", 0, at, nil, at, nil, nil, id])
        case .failed(let reason, let retryAt):
          try update.execute(arguments: ["waiting", 0, at, retryAt.column, nil, reason, nil, id])
        case .refused(let reason, let retryAt):
          try update.execute(arguments: ["waiting", 1, at, retryAt.column, nil, reason, nil, id])
        case .partly(let reason, let rest, let retryAt):
          try update.execute(arguments: [
            "waiting", Delivery.refusalsBeforeAside, at, retryAt.column, nil, reason,
            StringList.text(rest), id,
          ])
        case .dead(let reason):
          try update.execute(arguments: ["dead", 0, at, nil, nil, reason, nil, id])
        }
      }
    }
  }

  /// The channels that have messages waiting, with how many; those aside are counted too, a digest
  /// once.
  ///
  /// - Returns: counts by channel name.
  /// - Throws: ``StoreError``.
  public func waitingCounts() throws(StoreError) -> [String: Int] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT channel, count(*) FROM deliveries
            WHERE state = 'waiting' AND refusals < 3 AND digest_seq IS NULL GROUP BY channel
          UNION ALL SELECT channel, count(*) FROM deliveries
            WHERE state = 'waiting' AND refusals >= 3 GROUP BY channel
          """)
      return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: +)
    }
  }
}
