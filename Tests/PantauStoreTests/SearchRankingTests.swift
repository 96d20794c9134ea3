import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Searching by rank")
struct SearchRankingTests {
  private let home: TemporaryStore
  private static let words = [
    "banjir", "pasar", "kota", "dari", "hutan", "nelayan", "rapat", "listrik", "hujan", "tambang",
  ]

  /// Items of a few words that come often and seldom, some of them long, and of some that have left.
  init() throws {
    home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    var generator = SplitMix64(seed: 11)
    func text(_ count: Int) -> String {
      (0..<count).map { _ in
        let most = Int.random(in: 1...Self.words.count, using: &generator)
        return Self.words[Int.random(in: 0..<most, using: &generator)]
      }.joined(separator: " ")
    }
    for poll in 0..<10 {
      let changes = (0..<60).map { number in
        let length = Int.random(in: 1...(number % 7 == 0 ? 300 : 20), using: &generator)
        let item = Item(title: text(number % 5), summary: text(length), content: text(number % 3))
        let identity = Key128(high: UInt64(poll), low: UInt64(number))
        return ItemChange.new(
          item, ItemKeys(identity: identity, link: 1, title: 1, text: 1), nil)
      }
      _ = try home.store.commit([record(feed, changes)], now: noon)
      try index()
    }
    try home.store.write { db in try db.execute(sql: "DELETE FROM items WHERE id % 9 = 4") }
    try index()
  }

  private func index() throws {
    while try !home.store.indexForSearch(
      atMost: 100,
      words: { item, _ in
        SearchText(
          title: item.title ?? "", body: item.summary ?? "", other: item.content ?? "")
      }
    ).isIdle {}
  }

  private func found(_ request: SearchRequest, atMost limit: Int = .max) throws -> [Int64] {
    var ids: [Int64] = []
    try home.store.search(request) { item in
      ids.append(item.id)
      return ids.count < limit
    }
    return ids
  }

  /// What FTS5's own `bm25` gives each row.
  private func scores(_ expression: String) throws -> [Int64: Double] {
    try home.store.read { db in
      let rows = try Row.fetchAll(
        db,
        sql: "SELECT rowid, bm25(search, 5.0, 1.0, 1.0) FROM search WHERE search MATCH ?",
        arguments: [expression])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  @Test(
    "orders all that FTS5 finds as its bm25 does",
    arguments: [
      "tambang", "\"kota dari\"", "banjir AND pasar", "{title body} : \"kota dari\"",
      "({title} : \"banjir\" AND {title body other} : \"hujan\")", "hujan OR tambang OR listrik",
      "(\"pasar kota\" AND \"dari\") OR \"nelayan\"", "t*", "{other} : \"banjir\"",
      "NEAR(banjir tambang, 3)",
    ])
  func order(_ expression: String) throws {
    let scores = try scores(expression)
    let ids = try found(SearchRequest(expression: expression, order: .rank))
    #expect(ids.count > 20)
    #expect(Set(ids) == Set(scores.keys))
    #expect(ids.count == scores.count, "each once")
    for (id, next) in zip(ids, ids.dropFirst()) {
      let (score, following) = (try #require(scores[id]), try #require(scores[next]))
      // FTS5's are negative. What it rounds to one number may be two here, or the other way round.
      #expect(score <= following + 1e-12, "\(id) before \(next)")
    }
    #expect(
      try found(SearchRequest(expression: expression, order: .rank), atMost: 10)
        == Array(ids.prefix(10)))
  }

  @Test("of equals the later comes first")
  func equals() throws {
    let ids = try found(SearchRequest(expression: "banjir AND pasar", order: .rank))
    let scores = try scores("banjir AND pasar")
    let pairs = zip(ids, ids.dropFirst()).filter { scores[$0] == scores[$1] }
    #expect(pairs.count > 5)
    #expect(pairs.allSatisfy { $0 > $1 })
  }

  @Test("has nothing of a word that no item holds, nor above what `since` leaves")
  func nothing() throws {
    #expect(try found(SearchRequest(expression: "gunung", order: .rank)) == [])
    let later = SearchRequest(
      expression: "banjir", order: .rank, since: noon + 60)
    #expect(try found(later) == [])
  }

  @Test(
    "goes on where lengths are missing or damaged",
    arguments: ["NULL", "x''", "x'ffffffffffffffffffff'"])
  func damaged(_ sizes: String) throws {
    let all = try found(SearchRequest(expression: "banjir", order: .rank))
    try home.store.write { db in
      try db.execute(sql: "DELETE FROM search_docsize WHERE id % 2 = 0")
      try db.execute(sql: "UPDATE search_docsize SET sz = \(sizes) WHERE id % 3 = 0")
    }
    let found = try found(SearchRequest(expression: "banjir", order: .rank))
    #expect(Set(found) == Set(all))
    #expect(found.count == all.count)
  }
}
