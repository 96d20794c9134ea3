import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Reading the archive a page at a time")
struct ArchiveReaderTests {
  /// Seven items that arrived in one moment.
  private func archive() throws -> (TemporaryStore, StoredFeed) {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss", name: "Kaltim")]).first)
    let changes = (1...7).map { number in
      ItemChange.new(
        Item(guid: "\(number)", title: "Kabar \(number)", authors: ["Sari"]), keys(UInt8(number)),
        nil)
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    return (home, feed)
  }

  @Test("each item comes once, whatever the page's size", arguments: [1, 2, 3, 7, 8, 200])
  func pages(_ size: Int) throws {
    let (home, feed) = try archive()
    var reader = ArchiveReader(home.store, pageSize: size)
    var items: [ArchivedItem] = []
    while true {
      let page = try reader.nextPage()
      if page.isEmpty { break }
      #expect(page.count <= size)
      items += page
    }
    #expect(items.compactMap(\.item.guid) == (1...7).map(String.init))
    #expect(items.allSatisfy { $0.feedID == feed.id && $0.item.authors == ["Sari"] })
  }

  @Test("the moment itself is taken in, the next millisecond leaves it out")
  func since() throws {
    let (home, _) = try archive()
    var all = ArchiveReader(home.store, since: noon)
    #expect(try all.nextPage().count == 7)
    var none = ArchiveReader(home.store, since: noon + 0.001)
    #expect(try none.nextPage().isEmpty)
  }

  @Test("one item and its feed are found by number, and an unknown one is nil")
  func byNumber() throws {
    let (home, feed) = try archive()
    let first = try #require(try home.store.archivedItem(1))
    #expect(first.item.title == "Kabar 1")
    #expect(try home.store.archivedFeeds()[feed.id]?.displayName == "Kaltim")
    #expect(try home.store.archivedItem(8) == nil)
  }

  @Test("a body that is summary and content is stored once and read as both")
  func bodyOnce() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss", name: "Kaltim")]).first)
    let body = Item(guid: "1", summary: "Banjir surut", content: "Banjir surut")
    let both = Item(guid: "2", summary: "Banjir", content: "Banjir surut di pesisir")
    let changes = [body, both].enumerated().map {
      ItemChange.new($1, keys(UInt8($0 + 1)), nil)
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    #expect(try home.store.archivedItem(1)?.item == body)
    #expect(try home.store.archivedItem(2)?.item == both)
    let stored = try home.store.pool.read { db in
      try String?.fetchAll(db, sql: "SELECT content FROM items ORDER BY id")
    }
    #expect(stored == [nil, "Banjir surut di pesisir"])
  }

  @Test("a sound database has no faults and its size and counts are told")
  func health() throws {
    let (home, _) = try archive()
    let health = try home.store.health()
    #expect(health.faults.isEmpty)
    #expect(health.items == 7)
    #expect(health.alerts == 0)
    #expect(health.bytes > 0)
  }
}
