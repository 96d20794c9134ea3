public import FoundationEssentials
import GRDB
import PantauCore

/// An item of a story, as the log shows it.
public struct StoryMember: Sendable, Hashable {
  /// The archive's number of the item.
  public var item: Int64
  /// The name of its feed.
  public var feed: String
  /// Its headline.
  public var title: String?
  /// Where it stands.
  public var url: String?
  /// When its last byte arrived.
  public var seen: Date
  /// How much of the shorter text stands in the other one; nil for the first item.
  public var likeness: Double?
  /// The keywords for which it is silent.
  public var silenced: [String]
}

/// A text that an item had before the present one.
public struct ItemVersion: Sendable, Hashable {
  /// Since when it stood.
  public var since: Date
  /// The headline.
  public var title: String?
  /// The summary.
  public var summary: String?
  /// The longest body.
  public var content: String?

  /// Takes the parts.
  public init(since: Date, title: String?, summary: String?, content: String?) {
    self.since = since
    self.title = title
    self.summary = summary
    self.content = content
  }
}

/// What befell an item after it was stored.
public struct ItemHistory: Sendable {
  /// When its text last changed.
  public var changed: Date?
  /// When its feed ceased to show it, though younger ones stayed.
  public var vanished: Date?
  /// Its former texts, oldest first.
  public var versions: [ItemVersion]
  /// All items of its story, the first seen first, itself among them.
  public var story: [StoryMember]
  /// The alerts of its story, oldest first.
  public var alerts: [LoggedAlert]
}

extension Store {
  /// The items of a story, the first seen first.
  ///
  /// By the primary key of `items`, the index `items_by_story` and the primary key of `silenced`.
  ///
  /// - Parameter story: the number of its first item.
  /// - Returns: one value an item.
  /// - Throws: ``StoreError``.
  public func members(ofStory story: Int64) throws(StoreError) -> [StoryMember] {
    try read { db in try Self.members(db, story) }
  }

  /// The story of an alert of the log; nil where there is no such alert.
  ///
  /// - Throws: ``StoreError``.
  public func story(ofAlert sequence: Int64) throws(StoreError) -> Int64? {
    try read { db in
      try Int64.fetchOne(
        db, sql: "SELECT story_id FROM alerts WHERE seq = ?", arguments: [sequence])
    }
  }

  /// What befell an item; nil where there is none of that number.
  ///
  /// By the primary keys of `items` and `versions` and the index `alerts_by_story`.
  ///
  /// - Throws: ``StoreError``.
  public func history(ofItem id: Int64) throws(StoreError) -> ItemHistory? {
    try read { db in
      let select = "SELECT coalesce(story_id, id), changed_ms, vanished_ms FROM items WHERE id = ?"
      guard let row = try Row.fetchOne(db, sql: select, arguments: [id]) else { return nil }
      let story: Int64 = row[0]
      let versions = try Row.fetchAll(
        db,
        sql: """
          SELECT since_ms, title, summary, content FROM versions WHERE item_id = ? ORDER BY since_ms
          """, arguments: [id])
      let alerts = try Row.fetchAll(
        db, sql: "SELECT seq, object FROM alerts WHERE story_id = ? ORDER BY seq",
        arguments: [story])
      return ItemHistory(
        changed: Date(column: row[1]), vanished: Date(column: row[2]),
        versions: versions.map {
          ItemVersion(
            since: Date(millisecondsSince1970: Int($0[0] as Int64)), title: $0[1], summary: $0[2],
            content: $0[3] ?? $0[2])
        },
        story: try Self.members(db, story),
        alerts: alerts.map { LoggedAlert(sequence: $0[0], object: $0[1]) })
    }
  }

  private static func members(_ db: Database, _ story: Int64) throws -> [StoryMember] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT i.id, f.url, f.name, f.title, f.feed_group, i.title, i.url, i.seen_ms, i.likeness,
          (SELECT json_group_array(s.keyword) FROM silenced s WHERE s.item_id = i.id)
        FROM (SELECT * FROM items WHERE id = ?1 UNION ALL SELECT * FROM items WHERE story_id = ?1) i
        JOIN feeds f ON f.id = i.feed_id ORDER BY i.seen_ms, i.id
        """, arguments: [story])
    return rows.map { row in
      let feed = ArchivedFeed(url: row[1], name: row[2], title: row[3], group: row[4])
      return StoryMember(
        item: row[0], feed: feed.displayName, title: row[5], url: row[6],
        seen: Date(millisecondsSince1970: Int(row[7] as Int64)), likeness: row[8],
        silenced: StringList.read(row[9]))
    }
  }
}
