import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

/// Index words as plain as can be: the rules of folding are tested where they live.
private func words(_ item: Item, _ filter: inout SeenWords) -> SearchText {
  var text = SearchText(
    title: (item.title ?? "").lowercased(), body: (item.summary ?? "").lowercased(), other: "")
  text.newWords = text.title.split(separator: " ").map(String.init).filter { word in
    filter.isNew(word.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) } << 1)
  }
  return text
}

extension Store {
  fileprivate func index(atMost limit: Int = 100) throws -> SearchIndexStep {
    try indexForSearch(atMost: limit, words: words)
  }

  fileprivate func index(upTo bytes: Int) throws -> SearchIndexStep {
    try indexForSearch(atMost: 100, maxTextBytes: bytes, words: words)
  }

  fileprivate var listed: [String] {
    get throws {
      var words: [String] = []
      try forEachWord { words.append(String(decoding: $0, as: UTF8.self)) }
      return words
    }
  }

  fileprivate func found(_ request: SearchRequest, atMost limit: Int = 100) throws -> [Int64] {
    var ids: [Int64] = []
    try search(request) { item in
      ids.append(item.id)
      return ids.count < limit
    }
    return ids
  }
}

@Suite("The full-text index of the archive")
struct SearchTests {
  /// Items that arrived a minute after each other, of two feeds in turn.
  private func archive(_ titles: [String]) throws -> (TemporaryStore, [StoredFeed]) {
    let home = try TemporaryStore()
    let feeds = try home.store.activate([
      FeedEntry(url: "https://example.org/a"), FeedEntry(url: "https://example.org/b"),
    ])
    for (number, title) in titles.enumerated() {
      var record = record(
        feeds[number % 2],
        [.new(Item(guid: "\(number)", title: title, summary: "isi"), keys(UInt8(number)), nil)])
      record.health.polledAt = noon + Double(number * 60)
      _ = try home.store.commit([record], now: noon)
    }
    return (home, feeds)
  }

  private let titles = ["Banjir Bontang", "Pasar pagi", "Banjir Samarinda", "Banjir Bontang surut"]

  @Test("steps move the watermark, and what is not indexed yet is visited as well")
  func steps() throws {
    let (home, _) = try archive(titles)
    let banjir = SearchRequest(expression: "title : banjir")
    #expect(try home.store.found(banjir) == [4, 3, 2, 1])
    #expect(try home.store.index(atMost: 3).added == 3)
    #expect(try home.store.found(banjir) == [4, 3, 1])
    #expect(try home.store.index(atMost: 3).added == 1)
    #expect(try home.store.index().isIdle)
    #expect(try home.store.found(banjir) == [4, 3, 1])
    #expect(try home.store.found(banjir, atMost: 2) == [4, 3])
  }

  @Test("a step takes no further item once its texts are long enough")
  func stepBytes() throws {
    let (home, _) = try archive(titles)
    #expect(try home.store.index(upTo: 20).added == 2)
    #expect(try home.store.index(upTo: 1).added == 1)
    #expect(try home.store.index(upTo: 1_000).added == 1)
    try home.checkIndex()
  }

  @Test("words are listed once, and those of an archive without a list step by step")
  func wordList() throws {
    let (home, _) = try archive(titles)
    _ = try home.store.index()
    let all = ["banjir", "bontang", "pagi", "pasar", "samarinda", "surut"]
    #expect(try home.store.listed == all)
    try home.store.write { db in
      try db.execute(sql: "DELETE FROM words; UPDATE search_state SET worded = 0")
    }
    let store = try Store(path: home.path)
    var spelled = SearchRequest(expression: "banjir")
    spelled.isSpelled = true
    #expect(try store.found(spelled) == [4, 3, 2, 1], "one by one")
    #expect(try store.index(atMost: 3).worded == 3)
    #expect(try store.found(spelled) == [4, 3, 1])
    #expect(try store.index(atMost: 3).worded == 1)
    #expect(try store.index().isIdle)
    #expect(try store.listed == all)
    #expect(try store.found(spelled) == [4, 3, 1])
  }

  @Test("what steps have written is merged by steps of their own, some pages at a time")
  func merging() throws {
    let (home, _) = try archive((1...20).map { "Kabar \($0)" })
    for _ in 1...20 { _ = try home.store.index(atMost: 1) }
    let segments = "SELECT count(DISTINCT segid) FROM search_idx"
    func count() throws -> Int? {
      try home.store.read { db in try Int.fetchOne(db, sql: segments) }
    }
    #expect(try count() == 20)
    #expect(try home.store.mergeSearchIndex(pages: 64))
    #expect(try count() == 1)
    #expect(try !home.store.mergeSearchIndex(pages: 64))
    #expect(try home.store.found(SearchRequest(expression: "kabar")).count == 20)
    try home.checkIndex()
  }

