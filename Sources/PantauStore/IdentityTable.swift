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
    var links: [Key128: Int] = [:]
    for case let link? in keys.map(\.aliases.link) { links[link, default: 0] += 1 }
    return try readUnisolated { db in
      let select = try PreparedStatement(
        db,
        """
        SELECT item_id, shown_day FROM aliases
        WHERE feed_id = ? AND hash = ? AND rest IN (?, 0)
        """)
      func find(_ alias: Key128?) throws -> (item: Int64, day: Int64)? {
        guard let alias else { return nil }
        let found = try select.first {
          $0.bind(feedID)
          $0.bind(alias.number)
          $0.bind(alias.rest)
        } _: {
          (item: $0.integer(0), day: $0.integer(1))
        }
        return found.flatMap { $0.item == 0 ? nil : $0 }
      }
      return try keys.map { keys in
        if let same = try find(keys.aliases.text) {
          return KnownItem(itemID: same.item, keys: keys, isRenamed: true, shownDay: same.day)
        }
        let isOwnLink = keys.aliases.link.map { links[$0] == 1 } ?? false
        let byLink = isOwnLink ? try find(keys.aliases.link) : nil
        guard let found = try byLink ?? find(keys.aliases.path) else { return nil }
        // Another text: an edited item.
        let old = ItemKeys(identity: keys.identity, link: keys.link, title: 0, text: 0)
        return KnownItem(itemID: found.item, keys: old, isRenamed: true, shownDay: found.day)
      }
    }
  }
}

/// For how long keys are kept.
public enum IdentityDays {
  /// After so many days it is noted again that a feed shows an item: not at every poll.
  public static let refresh: Int64 = 30
  /// A year more than the feed shows it, and the days by which the note may be late.
  public static let kept: Int64 = 366 + refresh
}
