import FoundationEssentials
import GRDB
import PantauCore
import PantauMatch
import PantauTestSupport

@testable import PantauEngine
@testable import PantauStore

/// An archive in a folder of its own.
final class EngineHome: Sendable {
  let store: Store
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    store = try Store(path: folder.file("pantau.sqlite3"))
  }

  /// Opens the same archive once more, as a restart does.
  func reopened() throws -> Store { try Store(path: store.path) }

  /// One number out of the archive.
  func count(_ sql: String) throws -> Int {
    try store.read { db in try Int.fetchOne(db, sql: sql) ?? -1 }
  }

  var items: Int { get throws { try count("SELECT count(*) FROM items") } }
  var alerts: Int { get throws { try count("SELECT count(*) FROM alerts") } }

  /// A column of texts out of the archive.
  func texts(_ sql: String) throws -> [String] {
    try store.read { db in try String.fetchAll(db, sql: sql) }
  }

  /// The data of the notices in the outbox, oldest first.
  var notices: [String] { get throws { try texts("SELECT object FROM notices ORDER BY seq") } }

  /// Makes every item one never seen.
  func forgetItems() throws {
    try settleKeys()
    try store.write { db in try db.execute(sql: "DELETE FROM identities") }
  }

  /// Brings the newest keys into the tables of keys.
  func settleKeys() throws {
    try store.loadKeys()
    store.keyLog.apply(
      try store.write { db in
        let left = try store.keyLog.keep([], limit: 0, atMost: .max, db)
        for feed in left.left { try KeyRuns(db).settle(ofFeed: feed) }
        return left
      })
  }

  /// What the archive holds of a feed.
  func feed(_ url: String) throws -> StoredFeed? {
    try store.activeFeeds().first { $0.url == url }
  }
}

extension Ruleset {
  /// Keywords by their queries, all to one channel that also shows what is old.
  static func test(
    _ queries: [String] = ["Bontang", "Samarinda"], routes: [String: KeywordRoute] = [:],
    channels: [ChannelRoute] = [ChannelRoute(name: "stdout", showsOld: true)],
    maxAge: Duration = .seconds(7 * 86_400)
  ) throws -> Ruleset {
    Ruleset(
      matcher: try Matcher(queries.map { KeywordDefinition(name: $0, query: $0) }), routes: routes,
      channels: channels, maxAge: maxAge, minuteOfDay: { _ in 0 })
  }
}
