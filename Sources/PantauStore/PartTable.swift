import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// The parts of a feed that is a sitemap index; none for other feeds.
  ///
  /// - Throws: ``StoreError``.
  public func sitemapParts(ofFeed feed: Int64) throws(StoreError) -> [KnownPart] {
    try read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT url, modified_ms, entity_tag, last_modified, read_ms, is_plain
          FROM sitemap_parts WHERE feed_id = ?
          """)
      return try Row.fetchAll(select, arguments: [feed]).map { row in
        var part = KnownPart(SitemapPart(url: row[0], lastModified: Date(column: row[1])))
        part.validators = Validators(
          entityTag: (row[2] as Data?)?.byteArray, lastModified: (row[3] as Data?)?.byteArray)
        part.readAt = Date(column: row[4])
        part.isPlain = row[5]
        return part
      }
    }
  }

  /// The feeds that are sitemap indexes.
  ///
  /// - Throws: ``StoreError``.
  public func feedsWithParts() throws(StoreError) -> Set<Int64> {
    try read { db in
      Set(try Int64.fetchAll(db, sql: "SELECT DISTINCT feed_id FROM sitemap_parts"))
    }
  }
}

extension PollCommit {
  /// Notes what a poll left of the parts it asked for.
  static func store(_ parts: [KnownPart], ofFeed feed: Int64, in db: Database) throws {
    let upsert = try db.cachedStatement(
      sql: """
        INSERT INTO sitemap_parts
          (feed_id, url, modified_ms, entity_tag, last_modified, read_ms, is_plain)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (feed_id, url) DO UPDATE SET modified_ms = excluded.modified_ms,
          entity_tag = excluded.entity_tag, last_modified = excluded.last_modified,
          read_ms = excluded.read_ms, is_plain = excluded.is_plain
        """)
    for part in parts {
      try upsert.execute(arguments: [
        feed, part.part.url, part.part.lastModified?.column,
        part.validators.entityTag.map { Data($0) }, part.validators.lastModified.map { Data($0) },
        part.readAt?.column, part.isPlain,
      ])
    }
  }
}
