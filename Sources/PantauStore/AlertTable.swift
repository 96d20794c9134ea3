import FoundationEssentials
import GRDB
import PantauCore

/// The statements that raise alerts and put them into the outbox.
struct AlertStatements {
  private let db: Database
  private let insertAlert: PreparedStatement
  private let insertKeyword: PreparedStatement
  private let insertDelivery: PreparedStatement
  private let selectRaised: Statement
  private let selectItem: Statement
  private let insertSilenced: Statement
  private let updateStory: Statement
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
      db,
      """
      INSERT INTO alert_keywords (keyword, alert_seq, is_muted, counted_ms) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """)
    insertDelivery = try PreparedStatement(
      db,
      """
      INSERT INTO deliveries (alert_seq, channel, state, created_ms, urgency)
      VALUES (?, ?, 'waiting', ?, ?)
      """)
    selectRaised = try db.cachedStatement(
      sql: """
        SELECT a.seq, a.item_id, k.keyword, a.is_old OR k.is_muted
        FROM alerts a JOIN alert_keywords k ON k.alert_seq = a.seq
        WHERE a.story_id = ? ORDER BY a.seq
        """)
    selectItem = try db.cachedStatement(
      sql: "SELECT \(ArchivedItem.columns) FROM items WHERE id = ?")
    insertSilenced = try db.cachedStatement(
      sql: """
        INSERT INTO silenced (item_id, keyword, alert_seq) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET alert_seq = excluded.alert_seq
        """)
    updateStory = try db.cachedStatement(
      sql: """
        UPDATE alerts SET object = json_set(object, '$.story.copies', ?, '$.story.sources', json(?))
        WHERE story_id = ? RETURNING seq
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

  /// What a story has raised so far, by the index `alerts_by_story`.
  func raised(byStory story: Int64) throws -> [StoryAlert] {
    try Row.fetchAll(selectRaised, arguments: [story]).map {
      StoryAlert(alert: $0[0], item: $0[1], keyword: $0[2], isWithheld: $0[3])
    }
  }

  /// An item as it is stored.
  func item(_ id: Int64) throws -> Item? {
    try Row.fetchOne(selectItem, arguments: [id]).map { ArchivedItem(row: $0).item }
  }

  /// Notes that an alert stands for a keyword of a copy.
  func silence(_ keyword: String, of item: Int64, by alert: Int64) throws {
    try insertSilenced.execute(arguments: [item, keyword, alert])
  }

  /// Says in a story's alerts who carries it by now; the alerts' places in the log.
  func update(_ story: AlertStory) throws -> [Int64] {
    var sources = JSONWriter()
    sources.value(story.sources)
    return try Int64.fetchAll(
      updateStory, arguments: [story.copies, sources.text, story.id])
  }

  /// Stores an alert and one waiting delivery a channel.
  ///
  /// - Parameters:
  ///   - alert: the alert.
  ///   - feedID: the feed that carried its item.
  ///   - channels: where it goes.
  ///   - mutes: the mutes in force; one keeps a wholly muted alert from all channels.
  ///   - counted: the keywords of which it is a story more, now.
  ///   - now: when it is stored.
  /// - Returns: its place in the log.
  /// - Throws: GRDB's errors.
  func insert(
    _ alert: Alert, feedID: Int64, channels: [String], mutes: [String: Int64],
    counted: [String], _ now: Date
  ) throws -> Int64 {
    var json = JSONWriter()
    alert.write(to: &json)
    let mute = alert.muted ? alert.keywords.lazy.compactMap { mutes[$0] }.first : nil
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
        row.bind(mutes[keyword] != nil)
        row.bind(counted.contains(keyword) ? now : nil)
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
    return sequence
  }

  /// Notes where an alert of high severity goes when nobody acknowledges it.
  func plan(_ escalations: [Escalation], of alert: Alert, to channels: [String]) throws {
    guard alert.severity == .high else { return }
    for escalation in escalations where channels.contains(escalation.channel) {
      try db.execute(
        sql: """
          INSERT INTO escalations (alert_seq, next_channel, channel, due_ms)
          SELECT seq, ?, ?, ? FROM alerts WHERE id = ? ON CONFLICT DO NOTHING
          """,
        arguments: [
          escalation.next, escalation.channel, (alert.time + escalation.wait.inSeconds).column,
          alert.id,
        ])
    }
  }

  /// Tells channels what became of a story that has raised an alert: another copy, another text.
  ///
  /// The message is of type ``Alert/updated`` with an id of its own; its data is the alert with what
  /// changed.
  ///
  /// - Parameters:
  ///   - alert: the alert's place in the log.
  ///   - id: the message's id.
  ///   - channels: who is told.
  ///   - now: when it was noticed.
  ///   - change: makes the alert what it is now.
  /// - Returns: whether there was such an alert to tell of.
  /// - Throws: GRDB's errors.
  func tellUpdate(
    of alert: Int64, id: String, to channels: [String], _ now: Date,
    change: (inout Alert) -> Void
  ) throws -> Bool {
    guard !channels.isEmpty,
      let object = try String.fetchOne(
        db, sql: "SELECT object FROM alerts WHERE seq = ?", arguments: [alert]),
      let node = try? JSONReader.read(Array(object.utf8)),
      var alert = Alert(json: node)
    else { return false }
    change(&alert)
    alert.type = Alert.updated
    var json = JSONWriter()
    alert.write(to: &json)
    let notice = Notice(id: id, type: Alert.updated, time: now, object: json.text)
    try NoticeStatements(db).insert(RoutedNotice(notice, to: channels))
    return true
  }
}

/// A keyword that an item of a story raised.
struct StoryAlert {
  /// The alert's place in the log.
  var alert: Int64
  /// The item that raised it.
  var item: Int64
  var keyword: String
  /// Whether people did not hear of it: it was old or muted.
  var isWithheld: Bool
}
