import GRDB
public import PantauCore

extension Store {
  /// Puts a notice into the outbox of channels, in one transaction.
  ///
  /// - Parameters:
  ///   - notice: the notice.
  ///   - channels: the channels' names.
  /// - Throws: ``StoreError``.
  public func announce(_ notice: Notice, to channels: [String]) throws(StoreError) {
    try write { db in try NoticeStatements(db).insert(RoutedNotice(notice, to: channels)) }
  }
}

/// The statements that put notices into the outbox.
struct NoticeStatements {
  private let db: Database
  private let insertNotice: Statement
  private let insertDelivery: Statement

  init(_ db: Database) throws {
    self.db = db
    insertNotice = try db.cachedStatement(
      sql: "INSERT INTO notices (id, type, time_ms, object) VALUES (?, ?, ?, ?)")
    insertDelivery = try db.cachedStatement(
      sql: """
        INSERT INTO deliveries (notice_seq, channel, state, created_ms, urgency)
        VALUES (?, ?, 'waiting', ?, ?)
        """)
  }

  /// Stores a notice and one waiting delivery a channel.
  func insert(_ routed: RoutedNotice) throws {
    let notice = routed.notice
    try insertNotice.execute(arguments: [
      notice.id, notice.type, notice.time.column, notice.object,
    ])
    let sequence = db.lastInsertedRowID
    let urgency = Urgency(noticeType: notice.type).rawValue
    for channel in routed.channels {
      try insertDelivery.execute(arguments: [sequence, channel, notice.time.column, urgency])
    }
  }
}
