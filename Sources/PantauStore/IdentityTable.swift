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
        SELECT item_id, link_hash, title_hash, text_hash FROM identities
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
              text: row.integer(3)))
        }
      }
    }
  }
}
