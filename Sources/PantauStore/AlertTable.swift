import FoundationEssentials
import GRDB
import PantauCore

/// The statements that raise alerts and put them into the outbox.
struct AlertStatements {
  private let db: Database
  private let insertAlert: PreparedStatement
  private let insertKeyword: PreparedStatement
  private let insertDelivery: PreparedStatement
  private let selectKeywords: Statement
  private let selectMutes: Statement

  init(_ db: Database) throws {
    self.db = db
    insertAlert = try PreparedStatement(
      db,
      """
      INSERT INTO alerts (id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted,
        object, mute_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    insertKeyword = try PreparedStatement(
      db, "INSERT INTO alert_keywords (keyword, alert_seq) VALUES (?, ?) ON CONFLICT DO NOTHING")
    insertDelivery = try PreparedStatement(
      db,
      """
      INSERT INTO deliveries (alert_seq, channel, state, created_ms, urgency)
      VALUES (?, ?, 'waiting', ?, ?)
      """)
    selectKeywords = try db.cachedStatement(
      sql: """
        SELECT keyword FROM alert_keywords WHERE alert_seq IN
          (SELECT seq FROM alerts WHERE story_id = ?)
        """)
    selectMutes = try db.cachedStatement(
      sql: "SELECT keyword, id FROM mutes WHERE until_ms > ? AND since_ms <= ?")
  }

  /// The mutes in force by keyword, by the index `mutes_by_end`.
  ///
  /// Looked up in the transaction that raises, so that a mute holds from the moment it is stored.
  func mutes(at now: Date) throws -> [String: Int64] {
    let rows = try Row.fetchAll(selectMutes, arguments: [now.column, now.column])
    return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { _, last in last })
  }

  /// The keywords that a story has raised, by the index `alerts_by_story`.
  func keywords(raisedByStory story: Int64) throws -> Set<String> {
    Set(try String.fetchAll(selectKeywords, arguments: [story]))
  }

  /// Stores an alert and one waiting delivery a channel.
  ///
  /// - Parameters:
  ///   - alert: the alert.
  ///   - feedID: the feed that carried its item.
  ///   - channels: where it goes.
  ///   - mute: the mute that keeps it from all channels, where it is muted.
  ///   - now: when it is stored.
  /// - Throws: GRDB's errors.
  func insert(
    _ alert: Alert, feedID: Int64, channels: [String], mute: Int64? = nil, _ now: Date
  ) throws {
    var json = JSONWriter()
    alert.write(to: &json)
    try insertAlert.run { row in
      row.bind(alert.id)
      row.bind(alert.item.id)
      row.bind(feedID)
      row.bind(alert.story.id)
      row.bind(alert.time)
      row.bind(alert.severity.rawValue)
      row.bind(alert.old)
      row.bind(alert.muted)
      row.bind(json.text)
      row.bind(mute)
    }
    let sequence = db.lastInsertedRowID
    for keyword in alert.keywords {
      try insertKeyword.run { row in
        row.bind(keyword)
        row.bind(sequence)
      }
    }
    let urgency = Urgency(alert.severity).rawValue
    for channel in channels {
      try insertDelivery.run { row in
        row.bind(sequence)
        row.bind(channel)
        row.bind(now)
        row.bind(Int64(urgency))
      }
    }
  }
}
