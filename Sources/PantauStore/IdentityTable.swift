import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// What the archive knows of the items that a feed shows.
  ///
  /// Looks in memory, in ``KeyRuns``, and for each identity left by the primary key of `identities`.
  ///
  /// - Parameters:
  ///   - identities: the items' identities, in document order.
  ///   - feedID: the feed.
  /// - Returns: for each item what it is known as, or nil where it is new.
  /// - Throws: ``StoreError``.
  public func known(_ identities: [Key128], ofFeed feedID: Int64) throws(StoreError) -> [KnownItem?]
  {
    // Memory first: keys leave it when they are in the database.
    try loadKeys()
    let young = keyLog.keys(toLookUp: feedID)
    var known = identities.map { young.latest($0).map(KnownItem.init) }
    let others = known.indices.filter { known[$0] == nil }
    guard !others.isEmpty else { return known }
    let found = try lookUp { db in
      try Self.known(others.map { identities[$0] }, ofFeed: feedID, db)
    }
    for (index, item) in zip(others, found) { known[index] = item }
    keyLog.note(
      unknown: others.filter { known[$0] == nil }.map { identities[$0] }, ofFeed: feedID)
    return known
  }

  /// What is known of identities that are not in memory.
  private static func known(
    _ identities: [Key128], ofFeed feedID: Int64, _ db: Database
  ) throws -> [KnownItem?] {
    var latest: [Key128: YoungKey] = [:]
    for key in try KeyRuns(db).keys(ofFeed: feedID, havingAny: identities) where key.hasIdentity {
      latest[key.keys.identity] = key
    }
    let any = try PreparedStatement(db, "SELECT 1 FROM identities WHERE feed_id = ? LIMIT 1")
    let isInTable = try any.first({ $0.bind(feedID) }, { _ in true }) ?? false
    let select = try PreparedStatement(
      db,
      """
      SELECT item_id, link_hash, title_hash, text_hash, shown_day FROM identities
      WHERE feed_id = ? AND key = ?
      """)
    return try identities.map { identity in
      if let key = latest[identity] { return KnownItem(key) }
      guard isInTable else { return nil }
      return try select.first {
        $0.bind(feedID)
        $0.bind(identity)
      } _: { row in
        KnownItem(
          itemID: row.integer(0),
          keys: ItemKeys(
            identity: identity, link: row.integer(1), title: row.integer(2), text: row.integer(3)),
          shownDay: row.integer(4))
      }
    }
  }

  /// What the archive knows items as whose guids it does not know, by their links and texts.
  ///
  /// Looks in memory, in ``KeyRuns``, and for each alias by the primary key of `aliases`. A link that several items have, in the
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
    try loadKeys()
    let young = keyLog.keys(ofFeed: feedID)
    return try lookUp { db in
      let aliases = try AliasLookup(keys, ofFeed: feedID, young, db)
      func find(_ alias: Key128?) throws -> (item: Int64, day: Int64)? {
        try alias.flatMap { try aliases.find($0) }
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

extension Store {
  /// Reads the keys that were in memory when the last run ended, once; in the order of
  /// `young_keys`' primary key.
  func loadKeys() throws(StoreError) {
    try keyLog.load { add throws(StoreError) in
      try read { db in
        let rows = try Row.fetchCursor(db, sql: "SELECT id, entries FROM young_keys ORDER BY id")
        while let row = try rows.next() { add(row[0], row[1]) }
      }
    }
  }

  /// Looks keys up.
  ///
  /// Each lookup sees what is committed then, which is enough: a feed's keys change only
  /// by its own polls, of which one is under way at most. But those of others move its keys about
  /// meanwhile, and a statement of its own locks the database and reads where the log ends, so that
  /// all go together.
  private func lookUp<Value>(
    _ body: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    try readUnisolated { db in
      try PreparedStatement(db, "BEGIN").run { _ in }
      let end = try PreparedStatement(db, "COMMIT")
      do {
        let value = try body(db)
        try end.run { _ in }
        return value
      } catch {
        try end.run { _ in }
        throw error
      }
    }
  }
}

/// Which items of a feed have an alias.
private struct AliasLookup {
  private let feed: Int64
  /// Those that are not in the table, the latest last.
  private let young: [YoungKey]
  private let isInTable: Bool
  private let select: PreparedStatement

  init(_ keys: [ItemKeys], ofFeed feed: Int64, _ young: [YoungKey], _ db: Database) throws {
    self.feed = feed
    var wanted: [Key128] = []
    for key in keys { key.aliases.forEach { wanted.append($0) } }
    self.young = try KeyRuns(db).keys(ofFeed: feed, havingAny: wanted) + young
    let any = try PreparedStatement(db, "SELECT 1 FROM aliases WHERE feed_id = ? LIMIT 1")
    isInTable = try any.first({ $0.bind(feed) }, { _ in true }) ?? false
    select = try PreparedStatement(
      db,
      """
      SELECT item_id, shown_day FROM aliases
      WHERE feed_id = ? AND hash = ? AND rest IN (?, 0)
      """)
  }

  /// The one item that has an alias, and the day on which it was last shown.
  func find(_ alias: Key128) throws -> (item: Int64, day: Int64)? {
    var found = young.known(by: alias).map { (item: $0.item, day: Int64($0.day)) }
    if isInTable, let old = try inTable(alias) { found.insert(old, at: 0) }
    guard let last = found.last, last.item != 0 else { return nil }
    return found.allSatisfy { $0.item == last.item } ? last : nil
  }

  private func inTable(_ alias: Key128) throws -> (item: Int64, day: Int64)? {
    try select.first {
      $0.bind(feed)
      $0.bind(alias.number)
      $0.bind(alias.rest)
    } _: {
      (item: $0.integer(0), day: $0.integer(1))
    }
  }
}

extension KnownItem {
  /// As it was noted last.
  init(_ key: YoungKey) {
    var keys = key.keys
    // The tables do not say which aliases belong to an identity.
    keys.aliases = ItemAliases()
    self.init(itemID: key.item, keys: keys, shownDay: Int64(key.day))
  }
}

/// For how long keys are kept.
public enum IdentityDays {
  /// After so many days it is noted again that a feed shows an item: not at every poll.
  public static let refresh: Int64 = 30
  /// A year more than the feed shows it, and the days by which the note may be late.
  public static let kept: Int64 = 366 + refresh
}
