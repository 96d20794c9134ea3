public import FoundationEssentials
import GRDB
import PantauCore

/// A message that is no alert of an item: a feed that fails, a test, a channel switched off.
public struct Notice: Sendable, Hashable {
  /// A ULID.
  public var id: String
  /// The event's type, for instance `feed.failing`.
  public var type: String
  /// When it happened.
  public var time: Date
  /// Its data as JSON on one line; `text` is what people are shown.
  public var object: String

  /// Takes the parts.
  public init(id: String, type: String, time: Date, object: String) {
    self.id = id
    self.type = type
    self.time = time
    self.object = object
  }
}

extension Store {
  /// Puts a notice into the outbox of channels, in one transaction.
  ///
  /// - Parameters:
  ///   - notice: the notice.
  ///   - channels: the channels' names.
  /// - Throws: ``StoreError``.
  public func announce(_ notice: Notice, to channels: [String]) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT INTO notices (id, type, time_ms, object) VALUES (?, ?, ?, ?)",
        arguments: [notice.id, notice.type, notice.time.column, notice.object])
      let sequence = db.lastInsertedRowID
      let insert = try db.cachedStatement(
        sql: """
          INSERT INTO deliveries (notice_seq, channel, state, created_ms)
          VALUES (?, ?, 'waiting', ?)
          """)
      for channel in channels {
        try insert.execute(arguments: [sequence, channel, notice.time.column])
      }
    }
  }
}
