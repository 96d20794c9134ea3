import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// What the archive knows of the items that a feed shows.
  ///
  /// Looks each identity up by the primary key of `identities`.
  ///
  /// - Parameters:
  ///   - keys: the items' keys, in document order.
  ///   - feedID: the feed.
  /// - Returns: for each item what it is known as, or nil where it is new.
  /// - Throws: ``StoreError``.
  public func known(_ keys: [ItemKeys], ofFeed feedID: Int64) throws(StoreError) -> [KnownItem?] {
    // Each lookup sees what is committed then, which is enough: a feed's identities change only by
    // its own polls, of which one is under way at most.
    try readUnisolated { db in
      let select = try PreparedStatement(
        db,
        """
        SELECT item_id, link_hash, title_hash, text_hash FROM identities
        WHERE feed_id = ? AND key = ?
        """)
      func find(_ key: Key128, _ keys: ItemKeys) throws -> KnownItem? {
        try select.first {
          $0.bind(feedID)
          $0.bind(key)
        } _: { row in
          KnownItem(
            itemID: row.integer(0),
            keys: ItemKeys(
              identity: key, distinct: keys.distinct, link: row.integer(1), title: row.integer(2),
              text: row.integer(3)))
        }
      }
      return try keys.map { keys in
        guard let known = try find(keys.identity, keys) else { return nil }
        guard known.keys.link != keys.link, known.keys.title != keys.title else { return known }
        return try find(keys.distinct, keys)
      }
    }
  }
}
