public import FoundationEssentials
import GRDB
import PantauCore

/// How far a message of the outbox has come.
public enum DeliveryState: String, Sendable, Hashable, CaseIterable {
  /// It is to be sent, perhaps again.
  case waiting
  /// The receiver has it.
  case delivered
  /// It was given up; `pantau deliveries retry` sends it again.
  case dead
  /// The operator took it out.
  case dropped
}

/// A message of the outbox as `pantau deliveries` lists it.
public struct DeliveryRecord: Sendable, Hashable {
  /// The outbox's number.
  public var id: Int64
  /// The channel it is for.
  public var channel: String
  /// The alert's or notice's id.
  public var messageID: String
  /// The event's type.
  public var type: String
  /// How far it has come.
  public var state: DeliveryState
  /// When it was put into the outbox.
  public var created: Date
  /// How many attempts were made.
  public var attempts: Int
  /// How many of them ended in a refusal of this very message.
  public var refusals: Int
  /// When the first attempt was made.
  public var firstAttempt: Date?
  /// Not before this instant.
  public var nextAttempt: Date?
  /// When the receiver took it.
  public var delivered: Date?
  /// Why the last attempt failed, without secrets.
  public var problem: String?
}

/// Which messages of the outbox are meant.
public struct DeliveryFilter: Sendable, Hashable {
  /// Only messages of this channel.
  public var channel: String?
  /// Only messages in one of these states.
  public var states: Set<DeliveryState>
  /// Only the message of this number, or those of the alert or notice of this id.
  public var id: String?
  /// Only messages put into the outbox at or after this instant.
  public var since: Date?
  /// At most so many, the youngest.
  public var limit: Int?

  /// Takes everything.
  public init(
    channel: String? = nil, states: Set<DeliveryState> = Set(DeliveryState.allCases),
    id: String? = nil, since: Date? = nil, limit: Int? = nil
  ) {
    self.channel = channel
    self.states = states
    self.id = id
    self.since = since
    self.limit = limit
  }

  /// The condition on `deliveries d`, and its arguments.
  fileprivate var condition: (sql: String, arguments: StatementArguments) {
    let names = states.map(\.rawValue).sorted().map { "'\($0)'" }.joined(separator: ", ")
    var sql = "d.state IN (\(names))"
    var arguments = StatementArguments()
    func add(_ condition: String, _ values: [(any DatabaseValueConvertible)?]) {
      sql += " AND " + condition
      arguments += StatementArguments(values)
    }
    if let channel { add("d.channel = ?", [channel]) }
    if let since { add("d.created_ms >= ?", [since.column]) }
    if let id, let number = Int64(id) {
      add("d.id = ?", [number])
    } else if let id {
      add(
        """
        (d.alert_seq IN (SELECT seq FROM alerts WHERE id = ?)
          OR d.notice_seq IN (SELECT seq FROM notices WHERE id = ?))
        """, [id, id])
    }
    return (sql, arguments)
  }
}

extension Store {
  /// Messages of the outbox, oldest first.
  ///
  /// Walks the primary key from behind; a state alone uses its partial index.
  ///
  /// - Parameter filter: which ones.
  /// - Returns: the messages.
  /// - Throws: ``StoreError``.
  public func deliveries(_ filter: DeliveryFilter) throws(StoreError) -> [DeliveryRecord] {
    let (condition, arguments) = filter.condition
    let sql = """
      SELECT d.id, d.channel, coalesce(a.id, n.id), coalesce(n.type, 'alert.created'), d.state,
        d.created_ms, d.attempts, d.refusals, d.first_attempt_ms, d.next_attempt_ms,
        d.delivered_ms, d.last_error
      FROM deliveries d LEFT JOIN alerts a ON a.seq = d.alert_seq
        LEFT JOIN notices n ON n.seq = d.notice_seq
      WHERE \(condition) ORDER BY d.id DESC LIMIT ?
      """
    return try read { db in
      try Row.fetchAll(db, sql: sql, arguments: arguments + [filter.limit ?? -1])
        .map(DeliveryRecord.init).reversed()
    }
  }

  /// Sends messages again: those given up, and those that wait out a failure.
  ///
  /// They keep their place in their channel's line and their id; their attempts count from none.
  /// Messages of a digest go with it.
  ///
  /// - Parameter filter: which ones; delivered and dropped messages are left alone.
  /// - Returns: the channels that have news, with how many messages.
  /// - Throws: ``StoreError``.
  public func retryDeliveries(_ filter: DeliveryFilter) throws(StoreError) -> [String: Int] {
    try change(
      filter, among: [.waiting, .dead],
      to: """
        state = 'waiting', attempts = 0, refusals = 0, first_attempt_ms = NULL,
        next_attempt_ms = NULL
        """)
  }

  /// Takes messages out of the outbox for good; they stay listed as dropped.
  ///
  /// - Parameter filter: which ones; delivered messages are left alone.
  /// - Returns: the channels they were for, with how many messages.
  /// - Throws: ``StoreError``.
  public func dropDeliveries(_ filter: DeliveryFilter) throws(StoreError) -> [String: Int] {
    try change(
      filter, among: [.waiting, .dead], to: "state = 'dropped', next_attempt_ms = NULL")
  }

  private func change(
    _ filter: DeliveryFilter, among states: Set<DeliveryState>, to assignments: String
  ) throws(StoreError) -> [String: Int] {
    var filter = filter
    filter.states.formIntersection(states)
    let (condition, arguments) = filter.condition
    return try write { db in
      let channels = try String.fetchAll(
        db,
        sql: """
          UPDATE deliveries SET \(assignments)
          WHERE id IN (SELECT d.id FROM deliveries d WHERE \(condition)
            AND d.digest_seq IS NULL ORDER BY d.id DESC LIMIT ?)
          RETURNING channel
          """, arguments: arguments + [filter.limit ?? -1])
      return channels.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
  }
}

extension DeliveryRecord {
  fileprivate init(_ row: Row) {
    self.init(
      id: row[0], channel: row[1], messageID: row[2], type: row[3],
      state: DeliveryState(rawValue: row[4]) ?? .waiting,
      created: Date(millisecondsSince1970: Int(row[5] as Int64)), attempts: row[6],
      refusals: row[7], firstAttempt: Date(column: row[8]), nextAttempt: Date(column: row[9]),
      delivered: Date(column: row[10]), problem: row[11])
  }
}

/// How many messages a channel has in a state.
public struct DeliveryCount: Sendable, Hashable {
  /// The channel's name.
  public var channel: String
  /// The state.
  public var state: DeliveryState
  /// How many.
  public var messages: Int
}

extension Store {
  /// How many messages wait in each channel's line and aside, and how many are dead letters.
  ///
  /// By the partial indexes. Messages of a digest count as one.
  ///
  /// - Returns: by channel; first those that wait.
  /// - Throws: ``StoreError``.
  public func deliveryCounts() throws(StoreError) -> [DeliveryCount] {
    let waiting = try waitingCounts().sorted { $0.key < $1.key }
    let dead = try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT channel, count(*) FROM deliveries WHERE state = 'dead' AND digest_seq IS NULL
          GROUP BY channel ORDER BY channel
          """
      ).map { DeliveryCount(channel: $0[0], state: .dead, messages: $0[1]) }
    }
    return waiting.map { DeliveryCount(channel: $0, state: .waiting, messages: $1) } + dead
  }
}
