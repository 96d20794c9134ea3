public import FoundationEssentials
import GRDB
import PantauCore

/// A message of the outbox: one alert for one channel.
public struct Delivery: Sendable, Hashable {
  /// The outbox's number; grows with time, so a channel's order is by it.
  public var id: Int64
  /// The alert's id.
  public var alertID: String
  /// The contract's alert object, as JSON.
  public var object: String
  /// When the alert was raised.
  public var raisedAt: Date
  /// How many attempts were made.
  public var attempts: Int
  /// When the first attempt was made.
  public var firstAttempt: Date?
  /// Not before this instant.
  public var nextAttempt: Date?
}

/// What became of an attempt to deliver.
public enum DeliveryOutcome: Sendable, Hashable {
  /// The receiver has it.
  case delivered
  /// It failed for the reason given; try again at that time.
  case failed(String, retryAt: Date)
  /// It failed for good and becomes a dead letter.
  case dead(String)
}

extension Store {
  /// The oldest waiting messages of a channel, by the partial index `deliveries_waiting`.
  ///
  /// - Parameters:
  ///   - channel: the channel's name.
  ///   - limit: how many at most.
  /// - Returns: the messages, oldest first.
  /// - Throws: ``StoreError``.
  public func waiting(for channel: String, limit: Int) throws(StoreError) -> [Delivery] {
    try read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT d.id, a.id, a.object, a.time_ms, d.attempts, d.first_attempt_ms,
            d.next_attempt_ms
          FROM deliveries d JOIN alerts a ON a.seq = d.alert_seq
          WHERE d.state = 'waiting' AND d.channel = ? ORDER BY d.id LIMIT ?
          """)
      return try Row.fetchAll(select, arguments: [channel, limit]).map { row in
        Delivery(
          id: row[0], alertID: row[1], object: row[2],
          raisedAt: Date(millisecondsSince1970: Int(row[3] as Int64)), attempts: row[4],
          firstAttempt: Date(column: row[5]), nextAttempt: Date(column: row[6]))
      }
    }
  }

  /// Records what became of attempts, in one transaction.
  ///
  /// - Parameters:
  ///   - outcomes: the outcome of each message.
  ///   - now: when the attempts ended.
  /// - Throws: ``StoreError``.
  public func record(
    _ outcomes: [(delivery: Int64, outcome: DeliveryOutcome)], now: Date
  ) throws(StoreError) {
    try write { db in
      let update = try db.cachedStatement(
        sql: """
          UPDATE deliveries SET state = ?, attempts = attempts + 1,
            first_attempt_ms = coalesce(first_attempt_ms, ?), next_attempt_ms = ?,
            delivered_ms = ?, last_error = ? WHERE id = ?
          """)
      for (id, outcome) in outcomes {
        let at = now.column
        switch outcome {
        case .delivered:
          try update.execute(arguments: ["delivered", at, nil, at, nil, id])
        case .failed(let reason, let retryAt):
          try update.execute(arguments: ["waiting", at, retryAt.column, nil, reason, id])
        case .dead(let reason):
          try update.execute(arguments: ["dead", at, nil, nil, reason, id])
        }
      }
    }
  }

  /// The channels that have messages waiting, with how many.
  ///
  /// - Returns: counts by channel name.
  /// - Throws: ``StoreError``.
  public func waitingCounts() throws(StoreError) -> [String: Int] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: "SELECT channel, count(*) FROM deliveries WHERE state = 'waiting' GROUP BY channel")
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }
}
