import GRDB
public import PantauCore
import Synchronization

/// What one step of indexing did.
public struct SearchIndexStep: Sendable, Hashable {
  /// Items that were added.
  public var added = 0
  /// Items that changed or left, whose old text was taken out.
  public var removed = 0
  /// Items of before there was a list of words, whose words were added to it.
  public var worded = 0

  /// So many items are added however long it takes: with two steps a second, which polls give way to,
  /// 500 a second.
  public static let least = 250

  /// Whether there was anything to do.
  public var isIdle: Bool { added + removed + worded == 0 }
}

extension Store {
  /// Brings the full-text index a step forward, in a transaction of its own.
  ///
  /// Walks `items` by its primary key from the watermark on, and `search_stale` by its own. A crash
  /// leaves the index as it was before the step.
  ///
  /// - Parameters:
  ///   - limit: how many items at most; the writer is held while they are indexed.
  ///   - maxTextBytes: no further item is taken once the texts are so long.
  ///   - isOver: whether the step has taken its time; asked behind each item, but ``SearchIndexStep/least``
  ///     are added all the same.
  ///   - words: the index words of an item; must give for equal items always the same, for that is
  ///     how an item is taken out again; and which of its words the filter does not know.
  /// - Returns: what was done.
  /// - Throws: ``StoreError``.
  public func indexForSearch(
    atMost limit: Int, maxTextBytes: Int = .max, isOver: @escaping () -> Bool = { false },
    words: @escaping (Item, inout SeenWords) -> SearchText
  ) throws(StoreError) -> SearchIndexStep {
    guard try isSearchBehind() else { return SearchIndexStep() }
    return try listedWords.withLock { filter throws(StoreError) in
      // What a failed transaction has listed is not known.
      var known: SeenWords? = filter
      filter = SeenWords()
      let (step, seen) = try write { db in
        var index = try SearchStatements(
          db, maxTextBytes: maxTextBytes, isOver: isOver, words: words,
          filter: known.take() ?? SeenWords())
        return (try index.step(limit), index.filter)
      }
      filter = seen
      return step
    }
  }

  /// Merges segments of the full-text index, in a transaction of its own.
  ///
  /// A segment is what one step has written. Eight of a level become one of the next, so that a search
  /// has few to look into. What is begun goes on at the next call.
  ///
  /// - Parameter pages: about how many pages are written; what has begun with a word is ended with it.
  /// - Returns: whether there was anything to merge.
  /// - Throws: ``StoreError``.
  public func mergeSearchIndex(pages: Int) throws(StoreError) -> Bool {
    try write { db in
      let before = db.totalChangesCount
      try db.cachedStatement(sql: "INSERT INTO search (search, rank) VALUES ('merge', ?)")
        .execute(arguments: [pages])
      // As FTS5's manual has it: fewer than two rows changed where nothing was merged.
      return db.totalChangesCount - before >= 2
    }
  }

  /// How many items wait to be added to the index, about: numbers of removed items count as well.
  ///
  /// - Throws: ``StoreError``.
  public func itemsBehindSearch() throws(StoreError) -> Int {
    try read { db in
      let select = "SELECT max(id) - (SELECT watermark FROM search_state) FROM items"
      return max(0, try Int.fetchOne(db, sql: select) ?? 0)
    }
  }

