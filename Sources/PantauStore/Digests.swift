import GRDB
public import PantauCore

extension Store {
  /// Puts waiting messages of a channel together: they leave its line, and one message goes in
  /// their place; in one transaction, so that a crash makes neither two digests nor none.
  ///
  /// The digest takes the number of the oldest of them, which gets a new one: so it goes before
  /// all that came after it, however late it is made.
  ///
  /// - Parameters:
  ///   - notice: the digest; its id is the message's at every attempt.
  ///   - members: the outbox's numbers of the messages.
  ///   - channel: the channel.
  /// - Throws: ``StoreError``.
  public func makeDigest(
    _ notice: Notice, of members: [Int64], for channel: String
  ) throws(StoreError) {
    try write { db in
      try NoticeStatements(db).insert(RoutedNotice(notice, to: [channel]))
      let number = db.lastInsertedRowID
      let digest = try Int64.fetchOne(
        db, sql: "SELECT notice_seq FROM deliveries WHERE id = ?", arguments: [number])
      let update = try db.cachedStatement(
        sql: """
          UPDATE deliveries SET digest_seq = ?
          WHERE id = ? AND state = 'waiting' AND digest_seq IS NULL
          """)
      for member in members { try update.execute(arguments: [digest, member]) }
      if let oldest = members.min() { try Self.exchange(number, oldest, db) }
    }
  }

  /// Gives each of two messages the other's number; 0 is nobody's.
  private static func exchange(_ first: Int64, _ second: Int64, _ db: Database) throws {
    let update = try db.cachedStatement(sql: "UPDATE deliveries SET id = ? WHERE id = ?")
    for (new, old) in [(0, first), (first, second), (second, 0)] {
      try update.execute(arguments: [new, old])
    }
  }
}

extension Store {
  /// Changes with each commit of another process, and with none of this store's own.
  ///
  /// SQLite's `data_version` of the connection that writes; costs a look at shared memory.
  ///
  /// - Throws: ``StoreError``.
  public func foreignChanges() throws(StoreError) -> Int {
    try outsideTransaction { db in try Int.fetchOne(db, sql: "PRAGMA data_version") ?? 0 }
  }
}
