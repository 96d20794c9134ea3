import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

/// Polls of 520 new items, more than a feed has in memory: their keys leave it in the same transaction,
/// the first three for `key_runs`, and all with the fourth for `identities` and `aliases`.
@Suite("Keys on their way out of memory, while the database refuses")
struct KeyFaultTests {
  private let home: TemporaryStore
  private let feed: StoredFeed
  private static let itemsOfPoll = 520
  /// One item in a hundred.
  private static let alertsOfPoll = 6

  init() throws {
    home = try TemporaryStore()
    feed = try #require(try home.store.activate([FeedEntry(url: "https://a.example/rss")]).first)
  }

  private func keys(_ poll: Int) -> [ItemKeys] {
    (0..<Self.itemsOfPoll).map { number in
      var generator = SplitMix64(seed: UInt64(poll * Self.itemsOfPoll + number))
      func key() -> Key128 { Key128(high: generator.next(), low: generator.next()) }
      var keys = ItemKeys(identity: key(), link: 1, title: 1, text: 1)
      keys.aliases = ItemAliases(link: key(), text: key(), path: key())
      return keys
    }
  }

  private func commit(_ poll: Int) throws -> CommitSummary {
    let changes = keys(poll).enumerated().map { number, keys in
      ItemChange.new(
        Item(guid: "\(poll)-\(number)", title: "Kabar Bontang"), keys,
        number % 100 == 0 ? draft("\(poll)-\(number)", keywords: ["Bontang"]) : nil)
    }
    return try home.store.commit([record(feed, changes)], now: noon)
  }

  /// All that the polls before this one brought is known, of this one nothing; each alert was raised once.
  private func check(_ store: Store, before poll: Int) throws {
    for known in 0..<poll {
      let ids = (1...Self.itemsOfPoll).map { Int64(known * Self.itemsOfPoll + $0) }
      let all = keys(known)
      #expect(try store.known(all.map(\.identity), ofFeed: feed.id).map { $0?.itemID } == ids)
      #expect(try store.renamed(all, ofFeed: feed.id).map { $0?.itemID } == ids)
    }
    let all = keys(poll)
    #expect(try store.known(all.map(\.identity), ofFeed: feed.id) == all.map { _ in nil })
    #expect(try store.renamed(all, ofFeed: feed.id) == all.map { _ in nil })
    func count(_ table: String) throws -> Int? {
      try store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") }
    }
    #expect(try count("items") == poll * Self.itemsOfPoll)
    #expect(try count("alerts") == poll * Self.alertsOfPoll)
    #expect(try count("deliveries") == poll * Self.alertsOfPoll)
    let check = try store.read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check") }
    #expect(check == ["ok"])
  }

  private func checkGoingOn(from last: Int) throws {
    #expect(try commit(last).newItems == [feed.id: Self.itemsOfPoll])
    try check(home.store, before: last + 1)
    #expect(try commit(last).alerts == [], "shown once more")
    try check(try Store(path: home.path), before: last + 1)
    #expect(try commit(last + 1).alerts.count == Self.alertsOfPoll)
  }

  @Test(
    "none is lost, and none of their items told twice, where a table takes no row",
    arguments: [("key_runs", 0), ("key_runs", 2), ("identities", 3), ("aliases", 3)])
  func refusal(_ table: String, _ last: Int) throws {
    for poll in 0..<last { _ = try commit(poll) }
    try home.store.write { db in
      try db.execute(
        sql: """
          CREATE TRIGGER refusal BEFORE INSERT ON \(table)
          BEGIN SELECT RAISE(ABORT, 'no room'); END
          """)
    }
    for _ in 0..<2 {
      #expect(throws: StoreError.self) { try commit(last) }
      try check(home.store, before: last)
    }
    try home.store.write { db in try db.execute(sql: "DROP TRIGGER refusal") }
    try checkGoingOn(from: last)
  }

  @Test("nor however far a full disk lets the transaction come", arguments: [1, 3])
  func fullDisk(_ last: Int) throws {
    for poll in 0..<last { _ = try commit(poll) }
    let pages = try home.store.write { db in try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0 }
    func limit(_ pages: Int) throws {
      try home.store.write { db in try db.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
    var refusals = 0
    for more in stride(from: 0, through: 500, by: 5) {
      try limit(pages + more)
      do {
        _ = try commit(last)
        break
      } catch is StoreError {
        refusals += 1
        try check(home.store, before: last)
      }
    }
    try limit(1_073_741_823)
    #expect(refusals > 2)
    #expect(try commit(last).newItems.isEmpty, "the loop ended with room for all")
    try check(try Store(path: home.path), before: last + 1)
    try checkGoingOn(from: last + 1)
  }
}
