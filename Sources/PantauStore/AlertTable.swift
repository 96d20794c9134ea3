import FoundationEssentials
import GRDB
import PantauCore

/// The statements that raise alerts and put them into the outbox.
struct AlertStatements {
  private let db: Database
  private let insertAlert: Statement
  private let insertKeyword: Statement
  private let insertDelivery: Statement
  private let selectKeywords: Statement
  private let selectMutes: Statement

  init(_ db: Database) throws {
    self.db = db
    insertAlert = try db.cachedStatement(
      sql: """
        INSERT INTO alerts (id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted,
          object, mute_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    insertKeyword = try db.cachedStatement(
      sql: "INSERT INTO alert_keywords (keyword, alert_seq) VALUES (?, ?) ON CONFLICT DO NOTHING")
    insertDelivery = try db.cachedStatement(
      sql: """
        INSERT INTO deliveries (alert_seq, channel, state, created_ms)
        VALUES (?, ?, 'waiting', ?)
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
    try insertAlert.execute(arguments: [
      alert.id, alert.item.id, feedID, alert.story.id, alert.time.column,
      alert.severity.rawValue, alert.old, alert.muted, json.text, mute,
    ])
    let sequence = db.lastInsertedRowID
    for keyword in alert.keywords {
      try insertKeyword.execute(arguments: [keyword, sequence])
    }
    for channel in channels {
      try insertDelivery.execute(arguments: [sequence, channel, now.column])
    }
  }
}
