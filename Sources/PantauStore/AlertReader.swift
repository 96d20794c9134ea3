public import FoundationEssentials
import GRDB

/// Walks the alert log from its oldest entry on, a page at a time, so that it never is in memory
/// whole.
///
/// By the primary key; with `since` alone, entries before it are passed over.
public struct AlertReader {
  private let store: Store
  private let since: Int64
  private var last: Int64 = 0
  private let pageSize: Int

  /// Starts at an instant.
  ///
  /// - Parameters:
  ///   - store: the archive.
  ///   - since: only alerts raised then or later; nil: all.
  ///   - pageSize: how many alerts a page has at most.
  public init(_ store: Store, since: Date? = nil, pageSize: Int = 200) {
    self.store = store
    self.since = since?.column ?? Int64.min
    self.pageSize = max(1, pageSize)
  }

  /// The next alerts, oldest first; empty at the end.
  ///
  /// - Throws: ``StoreError``.
  public mutating func nextPage() throws(StoreError) -> [LoggedAlert] {
    let (last, since, limit) = (last, since, pageSize)
    let alerts = try store.read { db in
      let select = try db.cachedStatement(
        sql: """
          SELECT seq, object FROM alerts WHERE seq > ? AND time_ms >= ? ORDER BY seq LIMIT ?
          """)
      return try Row.fetchAll(select, arguments: [last, since, limit])
        .map { LoggedAlert(sequence: $0[0], object: $0[1]) }
    }
    if let end = alerts.last { self.last = end.sequence }
    return alerts
  }
}
