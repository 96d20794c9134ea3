import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Surges of a keyword")
struct SurgeTests {
  /// An archive in which stories of one keyword come in.
  private final class Desk {
    let home: TemporaryStore
    let feed: StoredFeed
    private var number = 0

    init(watchedSince since: Date = noon - 60 * 86_400) throws {
      home = try TemporaryStore()
      feed = try #require(
        try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
      try home.store.watch(["Bontang"], now: since)
    }

    /// Stores one story after the other.
    @discardableResult
    func raise(
      _ count: Int = 1, at now: Date, countsNow: Bool = true, channels: [String] = ["meja"]
    ) throws -> [Surge] {
      var surges: [Surge] = []
      for _ in 0..<count {
        number += 1
        var draft = draft("A\(number)", keywords: ["Bontang"])
        draft.countsNow = countsNow
        draft.raised[0].eventChannels = channels.isEmpty ? [:] : [Alert.surge: channels]
        let title = "Bontang kabar \(number)"
        let keys = ItemKeys(
          identity: Key128(Array("\(number)".utf8)), link: Int64(number), title: Int64(number),
          text: 1)
        let summary = try home.store.commit(
          [record(feed, [.new(Item(guid: "g\(number)", title: title), keys, draft)])], now: now)
        surges += summary.surges
      }
      return surges
    }
  }

  @Test("the sixth story of an hour without any history to speak of is one too many; told once")
  func once() throws {
    let desk = try Desk()
    #expect(try desk.raise(4, at: noon).isEmpty)
    let surges = try desk.raise(1, at: noon + 1_800)
    #expect(surges.map(\.stories) == [5])
    #expect(surges.map(\.plausible) == [4])
    #expect(surges[0].latest.map(\.alert) == ["A5", "A4", "A3", "A2", "A1"])
    #expect(try desk.raise(30, at: noon + 1_801).isEmpty)
    let told = try desk.home.store.waiting(for: "meja", limit: 9)
    #expect(told.map(\.type) == ["alert.surge"])
    let data = try JSONReader.read(Array(told[0].object.utf8))
    #expect(data["keyword"]?.string == "Bontang")
    #expect(data["id"]?.string == told[0].messageID)
    #expect(
      data["text"]?.string?.hasPrefix(
        "Bontang: 5 stories within an hour, where 0.0 are usual at this hour of the week and 4 the")
        == true)
  }

  @Test("the hour slides: stories spread over more than one are none, over the hour's end they are")
  func sliding() throws {
    let desk = try Desk()
    for minute in 0..<20 {
      #expect(try desk.raise(at: noon + Double(minute) * 900).isEmpty)
    }
    let other = try Desk()
    try other.raise(3, at: noon - 600)
    #expect(try other.raise(2, at: noon + 600).count == 1)
  }

  @Test("it goes on while it wavers about the limit, ends after an hour below, and comes anew")
  func ends() throws {
    let desk = try Desk()
    #expect(try desk.raise(5, at: noon).count == 1)
    // Fewer in the hour, then as many again: still the same surge.
    #expect(try desk.raise(5, at: noon + 3_590).isEmpty)
    #expect(try desk.raise(5, at: noon + 2 * 3_590).isEmpty)
    #expect(try desk.raise(4, at: noon + 5 * 3_600).isEmpty)
    #expect(try desk.raise(1, at: noon + 5 * 3_600 + 60).count == 1)
    #expect(try desk.home.store.surges().count == 2)
    #expect(try desk.home.store.surges(since: noon + 4 * 3_600, keyword: "Bontang").count == 1)
    #expect(try desk.home.store.surges(keyword: "PBB").isEmpty)
  }

  @Test("it survives a restart")
  func restart() throws {
    let desk = try Desk()
    #expect(try desk.raise(5, at: noon).count == 1)
    let again = try Store(path: desk.home.path)
    try again.watch(["Bontang"], now: noon + 1)
    #expect(try desk.raise(1, at: noon + 100).isEmpty)
    #expect(try again.surges().count == 1)
  }

  @Test("a busy hour of the week is no surge on that day, and one on another")
  func hourOfWeek() throws {
    let desk = try Desk()
    for week in 1...8 { try desk.raise(9, at: noon - Double(week) * 7 * 86_400 - 600) }
    #expect(try desk.raise(12, at: noon).isEmpty)
    #expect(try desk.raise(12, at: noon + 2 * 86_400).count == 1)
  }

  @Test("what a feed's first poll brings, copies and other keywords do not count")
  func others() throws {
    let desk = try Desk()
    try desk.raise(50, at: noon, countsNow: false)
    #expect(try desk.raise(4, at: noon + 1).isEmpty)
    // The same item with another text is the same story.
    let item = try #require(
      try desk.home.store.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM items") })
    var draft = draft("V", keywords: ["Bontang", "PBB"])
    draft.raised[1].eventChannels = [Alert.surge: ["meja"]]
    let change = ItemChange.changed(
      item, Item(guid: "g54", title: "Bontang PBB"), keys(200), draft)
    let summary = try desk.home.store.commit([record(desk.feed, [change])], now: noon + 2)
    #expect(summary.alerts.map(\.keywords) == [["PBB"]])
    #expect(summary.surges.isEmpty)
  }

  @Test("nothing surges in a keyword's first week, nor where it is not watched any more")
  func firstWeek() throws {
    let desk = try Desk(watchedSince: noon - 7 * 86_400 + 1)
    #expect(try desk.raise(20, at: noon).isEmpty)
    #expect(try desk.raise(20, at: noon + 1).count == 1)
    try desk.home.store.watch(["PBB"], now: noon)
    #expect(try desk.raise(20, at: noon + 9 * 86_400).isEmpty)
  }

  @Test("a muted keyword's surge, and one that no channel asks for, are kept and told to nobody")
  func muted() throws {
    let desk = try Desk()
    try desk.home.store.mute(
      Mute(keyword: "Bontang", since: noon, until: noon + 3_600, author: "humas"))
    #expect(try desk.raise(5, at: noon + 1).count == 1)
    #expect(try desk.raise(5, at: noon + 86_400, channels: []).count == 1)
    #expect(try desk.home.store.waiting(for: "meja", limit: 9).isEmpty)
    #expect(try desk.home.store.surges().count == 2)
  }

  @Test("counting uses the index, however many alerts there are")
  func index() throws {
    let desk = try Desk()
    let plan = try desk.home.store.read { db in
      try String.fetchAll(
        db,
        sql: """
          EXPLAIN QUERY PLAN SELECT 1 FROM alert_keywords
          WHERE keyword = 'a' AND counted_ms > 1 AND counted_ms <= 2
          """, adapter: SuffixRowAdapter(fromIndex: 3))
    }
    #expect(plan.allSatisfy { $0.contains("alert_keywords_counted") })
  }
}