  /// Whether items wait to be indexed or taken out; keeps the writer free where none does.
  private func isSearchBehind() throws(StoreError) -> Bool {
    try read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM search_stale)
            OR EXISTS (SELECT 1 FROM items WHERE id > (SELECT watermark FROM search_state))
            OR EXISTS (SELECT 1 FROM search_state WHERE worded < watermark)
          """)
      return try Bool.fetchOne(select) ?? false
    }
  }
}

/// The statements that write the full-text index.
private struct SearchStatements {
  private let db: Database
  private let maxTextBytes: Int
  private let isOver: () -> Bool
  private let words: (Item, inout SeenWords) -> SearchText
  /// The words that are listed.
  private(set) var filter: SeenWords
  private let insert: PreparedStatement
  private let delete: PreparedStatement
  private let list: PreparedStatement

  /// To take a text out and put another in costs some times as much as to add one.
  private static let maxStale = 100

  /// How item columns are read here, in the order of ``item(_:)``.
  private static let columns = "id, title, summary, content, authors, categories, url"

  init(
    _ db: Database, maxTextBytes: Int, isOver: @escaping () -> Bool,
    words: @escaping (Item, inout SeenWords) -> SearchText, filter: SeenWords
  ) throws {
    self.db = db
    self.filter = filter
    list = try PreparedStatement(db, "INSERT INTO words (word) VALUES (?) ON CONFLICT DO NOTHING")
    self.maxTextBytes = maxTextBytes
    self.isOver = isOver
    self.words = words
    insert = try PreparedStatement(
      db, "INSERT INTO search (rowid, title, body, other) VALUES (?, ?, ?, ?)")
    delete = try PreparedStatement(
      db, "INSERT INTO search (search, rowid, title, body, other) VALUES ('delete', ?, ?, ?, ?)")
  }

  /// Takes out and adds in turn; one step does either.
  mutating func step(_ limit: Int) throws -> SearchIndexStep {
    var step = SearchIndexStep()
    step.removed = try refreshStale(atMost: min(limit, Self.maxStale))
    if step.removed == 0 || step.removed < min(limit, Self.maxStale) / 2 {
      step.added = try addNew(atMost: limit - step.removed)
    }
    if step.isIdle { step.worded = try listWords(atMost: limit) }
    return step
  }

  /// Takes out the old text of items that changed or left, and adds the text they have now.
  private mutating func refreshStale(atMost limit: Int) throws -> Int {
    let selectItem = try db.cachedStatement(
      sql: "SELECT \(Self.columns) FROM items WHERE id = ?")
    let forget = try db.cachedStatement(sql: "DELETE FROM search_stale WHERE id = ?")
    let stale = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT \(Self.columns) FROM search_stale ORDER BY id LIMIT ?"),
      arguments: [limit])
    for (place, row) in stale.enumerated() {
      if place > 0, isOver() { return place }
      let id: Int64 = row[0]
      _ = try run(delete, id, row)
      if let now = try Row.fetchOne(selectItem, arguments: [id]) { _ = try run(insert, id, now) }
      try forget.execute(arguments: [id])
    }
    return stale.count
  }

  /// Adds items behind the watermark, and moves it.
  private mutating func addNew(atMost limit: Int) throws -> Int {
    guard limit > 0 else { return 0 }
    let select = try db.cachedStatement(
      sql: """
        SELECT \(Self.columns) FROM items WHERE id > (SELECT watermark FROM search_state)
        ORDER BY id LIMIT ?
        """)
    var last: Int64?
    var (count, bytes) = (0, 0)
    let rows = try Row.fetchCursor(select, arguments: [limit])
    while bytes < maxTextBytes, count < SearchIndexStep.least || !isOver(),
      let row = try rows.next()
    {
      let id: Int64 = row[0]
      bytes += try run(insert, id, row)
      last = id
      count += 1
    }
    guard let last else { return 0 }
    try db.cachedStatement(
      sql: "UPDATE search_state SET worded = iif(worded = watermark, ?1, worded), watermark = ?1"
    ).execute(arguments: [last])
    return count
  }

  /// Lists the words of items that were indexed before there was a list.
  private mutating func listWords(atMost limit: Int) throws -> Int {
    let select = try db.cachedStatement(
      sql: """
        SELECT \(Self.columns) FROM items WHERE id > (SELECT worded FROM search_state)
          AND id <= (SELECT watermark FROM search_state) ORDER BY id LIMIT ?
        """)
    var last: Int64?
    var count = 0
    let rows = try Row.fetchCursor(select, arguments: [limit])
    while count == 0 || !isOver(), let row = try rows.next() {
      last = row[0]
      _ = try text(row)
      count += 1
    }
    try db.cachedStatement(sql: "UPDATE search_state SET worded = coalesce(?, watermark)")
      .execute(arguments: [last])
    return count
  }

  /// An item's words, the new ones listed.
  private mutating func text(_ row: Row) throws -> SearchText {
    let text = words(Self.item(row), &filter)
    for word in text.newWords { try list.run { $0.bind(word) } }
    return text
  }

  /// Gives the index an item's words; returns how long they are.
  private mutating func run(_ statement: PreparedStatement, _ id: Int64, _ row: Row) throws -> Int {
    let text = try text(row)
    try statement.run { parameters in
      parameters.bind(id)
      parameters.bind(text.title)
      parameters.bind(text.body)
      parameters.bind(text.other)
    }
    return text.title.utf8.count + text.body.utf8.count + text.other.utf8.count
  }

  private static func item(_ row: Row) -> Item {
    Item(
      url: row[6], title: row[1], summary: row[2], content: row[3] ?? row[2],
      authors: StringList.read(row[4]), categories: StringList.read(row[5]))
  }
}
