import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Evidence in the archive")
struct EvidenceTests {
  private func capture(_ kind: Capture.Kind, _ content: [UInt8]) -> Capture {
    Capture(
      kind: kind, url: "https://example.org/\(kind.rawValue)", receivedAt: noon, head: [72],
      bodyBytes: 9, bodyDigest: [1, 2], isWhole: kind == .page, content: content)
  }

  private func change(_ number: UInt8, _ evidence: Evidence?) -> ItemChange {
    var draft = draft("A\(number)", keywords: ["Bontang"])
    draft.evidence = evidence
    return .new(Item(guid: "\(number)", title: "Bontang \(number)"), keys(number), draft)
  }

  private func counts(_ home: TemporaryStore) throws -> [Int] {
    try ["captures", "evidence"].map { table in
      try home.store.read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? -1
      }
    }
  }

  private func kept(_ home: TemporaryStore, _ alert: String) throws -> [Evidence] {
    let sequence = try #require(try home.store.alert(alert)).sequence
    return try home.store.evidence(ofAlert: sequence)
  }

  @Test("is stored with its alert; the alerts of one poll share what was received")
  func shared() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let received = capture(.feed, [0, 60])
    let changes = [
      change(1, Evidence(capture: received, item: [0, 1])),
      change(2, Evidence(capture: received, item: [0, 2])),
      ItemChange.new(Item(guid: "3", title: "Pasar"), keys(3), nil),
    ]
    _ = try home.store.commit([record(feed, changes)], now: noon)
    #expect(try counts(home) == [1, 2])
    let second = try #require(try kept(home, "A2").first)
    #expect(second.item == [0, 2])
    #expect(second.capture.content == [0, 60])
    #expect(second.capture.url == "https://example.org/feed")
    #expect(second.capture.receivedAt == noon)
    #expect(second.capture.head == [72])
    #expect(try home.store.alert("A9") == nil)
  }

  @Test("a page joins the alerts that its item has, and none is kept for others")
  func page() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let changes = [
      change(1, Evidence(capture: capture(.feed, [0]), item: nil)),
      ItemChange.new(Item(guid: "3", title: "Pasar"), keys(3), nil),
    ]
    let summary = try home.store.commit([record(feed, changes)], now: noon)
    let alerted = try #require(summary.alerts.first?.item.id)
    for item in [alerted, alerted + 1] {
      var article = ArticleRecord(itemID: item, outcome: .read(text: "Isi", nil))
      article.page = capture(.page, [0, 7])
      _ = try home.store.commit(article, now: noon)
    }
    #expect(try counts(home) == [2, 2])
    #expect(try kept(home, "A1").map(\.capture.kind) == [.feed, .page])
  }

  @Test("a text read on the page leaves what the feed gave beside its summary as a version")
  func feedText() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let items = [
      Item(guid: "1", title: "Pasar", summary: "Awal", content: "Isi dari feed"),
      Item(guid: "2", title: "Kota", summary: "Awal saja"),
    ]
    let changes = items.enumerated().map {
      ItemChange.new($0.element, keys(UInt8($0.offset)), nil)
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    for id in [1, 2] as [Int64] {
      _ = try home.store.commit(
        ArticleRecord(itemID: id, outcome: .read(text: "Isi halaman", nil)), now: noon + 60)
    }
    let kept = try home.store.read { db in
      try Row.fetchAll(db, sql: "SELECT item_id, since_ms, content FROM versions")
    }
    #expect(kept.map { $0[0] as Int64 } == [1])
    #expect(kept.map { $0[1] as Int64 } == [noon.column])
    #expect(kept.map { $0[2] as String } == ["Isi dari feed"])
  }

  @Test("leaves with the last of its alerts")
  func retention() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let received = capture(.feed, [0, 60])
    let changes = (1...2).map { change($0, Evidence(capture: received, item: [0, $0])) }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    try home.store.write { db in
      try db.execute(sql: "UPDATE deliveries SET state = 'delivered'")
      try db.execute(sql: "DELETE FROM alerts WHERE id = 'A1'")
    }
    #expect(try counts(home) == [1, 1])
    var pass = RetentionPass(home.store, RetentionRules(alertsBefore: noon + 1))
    while try pass.step() {}
    #expect(try counts(home) == [0, 0])
    #expect(try home.store.health().faults.isEmpty)
  }
}
