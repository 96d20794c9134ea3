import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

/// A store in a folder of its own that goes with it.
final class TemporaryStore {
  let folder: String
  let path: String
  let store: Store

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/pantau-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    path = folder + "/pantau.sqlite3"
    store = try Store(path: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

let noon = Date(millisecondsSince1970: 1_795_406_400_000)

func keys(_ number: UInt8, link: Int64 = 1, title: Int64 = 1, text: Int64 = 1) -> ItemKeys {
  ItemKeys(
    identity: Key128([number]), link: link, title: title, text: text)
}

func draft(_ id: String, keywords: [String], channels: [String] = ["stdout"]) -> AlertDraft {
  AlertDraft(
    id: id, time: noon, seen: noon,
    raised: keywords.map {
      RaisedKeyword(
        match: KeywordMatch(keyword: $0, field: .title, text: $0, excerpt: "[\($0)]"),
        severity: .normal, channels: channels)
    }, feed: AlertFeed(name: "Kaltim", url: "https://example.org/rss", group: nil), old: false)
}

func record(_ feed: StoredFeed, _ changes: [ItemChange]) -> PollRecord {
  var record = PollRecord(
    feedID: feed.id, health: PollHealth(polledAt: noon, status: 200), rhythm: [1, 2],
    nextDue: noon + 600)
  record.changes = changes
  return record
}

@Suite("The archive")
struct StoreTests {
  @Test("a poll leaves items, one alert and one delivery a channel, all in one commit")
  func commit() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let item = Item(guid: "g", url: "https://example.org/a", title: "Walikota Bontang")
    let summary = try home.store.commit(
      [
        record(
          feed, [.new(item, keys(1), draft("A", keywords: ["Bontang"], channels: ["a", "b"]))])
      ],
      now: noon)
    #expect(summary.newItems == [feed.id: 1])
    #expect(summary.channels == ["a", "b"])
    let logged = try home.store.alerts(AlertFilter())
    #expect(logged.count == 1)
    let alert = try #require(Alert(json: try JSONReader.read(Array(logged[0].object.utf8))))
    #expect(alert.id == "A")
    #expect(alert.item.title == "Walikota Bontang")
    #expect(alert.item.id > 0)
    #expect(try home.store.waiting(for: "a", limit: 10).map(\.messageID) == ["A"])
    #expect(try home.store.waiting(for: "b", limit: 10).count == 1)
  }

  @Test("an item that was stored before is neither stored nor alerted again")
  func noDuplicates() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let change = ItemChange.new(Item(guid: "g"), keys(1), draft("A", keywords: ["Bontang"]))
    let again = ItemChange.new(Item(guid: "g"), keys(1), draft("B", keywords: ["Bontang"]))
    _ = try home.store.commit([record(feed, [change])], now: noon)
    let summary = try home.store.commit([record(feed, [again])], now: noon)
    #expect(summary.newItems.isEmpty)
    #expect(summary.alerts.isEmpty)
    #expect(try home.store.alerts(AlertFilter()).count == 1)
  }

