public import FoundationEssentials
import GRDB
import PantauCore

/// That a keyword is silent for a while: its alerts are logged and go nowhere.
public struct Mute: Sendable, Hashable {
  /// The keyword's name.
  public var keyword: String
  /// From when on.
  public var since: Date
  /// It ends before this instant.
  public var until: Date
  /// Who wants it.
  public var author: String
  /// What for.
  public var reason: String?

  /// Makes a mute.
  public init(keyword: String, since: Date, until: Date, author: String, reason: String? = nil) {
    self.keyword = keyword
    self.since = since
    self.until = until
    self.author = author
    self.reason = reason
  }
}

extension Store {
  /// Mutes a keyword; a mute of the same keyword that is in force ends.
  ///
  /// Holds for every alert that is stored from then on, whichever process stores it.
  ///
  /// - Parameter mute: the mute.
  /// - Throws: ``StoreError``.
  public func mute(_ mute: Mute) throws(StoreError) {
    try write { db in
      try Self.end(mute.keyword, db, mute.since)
      try db.execute(
        sql: """
          INSERT INTO mutes (keyword, since_ms, until_ms, author, reason) VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [
          mute.keyword, mute.since.column, mute.until.column, mute.author, mute.reason,
        ])
    }
  }

  /// Ends the mute of a keyword.
  ///
  /// - Returns: false where none was in force.
  /// - Throws: ``StoreError``.
  public func unmute(_ keyword: String, now: Date) throws(StoreError) -> Bool {
    try write { db in
      try Self.end(keyword, db, now)
      return db.changesCount > 0
    }
  }

  private static func end(_ keyword: String, _ db: Database, _ now: Date) throws {
    try db.execute(
      sql: "UPDATE mutes SET until_ms = ? WHERE until_ms > ? AND keyword = ?",
      arguments: [now.column, now.column, keyword])
  }

  /// The mutes in force, the first to end first, by the index `mutes_by_end`.
  ///
  /// - Throws: ``StoreError``.
  public func mutes(at now: Date) throws(StoreError) -> [Mute] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT keyword, since_ms, until_ms, author, reason FROM mutes
          WHERE until_ms > ? ORDER BY until_ms, id
          """, arguments: [now.column]
      ).map { row in
        Mute(
          keyword: row[0], since: Date(millisecondsSince1970: Int(row[1] as Int64)),
          until: Date(millisecondsSince1970: Int(row[2] as Int64)), author: row[3], reason: row[4])
      }
    }
  }
}
