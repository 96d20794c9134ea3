import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// What the archive knows of the items that a feed shows.
  ///
  /// Looks each identity up by the primary key of `identities`.
  ///
  /// - Parameters:
  ///   - identities: the items' identities, in document order.
  ///   - feedID: the feed.
  /// - Returns: for each item what it is known as, or nil where it is new.
  /// - Throws: ``StoreError``.
  public func known(_ identities: [Key128], ofFeed feedID: Int64) throws(StoreError) -> [KnownItem?]
  {
    // Each lookup sees what is committed then, which is enough: a feed's identities change only by
    // its own polls, of which one is under way at most.
    try readUnisolated { db in
      let select = try PreparedStatement(
        db,
        """
        SELECT item_id, link_hash, title_hash, text_hash, shown_day FROM identities
        WHERE feed_id = ? AND key = ?
        """)
      return try identities.map { identity in
        try select.first {
          $0.bind(feedID)
          $0.bind(identity)
        } _: { row in
          KnownItem(
            itemID: row.integer(0),
            keys: ItemKeys(
              identity: identity, link: row.integer(1), title: row.integer(2),
              text: row.integer(3)), shownDay: row.integer(4))
        }
      }
    }
  }

  /// What the archive knows items as whose guids it does not know, by their links and texts.
  ///
  /// Looks each alias up by the primary key of `aliases`. A link that several items have, in the
  /// archive or in the document, tells nothing.
  ///
  /// - Parameters:
  ///   - keys: the items' keys.
  ///   - feedID: the feed.
  /// - Returns: for each item what it is known as, or nil where link and text are unknown.
  /// - Throws: ``StoreError``.
  public func renamed(_ keys: [ItemKeys], ofFeed feedID: Int64) throws(StoreError) -> [KnownItem?] {
    var links: [Int64: Int] = [:]
    for keys in keys { links[keys.aliases.link, default: 0] += 1 }
    return try readUnisolated { db in
      let select = try PreparedStatement(
        db, "SELECT item_id, shown_day FROM aliases WHERE feed_id = ? AND hash = ?")
      func find(_ hash: Int64) throws -> (item: Int64, day: Int64)? {
        guard hash != 0 else { return nil }
        let found = try select.first {
          $0.bind(feedID)
          $0.bind(hash)
        } _: {
          (item: $0.integer(0), day: $0.integer(1))
        }
        return found.flatMap { $0.item == 0 ? nil : $0 }
      }
      return try keys.map { keys in
        if let same = try find(keys.aliases.text) {
          return KnownItem(itemID: same.item, keys: keys, isRenamed: true, shownDay: same.day)
        }
        let byLink = links[keys.aliases.link] == 1 ? try find(keys.aliases.link) : nil
        guard let found = try byLink ?? find(keys.aliases.path) else { return nil }
        // Another text: an edited item.
        let old = ItemKeys(identity: keys.identity, link: keys.link, title: 0, text: 0)
        return KnownItem(itemID: found.item, keys: old, isRenamed: true, shownDay: found.day)
      }
    }
  }

  /// Removes keys that no feed has shown for a year, of items that retention has removed.
  ///
  /// - Parameters:
  ///   - today: the day, counted from 1970.
  ///   - limit: how many rows to look at, so that the writer is held briefly.
  ///   - cursor: where the last call ended; nil begins anew.
  /// - Returns: where the next call goes on; nil at the end.
  /// - Throws: ``StoreError``.
  public func pruneKeys(
    today: Int64, limit: Int, after cursor: KeyCursor?
  ) throws(StoreError) -> KeyCursor? {
    try write { db in
      let start = cursor ?? KeyCursor(feed: Int64.min, key: [])
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT feed_id, key, item_id, shown_day FROM identities WHERE (feed_id, key) > (?, ?)
          ORDER BY feed_id, key LIMIT ?
          """, arguments: [start.feed, Data(start.key), limit])
      for row in rows where (row[3] as Int64) + IdentityDays.kept < today {
        let (feed, key, item): (Int64, Data, Int64) = (row[0], row[1], row[2])
        let isKept = try Bool.fetchOne(
          db, sql: "SELECT EXISTS (SELECT 1 FROM items WHERE id = ?)", arguments: [item])
        guard isKept == false else { continue }
        try db.execute(
          sql: "DELETE FROM identities WHERE feed_id = ? AND key = ?", arguments: [feed, key])
        try db.execute(
          sql: "DELETE FROM aliases WHERE feed_id = ? AND item_id = ?", arguments: [feed, item])
      }
      return rows.count < limit
        ? nil : rows.last.map { KeyCursor(feed: $0[0], key: ($0[1] as Data).byteArray) }
    }
  }
}

/// A place in the keys of all feeds.
public struct KeyCursor: Sendable, Hashable {
  var feed: Int64
  var key: [UInt8]
}

/// For how long keys are kept.
public enum IdentityDays {
  /// After so many days it is noted again that a feed shows an item: not at every poll.
  public static let refresh: Int64 = 30
  /// A year more than the feed shows it, and the days by which the note may be late.
  public static let kept: Int64 = 366 + refresh
}