  @Test("a changed item raises only what its story has not raised")
  func changed() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let first = try home.store.commit(
      [record(feed, [.new(Item(guid: "g"), keys(1), draft("A", keywords: ["Bontang"]))])], now: noon
    )
    let id = try #require(first.alerts.first?.item.id)
    let second = try home.store.commit(
      [
        record(
          feed,
          [
            .changed(
              id, Item(guid: "g", title: "PBB"), keys(1, text: 2),
              draft("B", keywords: ["Bontang", "PBB"]))
          ])
      ], now: noon)
    #expect(second.alerts.map(\.keywords) == [["PBB"]])
    let known = try home.store.known([keys(1).identity], ofFeed: feed.id)
    #expect(known[0]?.keys.text == 2)
  }

  @Test("what the archive knows of items is told in the order asked, nil for new ones")
  func known() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    _ = try home.store.commit(
      [record(feed, [.new(Item(guid: "g"), keys(1, link: -2, title: 3, text: 4), nil)])], now: noon)
    let known = try home.store.known([Key128([2]), Key128([1])], ofFeed: feed.id)
    #expect(
      known == [
        nil, KnownItem(itemID: 1, keys: keys(1, link: -2, title: 3, text: 4), shownDay: 20_780),
      ])
    #expect(try home.store.known([Key128([1])], ofFeed: feed.id + 1) == [nil])
  }

  @Test("what a poll says of its feed is there after a restart")
  func feedState() throws {
    let home = try TemporaryStore()
    let entry = FeedEntry(url: "https://example.org/rss", name: "Kaltim", group: "kaltim")
    let feed = try #require(try home.store.activate([entry]).first)
    var poll = record(feed, [])
    poll.validators = Validators(entityTag: Array("W/\"a,b\"".utf8))
    poll.bodyHash = Key128([7])
    _ = try home.store.commit([poll], now: noon)
    let again = try #require(try Store(path: home.path).activate([entry]).first)
    #expect(again.id == feed.id)
    #expect(again.validators == Validators(entityTag: Array("W/\"a,b\"".utf8)))
    #expect(again.bodyHash == Key128([7]))
    #expect(again.rhythm == [1, 2])
    #expect(again.nextDue == noon + 600)
    #expect(again.displayName == "Kaltim")
  }

  @Test("a failure keeps validators and counts since when")
  func failures() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    var good = record(feed, [])
    good.validators = Validators(entityTag: [65])
    var bad = record(feed, [])
    bad.health = PollHealth(polledAt: noon + 60, status: 500, error: "the server answered 500")
    _ = try home.store.commit([good], now: noon)
    _ = try home.store.commit([bad], now: noon + 60)
    bad.health.polledAt = noon + 120
    _ = try home.store.commit([bad], now: noon + 120)
    let stored = try #require(try home.store.activeFeeds().first)
    #expect(stored.failures == 2)
    #expect(stored.failingSince == noon + 60)
    #expect(stored.lastSuccess == noon)
    #expect(stored.validators == Validators(entityTag: [65]))
  }

  @Test("the log is read by keyword, feed, place and number, oldest first")
  func log() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss", name: "Kaltim")]).first)
    let changes = (1...5).map { number in
      ItemChange.new(
        Item(guid: "\(number)"), keys(UInt8(number)),
        draft("\(number)", keywords: [number % 2 == 0 ? "PBB" : "Bontang"]))
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    func ids(_ filter: AlertFilter) throws -> [String] {
      try home.store.alerts(filter).compactMap {
        try JSONReader.read(Array($0.object.utf8))["id"]?.string
      }
    }
    #expect(try ids(AlertFilter()) == ["1", "2", "3", "4", "5"])
    #expect(try ids(AlertFilter(keyword: "PBB")) == ["2", "4"])
    #expect(try ids(AlertFilter(limit: 2)) == ["4", "5"])
    #expect(try ids(AlertFilter(after: 3)) == ["4", "5"])
    #expect(try ids(AlertFilter(feed: "Kaltim", limit: 1)) == ["5"])
    #expect(try ids(AlertFilter(feed: "Other")) == [])
    #expect(try ids(AlertFilter(since: noon + 1)) == [])
  }

  @Test("the outbox keeps order, waits and dead letters")
  func outbox() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let changes = (1...3).map {
      ItemChange.new(Item(), keys(UInt8($0)), draft("\($0)", keywords: ["Bontang"]))
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    let messages = try home.store.waiting(for: "stdout", limit: 10)
    #expect(messages.map(\.messageID) == ["1", "2", "3"])
    try home.store.record(
      [
        (messages[0].id, .delivered, noon),
        (messages[1].id, .failed("no answer", retryAt: noon + 5), noon),
        (messages[2].id, .dead("refused"), noon),
      ])
    let rest = try home.store.waiting(for: "stdout", limit: 10)
    #expect(rest.map(\.messageID) == ["2"])
    #expect(rest.first?.attempts == 1)
    #expect(rest.first?.nextAttempt == noon + 5)
    #expect(try home.store.waitingCounts() == ["stdout": 1])
  }
}

@Suite("Opening the archive")
struct OpeningTests {
  @Test("a second process is refused and told who holds the lock")
  func lock() throws {
    let home = try TemporaryStore()
    var first: RunLock? = try RunLock(databasePath: home.path)
    #expect(throws: StoreError.self) { try RunLock(databasePath: home.path) }
    do {
      _ = try RunLock(databasePath: home.path)
    } catch {
      #expect(error.kind == .inUse)
      #expect(error.description.contains("(process \(ProcessInfo.processInfo.processIdentifier))"))
    }
    withExtendedLifetime(first) {}
    first = nil
    #expect(throws: Never.self) { try RunLock(databasePath: home.path) }
  }

  @Test("a database of a newer version is refused")
  func newer() throws {
    let home = try TemporaryStore()
    try home.store.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('999')")
    }
    #expect {
      try Store(path: home.path)
    } throws: {
      ($0 as? StoreError)?.kind == .newerVersion
    }
    #expect {
      try Store(readingFrom: home.path)
    } throws: {
      ($0 as? StoreError)?.kind == .newerVersion
    }
  }

  @Test("a missing, an unreachable and a damaged database are told apart")
  func faults() throws {
    let home = try TemporaryStore()
    let damaged = home.folder + "/damaged.sqlite3"
    try String(repeating: "no database ", count: 1_000).write(
      toFile: damaged, atomically: true, encoding: .utf8)
    func kind(_ open: () throws(StoreError) -> Store) -> StoreError.Kind? {
      do {
        _ = try open()
        return nil
      } catch { return error.kind }
    }
    #expect(
      kind { () throws(StoreError) in try Store(readingFrom: home.folder + "/none") } == .missing)
    #expect(
      kind { () throws(StoreError) in try Store(path: home.folder + "/no/folder/db") }
        == .notAccessible)
    #expect(kind { () throws(StoreError) in try Store(path: damaged) } == .damaged)
  }

  @Test("commits reach the disk before they count")
  func durable() throws {
    let home = try TemporaryStore()
    let mode = try home.store.write { db in
      try Int.fetchOne(db, sql: "PRAGMA synchronous")
    }
    #expect(mode == 2)
  }
}
