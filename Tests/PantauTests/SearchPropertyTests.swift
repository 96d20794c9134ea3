import Foundation
import PantauCore
import PantauMatch
import PantauStore
import PantauTestSupport
import Testing

@testable import pantau

@Suite("Searches of an archive")
struct SearchPropertyTests {
  private static let words = [
    "Bontang", "banjir", "kebanjiran", "BANJIR", "wali", "kota", "Wali-Kota", "PBB", "pbb", "pajak",
    "Jum’at", "membangun", "Médiatheques", "médiatheque", "pembangunan", "AT&T", "km/jam", "東京都",
    "東京", "กรุงเทพ", "서울에서",
    "café", "10:30", "P.B.B.", "laut", "air",
  ]
  /// All forms of the language.
  private static let queries = [
    "Bontang", "\"wali kota\"", "wali kota", "=PBB", "=pbb", "banjir*", "~bangun", "~banjir",
    "Bontang AND banjir", "Bontang OR laut", "air NOT laut", "Bontang AND NOT (air OR PBB)",
    "wali NEAR/3 banjir", "(Bontang OR laut) NEAR/10 air", "title:Bontang", "content:laut",
    "summary:air", "author:Sari", "category:banjir", "url:berita", "/^ban(jir|g)/", "/PBB/c",
    "東京", "京", "กรุงเทพ", "서울", "cafe", "AT&T", "km/jam", "P.B.B.", "\"10:30\"", "jum'at",
    "title:(banjir* OR ~bangun) NOT 東京", "~médiatheque", "~jum’at", "~bangun laut",
    "~tiada OR ~PBB",
    "~pbb", "~東京",
  ]

  private func text(_ random: inout SplitMix64, _ count: Int) -> String {
    (0..<count).map { _ in Self.words[Int.random(in: 0..<Self.words.count, using: &random)] }
      .joined(separator: " ")
  }

  private func item(_ number: Int, _ random: inout SplitMix64) -> Item {
    Item(
      guid: "\(number)",
      url: "https://kabar.example/\(number % 3 == 0 ? "berita" : "olahraga")/\(number)",
      title: text(&random, 3), summary: text(&random, 4), content: text(&random, 12),
      authors: number % 4 == 0 ? ["Sari Dewi"] : [], categories: [text(&random, 1)])
  }

  /// Items, some of them indexed, some changed since, some not yet, one removed.
  private func archive(_ folder: TemporaryFolder, _ random: inout SplitMix64) throws -> Store {
    let store = try Store(path: folder.file("pantau.sqlite3"))
    let feed = try #require(
      try store.activate([FeedEntry(url: "https://kabar.example/rss", name: "Kabar")]).first)
    func keys(_ number: Int, text: Int64) -> ItemKeys {
      ItemKeys(
        identity: Key128([UInt8(number / 256), UInt8(number % 256), 7]), link: Int64(number),
        title: 1,
        text: text)
    }
    func commit(_ changes: [ItemChange]) throws {
      var record = PollRecord(
        feedID: feed.id, health: PollHealth(polledAt: Date(), status: 200), rhythm: [], nextDue: nil
      )
      record.changes = changes
      _ = try store.commit([record], now: Date())
    }
    try commit((0..<200).map { .new(item($0, &random), keys($0, text: 1), nil) })
    while try !store.indexForSearch(atMost: 64, words: { SearchText(MatchInput($0), &$1) }).isIdle {
    }
    try commit(
      (0..<30).map { .changed(Int64($0 * 3 + 1), item($0, &random), keys($0 * 3, text: 2), nil) })
    try commit((200..<230).map { .new(item($0, &random), keys($0, text: 1), nil) })
    return store
  }

  @Test(
    "find exactly the items that the matcher finds, in every form of the language and either order")
  func sameAsMatcher() throws {
    let folder = try TemporaryFolder()
    var random = SplitMix64(seed: 20_261_129)
    let store = try archive(folder, &random)
    let feeds = try store.archivedFeeds()
    var all: [ArchivedItem] = []
    var reader = ArchiveReader(store)
    while case let page = try reader.nextPage(), !page.isEmpty { all += page }
    #expect(all.count == 230)
    var narrowed = 0
    for query in Self.queries {
      let definition = KeywordDefinition(name: query, query: query, language: "id")
      let matcher = try Matcher([definition])
      let expected = all.filter { item in
        !matcher.matches(in: MatchInput(item, of: feeds[item.feedID])).isEmpty
      }.map(\.id)
      let parsed = try Query(parsing: query)
      narrowed += try SearchRequest(parsed, in: store).expression == nil ? 0 : 1
      for order in [SearchRequest.Order.time, .rank] {
        var found: [Int64] = []
        try ItemSearch(definition, feeds: feeds).run(
          SearchRequest(parsed, order: order, in: store), in: store
        ) { result in
          found.append(result.item.id)
          return true
        }
        #expect(found.sorted() == expected.sorted(), "\(query) by \(order)")
        #expect(Set(found).count == found.count, "each once")
      }
      #expect(!expected.isEmpty && expected.count < 230, "\(query) finds some and not all")
    }
    #expect(narrowed >= 30)
  }
}
