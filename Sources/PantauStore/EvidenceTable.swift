import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// Whether an item has raised an alert, by the index `alerts_by_item`.
  ///
  /// - Throws: ``StoreError``.
  public func hasAlert(ofItem item: Int64) throws(StoreError) -> Bool {
    try read { db in
      let select = "SELECT EXISTS (SELECT 1 FROM alerts WHERE item_id = ?)"
      return try Bool.fetchOne(db, sql: select, arguments: [item]) ?? false
    }
  }

  /// What was received when an alert was raised, and of its item's page; the first first.
  ///
  /// By the primary keys of `evidence` and `captures`.
  ///
  /// - Parameter sequence: the alert's place in the log.
  /// - Returns: nothing for alerts that were raised before evidence was kept.
  /// - Throws: ``StoreError``.
  public func evidence(ofAlert sequence: Int64) throws(StoreError) -> [Evidence] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT kind, url, received_ms, head, body_bytes, body_digest, is_whole, content, item
          FROM evidence JOIN captures ON captures.id = capture_id
          WHERE alert_seq = ? ORDER BY received_ms, capture_id
          """, arguments: [sequence])
      return rows.map { row in
        let capture = Capture(
          kind: Capture.Kind(rawValue: row[0]) ?? .feed, url: row[1],
          receivedAt: Date(millisecondsSince1970: Int(row[2] as Int64)),
          head: (row[3] as Data?)?.byteArray, bodyBytes: row[4],
          bodyDigest: (row[5] as Data).byteArray, isWhole: row[6],
          content: (row[7] as Data).byteArray)
        return Evidence(capture: capture, item: (row[8] as Data?)?.byteArray)
      }
    }
  }
}

/// The statements that keep evidence, prepared where an alert has some.
struct EvidenceStatements {
  private let db: Database
  /// The captures stored by this transaction; the records hold on to them meanwhile.
  private var captures: [ObjectIdentifier: Int64] = [:]

  init(_ db: Database) { self.db = db }

  /// Keeps what an alert was raised for.
  mutating func keep(_ evidence: Evidence, ofAlert sequence: Int64) throws {
    let capture = try number(of: evidence.capture)
    let insert = try PreparedStatement(
      db,
      """
      INSERT INTO evidence (alert_seq, capture_id, item) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
      """)
    try insert.run { row in
      row.bind(sequence)
      row.bind(capture)
      row.bind(evidence.item)
    }
  }

  /// Keeps the page of an item with its alerts, by the index `alerts_by_item`.
  mutating func keep(_ page: Capture, ofItem item: Int64) throws {
    let select = try db.cachedStatement(sql: "SELECT seq FROM alerts WHERE item_id = ?")
    for alert in try Int64.fetchAll(select, arguments: [item]) {
      try keep(Evidence(capture: page, item: nil), ofAlert: alert)
    }
  }

  private mutating func number(of capture: Capture) throws -> Int64 {
    if let known = captures[ObjectIdentifier(capture)] { return known }
    let insert = try PreparedStatement(
      db,
      """
      INSERT INTO captures (kind, url, received_ms, head, body_bytes, body_digest, is_whole, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    try insert.run { row in
      row.bind(capture.kind.rawValue)
      row.bind(capture.url)
      row.bind(capture.receivedAt)
      row.bind(capture.head)
      row.bind(capture.bodyBytes)
      row.bind(capture.bodyDigest)
      row.bind(capture.isWhole)
      row.bind(capture.content)
    }
    captures[ObjectIdentifier(capture)] = db.lastInsertedRowID
    return db.lastInsertedRowID
  }
}
