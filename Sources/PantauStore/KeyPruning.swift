import FoundationEssentials
import GRDB

/// Removes the keys of items that retention has removed and no feed has shown for a year.
///
/// Walks `identities`, `aliases` and then `key_runs` by their primary keys, some rows a step, and holds
/// the writer only for what has to go: polls pay for no index by day.
public struct KeyPruning: Sendable {
  private let store: Store
  /// Keys last noted as shown before this day go.
  private let before: Int64
  private var table: KeyTable? = .identities
  private var place = Place.first
  private var run = Int64.min
  /// How many keys have gone.
  public private(set) var removed = 0

  private struct Place: Sendable {
    var feed: Int64
    var key: DatabaseValue

    static let first = Place(feed: .min, key: .null)
  }

  /// Starts a walk.
  ///
  /// - Parameters:
  ///   - store: the archive.
  ///   - today: the day, counted from 1970.
  public init(_ store: Store, today: Int64) {
    self.store = store
    before = today - IdentityDays.kept
  }

  /// Looks at the next rows.
  ///
  /// - Parameter limit: how many.
  /// - Returns: whether there is more to do.
  /// - Throws: ``StoreError``.
  public mutating func step(_ limit: Int = 500) throws(StoreError) -> Bool {
    guard let table else { return try pruneRuns() }
    let rows = try store.read { [place] db in try table.rows(db, after: place, limit) }
    let old = rows.filter { $0.day < before }.map(\.place)
    if !old.isEmpty {
      removed += try store.write { [before] db in try table.remove(old, before: before, db) }
    }
    place = rows.last?.place ?? .first
    if rows.count < limit { (self.table, place) = (table.next, .first) }
    return true
  }

  /// Looks at the next runs with old keys, a few: each is some milliseconds' work.
  private mutating func pruneRuns() throws(StoreError) -> Bool {
    let runs = try store.read { [run, before] db in
      try Int64.fetchAll(
        db,
        sql: """
          SELECT id FROM key_runs WHERE id > ? AND first_day < ? ORDER BY id LIMIT ?
          """, arguments: [run, before, Self.runsOfStep])
    }
    guard let last = runs.last else { return false }
    removed += try store.write { [before] db in
      try runs.reduce(0) { try $0 + KeyRuns(db).prune($1, before: before) }
    }
    run = last
    return runs.count == Self.runsOfStep
  }

  private static let runsOfStep = 4

  /// A table of keys, each with what its primary key is made of.
  private enum KeyTable {
    case identities
    case aliases

    var next: Self? { self == .identities ? .aliases : nil }

    private var select: String {
      switch self {
      case .identities:
        """
        SELECT feed_id, key, shown_day FROM identities WHERE (feed_id, key) > (?, ?)
        ORDER BY feed_id, key LIMIT ?
        """
      case .aliases:
        """
        SELECT feed_id, hash, shown_day FROM aliases WHERE (feed_id, hash) > (?, ?)
        ORDER BY feed_id, hash LIMIT ?
        """
      }
    }

    private var delete: String {
      switch self {
      case .identities:
        """
        DELETE FROM identities WHERE feed_id = ? AND key = ? AND shown_day < ?
          AND NOT EXISTS (SELECT 1 FROM items WHERE id = item_id)
        """
      case .aliases:
        """
        DELETE FROM aliases WHERE feed_id = ? AND hash = ? AND shown_day < ?
          AND NOT EXISTS (SELECT 1 FROM items WHERE id = item_id)
        """
      }
    }

    func rows(
      _ db: Database, after place: Place, _ limit: Int
    ) throws -> [(place: Place, day: Int64)] {
      try Row.fetchAll(
        db.cachedStatement(sql: select), arguments: [place.feed, place.key, limit]
      ).map { (place: Place(feed: $0[0], key: $0[1]), day: $0[2]) }
    }

    /// Removes those that still are old, and whose items are gone.
    func remove(_ places: [Place], before day: Int64, _ db: Database) throws -> Int {
      let delete = try db.cachedStatement(sql: delete)
      return try places.reduce(0) { count, place in
        try delete.execute(arguments: [place.feed, place.key, day])
        return count + db.changesCount
      }
    }
  }
}
