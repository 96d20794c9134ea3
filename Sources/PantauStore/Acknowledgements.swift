public import FoundationEssentials
import GRDB
import PantauCore

/// That somebody has seen an alert.
public struct Acknowledgement: Sendable, Hashable {
  /// When.
  public var time: Date
  /// Who.
  public var author: String
  /// What they say of it.
  public var note: String?

  /// Makes an acknowledgement.
  public init(time: Date, author: String, note: String? = nil) {
    self.time = time
    self.author = author
    self.note = note
  }
}

/// What came of acknowledging an alert.
public enum AcknowledgementResult: Sendable, Hashable {
  /// It is acknowledged now, and does not escalate any more.
  case done
  /// Somebody else was first; theirs stays.
  case already(Acknowledgement)
  /// No alert has that id.
  case unknown
}

extension Store {
  /// Acknowledges an alert, in one transaction with the end of its escalations.
  ///
  /// - Parameters:
  ///   - id: the alert's id.
  ///   - acknowledgement: who and when.
  /// - Returns: what came of it.
  /// - Throws: ``StoreError``.
  public func acknowledge(
    _ id: String, _ acknowledgement: Acknowledgement
  ) throws(StoreError) -> AcknowledgementResult {
    try write { db in
      guard
        let row = try Row.fetchOne(
          db,
          sql: """
            SELECT a.seq, k.time_ms, k.author, k.note FROM alerts a
              LEFT JOIN acknowledgements k ON k.alert_seq = a.seq WHERE a.id = ?
            """, arguments: [id])
      else { return .unknown }
      if let earlier = Acknowledgement(row, from: 1) { return .already(earlier) }
      let alert: Int64 = row[0]
      let time = acknowledgement.time.column
      try db.execute(
        sql: "INSERT INTO acknowledgements (alert_seq, time_ms, author, note) VALUES (?, ?, ?, ?)",
        arguments: [alert, time, acknowledgement.author, acknowledgement.note])
      try db.execute(
        sql: "UPDATE escalations SET done_ms = ? WHERE alert_seq = ? AND done_ms IS NULL",
        arguments: [time, alert])
      return .done
    }
  }
}

extension Acknowledgement {
  /// Reads three columns; nil where they are NULL.
  init?(_ row: Row, from column: Int) {
    guard let time = Date(column: row[column]) else { return nil }
    self.init(time: time, author: row[column + 1], note: row[column + 2])
  }
}
