import Foundation
import GRDB
import PantauCore
import Synchronization
import Testing

@testable import PantauStore

@Suite("Query plans")
struct QueryPlanTests {
  /// Tables that stay small, whatever the archive holds.
  private static let small: Set<String> = [
    "search_state", "keyword_watches", "host_rests", "sqlite_schema",
  ]
  /// Names of what a statement has made itself.
  private static let made: Set<String> = ["CONSTANT", "i", "day"]

  /// Statements that read a table or an index whole, and why that is as it should be.
  private static let allowed: [(start: String, why: String)] = [
    ("SELECT id, url, name, title, feed_group FROM feeds", "all feeds are asked for"),
    ("SELECT \(StoredFeed.columns) FROM feeds WHERE is_active", "all feeds of the configuration"),
    ("SELECT id, url FROM feeds WHERE is_active = 1", "at a start or reload"),
    ("SELECT DISTINCT feed_id FROM sitemap_parts", "at a start or reload"),
    ("SELECT count(*) FROM items", "`pantau doctor` and `backup` count"),
    ("SELECT count(*) FROM alerts", "`pantau doctor` and `backup` count"),
    ("SELECT id, type, time_ms, object FROM notices", "those of 90 days, where a person asks"),
    ("SELECT EXISTS (SELECT 1 FROM search_stale)", "ends at the first row"),
    ("SELECT count(*) FROM search_stale", "kept short: retention waits for it"),
    ("SELECT id, entries FROM young_keys", "once at a start, a few megabytes at most"),
    ("SELECT word FROM words", "where a person searches by a stem; some hundred thousand words"),
    ("SELECT coalesce(sum(length(entries)), 0)", "once at a start, seven days, blobs not read"),
  ]

  /// Where statements are put together when they run; those of a salvage read all there is.
  private static let dynamic: Set<String> = [
    "AlertLog.swift", "Outbox.swift", "OutboxList.swift", "RowSalvage.swift",
  ]

  private func plan(_ db: Database, _ sql: String) throws -> [String] {
    // The planner looks at no value; SQLite takes missing ones for NULL.
    let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
    statement.setUncheckedArguments(
      StatementArguments(Array(repeating: DatabaseValue.null, count: statement.placeholders)))
    return try Row.fetchAll(statement).map { $0["detail"] }
  }

  /// The steps of a plan that read a large table or a whole index of it.
  private func scans(_ db: Database, _ sql: String) throws -> [String] {
    let partial = try Set(
      String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'"))
    return try plan(db, sql).filter { step in
      let words = step.split(separator: " ").map(String.init)
      guard words.first == "SCAN", words.count > 1, !Self.made.contains(words[1])
      else { return false }
      if Self.small.contains(words[1]) || words[1].hasPrefix("(") { return false }
      if words.contains("VIRTUAL"), sql.contains("pragma_") { return false }
      // A partial index holds what waits, and that is asked for whole.
      if let index = words.firstIndex(of: "INDEX"), words.count > index + 1 {
        if partial.contains(words[index + 1]) { return false }
        // The full-text index, asked for words.
        if words.contains("VIRTUAL") { return words.last?.contains("M") != true }
      }
      // In the order of the primary key until there are enough.
      return !(sql.contains("LIMIT") && sql.contains("ORDER BY") && words.count == 2)
    }
  }

  @Test("no statement of the store reads a large table whole, but for those named with a reason")
  func plans() throws {
    let home = try TemporaryStore()
    let statements = try SourceStatements()
    #expect(statements.whole.count > 80)
    try home.store.read { db in
      for statement in Set(statements.whole) {
        let sql = statement.sql.trimmingCharacters(in: .whitespacesAndNewlines)
        let found = try scans(db, sql)
        let isAllowed = Self.allowed.contains { sql.hasPrefix($0.start) }
        #expect(found.isEmpty || isAllowed, "\(statement.file): \(sql): \(found)")
        #expect(!found.isEmpty || !isAllowed, "allowed without need: \(sql)")
      }
    }
  }

  @Test("nor do those that are put together when they run")
  func dynamicPlans() throws {
    #expect(
      try SourceStatements().dynamic == Self.dynamic)
    let home = try TemporaryStore()
    let log = Mutex<Set<String>>([])
    try home.store.read { db in
      db.trace { event in
        if case .statement(let statement) = event { log.withLock { _ = $0.insert(statement.sql) } }
      }
    }
    for since in [nil, noon] {
      for keyword in [nil, "Bontang"] {
        for feed in [nil, "Kaltim"] {
          _ = try home.store.alerts(
            AlertFilter(since: since, keyword: keyword, feed: feed, limit: 10))
        }
      }
      for id in [nil, "7", "01K"] {
        _ = try home.store.deliveries(DeliveryFilter(channel: "a", id: id, since: since, limit: 5))
      }
    }
    _ = try home.store.waiting(for: "a", limit: 10)
    _ = try home.store.aside(for: "a", dueAt: noon)
    let seen = log.withLock { $0 }.filter { $0.hasPrefix("SELECT") && !$0.contains("sqlite_") }
    #expect(seen.count >= 12)
    try home.store.read { db in
      for sql in seen {
        let found = try scans(db, sql)
        #expect(found.isEmpty, "\(sql): \(found)")
      }
    }
  }
}

extension Statement {
  /// How many values a statement takes.
  fileprivate var placeholders: Int {
    let numbers = sql.matches(of: /\?(\d+)/).compactMap { Int($0.1) }
    if let most = numbers.max() { return most }
    let names = Set(sql.matches(of: /:[a-z]+/).map { String($0.0) })
    return names.isEmpty ? sql.count { $0 == "?" } : names.count
  }
}
