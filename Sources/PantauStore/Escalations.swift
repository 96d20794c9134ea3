public import FoundationEssentials
import GRDB
import PantauCore

extension Store {
  /// When the next alert goes on unless somebody acknowledges it, by the partial index
  /// `escalations_due`; nil where none waits.
  ///
  /// - Throws: ``StoreError``.
  public func nextEscalation() throws(StoreError) -> Date? {
    try read { db in
      let select = try db.cachedStatement(
        sql: "SELECT min(due_ms) FROM escalations WHERE done_ms IS NULL")
      return Date(column: try Int64.fetchOne(select))
    }
  }

  /// Puts alerts that nobody has acknowledged in time into the outbox of the channel they go on to;
  /// each once, in one transaction.
  ///
  /// - Parameters:
  ///   - now: those due by then.
  ///   - generator: gives the messages' ids.
  /// - Returns: the channels that have news.
  /// - Throws: ``StoreError``.
  public func escalate(
    dueAt now: Date, using generator: inout some RandomNumberGenerator
  ) throws(StoreError) -> Set<String> {
    var channels: Set<String> = []
    try write { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT e.alert_seq, e.next_channel, e.channel, a.object, a.time_ms FROM escalations e
            JOIN alerts a ON a.seq = e.alert_seq
          WHERE e.done_ms IS NULL AND e.due_ms <= ? ORDER BY e.due_ms LIMIT 1000
          """, arguments: [now.column])
      let notices = try NoticeStatements(db)
      for row in rows {
        let next: String = row[1]
        try db.execute(
          sql: "UPDATE escalations SET done_ms = ? WHERE alert_seq = ? AND next_channel = ?",
          arguments: [now.column, row[0] as Int64, next])
        let raised = Date(millisecondsSince1970: Int(row[4] as Int64))
        guard
          let object = Self.escalated(row[3], from: row[2], after: now.timeIntervalSince(raised))
        else { continue }
        let notice = Notice(
          id: ULID(at: now, using: &generator).description, type: Alert.escalated, time: now,
          object: object)
        try notices.insert(RoutedNotice(notice, to: [next]))
        channels.insert(next)
      }
    }
    return channels
  }

  /// The alert's object with its new type, and with the channel that brought no answer.
  private static func escalated(
    _ object: String, from channel: String, after seconds: TimeInterval
  ) -> String? {
    guard let node = try? JSONReader.read(Array(object.utf8)), var alert = Alert(json: node) else {
      return nil
    }
    alert.type = Alert.escalated
    var json = JSONWriter()
    alert.write(to: &json) {
      $0.name("escalation")
      $0.object {
        $0.name("channel")
        $0.value(channel)
        $0.name("waitedSeconds")
        $0.value(Int(seconds))
      }
    }
    return json.text
  }
}