  @Test("since, feed and rank narrow and order what is found")
  func filters() throws {
    let (home, feeds) = try archive(titles)
    _ = try home.store.index()
    var request = SearchRequest(expression: "bontang")
    #expect(try home.store.found(request) == [4, 1])
    request.order = .rank
    #expect(try home.store.found(request) == [1, 4])
    request.since = noon + 60
    #expect(try home.store.found(request) == [4])
    request.feeds = [feeds[0].id]
    #expect(try home.store.found(request) == [])
    #expect(try home.store.found(SearchRequest(expression: nil, since: noon + 120)) == [4, 3])
  }

  @Test("a changed item is found by its new words, and its old ones leave the index")
  func change() throws {
    let (home, feeds) = try archive(titles)
    _ = try home.store.index()
    for title in ["Longsor Bontang", "Longsor Berau"] {
      let item = Item(guid: "0", title: title, summary: "isi")
      _ = try home.store.commit(
        [record(feeds[0], [.changed(1, item, keys(0), nil)])], now: noon)
    }
    #expect(try home.store.found(SearchRequest(expression: "berau")) == [1])
    #expect(try home.store.index().removed == 1)
    #expect(try home.store.found(SearchRequest(expression: "berau")) == [1])
    #expect(try home.store.found(SearchRequest(expression: "bontang")) == [4])
    try home.checkIndex()
  }

  @Test("a step that has taken its time ends: one text is taken out, a least number added")
  func time() throws {
    let (home, feeds) = try archive(titles)
    func item(_ number: Int, _ title: String) -> (Item, ItemKeys) {
      let identity = Key128(high: 9, low: UInt64(number))
      return (
        Item(guid: "n\(number)", title: title),
        ItemKeys(identity: identity, link: 1, title: 1, text: 1)
      )
    }
    let news = (0..<300).map { number in
      let (item, keys) = item(number, "Kabar")
      return ItemChange.new(item, keys, nil)
    }
    _ = try home.store.commit([record(feeds[0], news)], now: noon)
    let step = { try home.store.indexForSearch(atMost: 290, isOver: { true }, words: words) }
    #expect(try step() == SearchIndexStep(added: SearchIndexStep.least))
    let changes = (0..<2).map { number in
      let (item, keys) = item(number, "Longsor")
      return ItemChange.changed(Int64(5 + number), item, keys, nil)
    }
    _ = try home.store.commit([record(feeds[0], changes)], now: noon)
    #expect(try step().removed == 1)
    while try !step().isIdle {}
    #expect(try home.store.found(SearchRequest(expression: "longsor")) == [6, 5])
    try home.checkIndex()
  }

  @Test("an update that changes no text leaves the index alone")
  func sameText() throws {
    let (home, feeds) = try archive(titles)
    _ = try home.store.index()
    let item = Item(guid: "0", title: titles[0], summary: "isi", updated: noon)
    _ = try home.store.commit([record(feeds[0], [.changed(1, item, keys(0), nil)])], now: noon)
    #expect(try home.store.index().isIdle)
  }

  @Test("a deleted item leaves the index, also one that changed before")
  func deletion() throws {
    let (home, feeds) = try archive(titles)
    _ = try home.store.index()
    let item = Item(guid: "0", title: "Longsor", summary: "isi")
    _ = try home.store.commit([record(feeds[0], [.changed(1, item, keys(0), nil)])], now: noon)
    try home.store.write { db in try db.execute(sql: "DELETE FROM items WHERE id IN (1, 3)") }
    #expect(try home.store.found(SearchRequest(expression: "banjir")) == [4])
    #expect(try home.store.index(atMost: 1).removed == 1)
    #expect(try home.store.index(atMost: 1).removed == 1)
    #expect(try home.store.index().isIdle)
    #expect(try home.store.found(SearchRequest(expression: "banjir")) == [4])
    try home.checkIndex()
  }
}

extension TemporaryStore {
  /// The index holds exactly the words of the items: no posting of another number is left.
  fileprivate func checkIndex() throws {
    let (indexed, items) = try store.read { db in
      try db.execute(sql: "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
      return (
        try Set(Int64.fetchAll(db, sql: "SELECT DISTINCT doc FROM temp.words")),
        try Set(Int64.fetchAll(db, sql: "SELECT id FROM items"))
      )
    }
    #expect(indexed == items)
  }
}
