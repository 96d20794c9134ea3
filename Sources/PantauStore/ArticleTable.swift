public import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// The articles that wait and are due, the longest due first, by the index `articles_waiting`.
  ///
  /// - Throws: ``StoreError``.
  public func waitingArticles(
    dueBy now: Date, limit: Int
  ) throws(StoreError) -> [WaitingArticle] {
    try read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT item_id, feed_id, url, language, attempts FROM articles
          WHERE state = 'waiting' AND due_ms <= ? ORDER BY due_ms, item_id LIMIT ?
          """)
      return try Row.fetchAll(select, arguments: [now.column, limit]).map { row in
        WaitingArticle(
          itemID: row[0], feedID: row[1], url: row[2], language: row[3], attempts: row[4])
      }
    }
  }
}

/// The statements that keep articles.
struct ArticleStatements {
  private let db: Database
  private let now: Date

  init(_ db: Database, now: Date) {
    self.db = db
    self.now = now
  }

  /// Puts a new item's article in line.
  func wait(for item: Item, _ id: Int64, feedID: Int64, _ wish: ArticleWish) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO articles (item_id, feed_id, url, language, state, due_ms)
        VALUES (?, ?, ?, ?, 'waiting', ?) ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [id, feedID, item.url, wish.language, now.column])
  }

  /// The text that an item's article gave; nil where none was read.
  func text(of id: Int64) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT content FROM items JOIN articles ON item_id = id
          WHERE id = ? AND state = 'read'
          """), arguments: [id])
  }

  /// Where an item came from, by its primary key and the indexes `items_by_story` and
  /// `alerts_by_story`.
  func origin(of id: Int64) throws -> ArticleOrigin? {
    let select = try db.cachedStatement(
      sql: """
        SELECT feed_id, seen_ms, story_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM items WHERE story_id = ?1)
          AND NOT EXISTS (SELECT 1 FROM alerts WHERE story_id = ?1)
        FROM items WHERE id = ?1
        """)
    return try Row.fetchOne(select, arguments: [id]).map {
      ArticleOrigin(
        feed: $0[0], seen: Date(millisecondsSince1970: Int($0[1] as Int64)), isAlone: $0[2])
    }
  }

  /// Makes a text an item's content; its hashes stay those of what the feed says.
  ///
  /// A content that the feed gave beside its summary is kept as a version.
  func setText(_ text: String, of id: Int64) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO versions (item_id, since_ms, title, summary, content)
        SELECT id, coalesce(changed_ms, seen_ms), title, summary, content FROM items
        WHERE id = ? AND content IS NOT NULL ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [id])
    try db.cachedStatement(sql: "UPDATE items SET content = ?, changed_ms = ? WHERE id = ?")
      .execute(arguments: [text, now.column, id])
  }

  /// Notes how it ended.
  func finish(_ record: ArticleRecord) throws {
    let (state, due, note): (String, Date?, String?) =
      switch record.outcome {
      case .read: ("read", nil, nil)
      case .failed(let reason): ("failed", nil, reason)
      case .later(let date, let reason): ("waiting", date, reason)
      }
    try db.cachedStatement(
      sql: """
        UPDATE articles SET state = ?, due_ms = coalesce(?, due_ms), attempts = attempts + 1,
          note = ?, canonical_url = coalesce(?, canonical_url) WHERE item_id = ?
        """
    ).execute(arguments: [state, due?.column, note, record.canonicalURL, record.itemID])
  }
}

/// Where an article's item came from.
struct ArticleOrigin {
  var feed: Int64
  /// When its last byte arrived.
  var seen: Date
  /// Whether it is a story of its own that has said nothing yet.
  var isAlone: Bool
}
