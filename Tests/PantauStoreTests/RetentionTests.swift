import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Retention")
struct RetentionTests {
  /// Items that arrived an hour after each other; every third raised an alert.
  private func archive(_ count: Int, text: String = "isi") throws -> (TemporaryStore, StoredFeed) {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    for number in 0..<count {
      let alert = number % 3 == 0 ? draft("A\(number)", keywords: ["Bontang"]) : nil
      var record = record(
        feed,
        [
          .new(
            Item(guid: "\(number)", title: "Kabar \(number)", summary: text), keys(UInt8(number)),
            alert)
        ])
      record.health.polledAt = noon + Double(number) * 3_600
      _ = try home.store.commit([record], now: record.health.polledAt)
    }
    return (home, feed)
  }

  @discardableResult
  private func pass(
    _ home: TemporaryStore, _ rules: RetentionRules, steps limit: Int = 2
  ) throws -> RetentionPass {
    var pass = RetentionPass(home.store, rules)
    while try pass.step(limit) {}
    return pass
  }

  private func items(_ home: TemporaryStore) throws -> [Int64] {
    try home.store.pool.read { db in
      try Int64.fetchAll(db, sql: "SELECT id FROM items ORDER BY id")
    }
  }

  @Test("items past their age leave, those that an alert names stay", arguments: [1, 2, 50])
  func age(_ step: Int) throws {
    let (home, _) = try archive(9)
    let done = try pass(home, RetentionRules(itemsBefore: noon + 5 * 3_600), steps: step)
    #expect(try items(home) == [1, 4, 6, 7, 8, 9])
    #expect(done.items == 3)
    #expect(try home.store.health().faults.isEmpty)
  }

  @Test("with its alert an item's reason to stay goes, but not while a delivery waits")
  func alerts() throws {
    let (home, _) = try archive(9)
    try home.store.write { db in
      try db.execute(sql: "UPDATE deliveries SET state = 'delivered' WHERE alert_seq <> 2")
    }
    let rules = RetentionRules(itemsBefore: noon + 86_400, alertsBefore: noon + 86_400)
    let done = try pass(home, rules)
    #expect(done.alerts == 2)
    #expect(try items(home) == [4, 9], "the last item stays for its number's sake")
    #expect(try home.store.alerts(AlertFilter()).count == 1)
    #expect(try home.store.health().faults.isEmpty)
  }

  @Test("above its size the archive loses its oldest items, one step at a time")
  func size() throws {
    let (home, _) = try archive(120, text: String(repeating: "panjang sekali ", count: 600))
    let before = try home.store.usedBytes()
    let done = try pass(home, RetentionRules(maxBytes: before - 200_000), steps: 5)
    #expect(done.items > 10)
    #expect(try home.store.usedBytes() <= before - 200_000)
    let left = try items(home)
    #expect(left.last == 120)
    #expect(left.contains(1), "an alert names it")
    #expect(!left.contains(2))
    #expect(left.contains(119))
    #expect(try pass(home, RetentionRules(maxBytes: before - 200_000)).items == 0)
  }

  @Test("a pass goes on where one before it ended, until an alert leaves")
  func places() throws {
    let (home, _) = try archive(9)
    let rules = RetentionRules(itemsBefore: noon + 5 * 3_600)
    let first = try pass(home, rules)
    // Of an item that was passed over for its alert's sake.
    try home.store.write { db in
      try db.execute(sql: "DELETE FROM alerts WHERE item_id = 1")
      try db.execute(sql: "UPDATE deliveries SET state = 'delivered'")
    }
    var second = RetentionPass(home.store, rules, from: first.places)
    while try second.step(2) {}
    #expect(second.items == 0)
    #expect(try items(home).first == 1)
    var both = rules
    both.alertsBefore = noon + 4 * 3_600
    var third = RetentionPass(home.store, both, from: second.places)
    while try third.step(2) {}
    #expect(third.alerts == 2)
    #expect(try items(home) == [6, 7, 8, 9])
  }

  @Test(
    "notices leave with their deliveries, but not while one waits, is dead, or has a digest's messages"
  )
  func notices() throws {
    let (home, _) = try archive(1)
    for number in 0..<5 {
      let notice = Notice(
        id: "N\(number)", type: "feed.failing", time: noon + Double(number), object: "{}")
      try home.store.announce(notice, to: ["a"])
    }
    try home.store.write { db in
      try db.execute(
        sql: """
          UPDATE deliveries SET state = 'delivered' WHERE notice_seq IN (2, 4);
          UPDATE deliveries SET state = 'dead' WHERE notice_seq = 3;
          UPDATE deliveries SET digest_seq = 4 WHERE alert_seq = 1;
          UPDATE deliveries SET state = 'dropped' WHERE notice_seq = 5;
          """)
    }
    try pass(home, RetentionRules(noticesBefore: noon + 4))
    let left = try home.store.pool.read { db in
      try Int64.fetchAll(db, sql: "SELECT seq FROM notices ORDER BY seq")
    }
    #expect(left == [1, 3, 4, 5], "the second alone was told long ago")
    #expect(try home.store.health().faults.isEmpty)
  }

  @Test("an item that left and is still shown is not told again, and comes back when it changes")
  func stillShown() throws {
    let (home, feed) = try archive(3)
    _ = try pass(home, RetentionRules(itemsBefore: noon + 86_400))
    #expect(try items(home) == [1, 3])
    let shown = try home.store.known([keys(1).identity], ofFeed: feed.id)
    #expect(shown.first??.itemID == 2)
    let item = Item(guid: "1", title: "Kabar 1 diperbarui", summary: "isi")
    let alert = draft("B", keywords: ["Bontang"])
    let summary = try home.store.commit(
      [record(feed, [.changed(2, item, keys(1), alert)])], now: noon)
    #expect(summary.alerts.map(\.item.id) == [4])
    #expect(try items(home) == [1, 3, 4])
    #expect(try home.store.known([keys(1).identity], ofFeed: feed.id).first??.itemID == 4)
  }
}
