import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Keys that have left memory")
struct KeyRunsTests {
  private let home: TemporaryStore

  init() throws {
    home = try TemporaryStore()
    let entries = ["https://a.example", "https://b.example"].map { FeedEntry(url: $0) }
    _ = try home.store.activate(entries)
  }

  private func hash(_ number: Int, _ kind: UInt64) -> Key128 {
    var generator = SplitMix64(seed: UInt64(number) << 3 | kind)
    return Key128(high: generator.next(), low: generator.next())
  }

  private func key(
    _ number: Int, item: Int64? = nil, text: Int64 = 1, day: Int32 = 20_000, feed: Int64 = 1
  ) -> YoungKey {
    var keys = ItemKeys(identity: hash(number, 0), link: 1, title: 1, text: text)
    keys.aliases = ItemAliases(
      link: hash(number, 1), text: hash(number, 2), path: hash(number, 3))
    return YoungKey(feed: feed, item: item ?? Int64(number), day: day, keys: keys)
  }

  private func add(_ keys: [YoungKey], ofFeed feed: Int64 = 1) throws {
    try home.store.write { db in try KeyRuns(db).add(keys, ofFeed: feed) }
  }

  private func found(_ wanted: [Key128], ofFeed feed: Int64 = 1) throws -> [YoungKey] {
    try home.store.read { db in try KeyRuns(db).keys(ofFeed: feed, havingAny: wanted) }
  }

  /// How many keys each run of a feed has, the latest last.
  private func runs(_ feed: Int64 = 1) throws -> [Int] {
    try home.store.read { db in
      try Int.fetchAll(
        db, sql: "SELECT length(entries) FROM key_runs WHERE feed_id = ? ORDER BY id",
        arguments: [feed])
    }.map { $0 / YoungKey.size }
  }

  private func execute(_ sql: String) throws {
    try home.store.write { db in try db.execute(sql: sql) }
  }

  private func count(_ table: String) throws -> Int? {
    try home.store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") }
  }

  // MARK: - Gathering

  @Test("are few runs, the larger ones before the smaller, each key where it came")
  func gathering() throws {
    var sizes: [[Int]] = []
    for poll in 0..<40 {
      try add((0..<10).map { key(poll * 10 + $0) })
      try add([key(1_000 + poll, feed: 2)], ofFeed: 2)
      sizes.append(try runs())
    }
    #expect(sizes.prefix(6) == [[10], [20], [30], [40], [40, 10], [60]])
    #expect(sizes.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 >= 4 * $1 } })
    #expect(try runs().reduce(0, +) == 400)
    for number in 0..<400 {
      #expect(try found([hash(number, 0)]).map(\.item) == [Int64(number)])
      #expect(try found([hash(number, UInt64(1 + number % 3))]).map(\.item) == [Int64(number)])
    }
    #expect(try found((0..<40).map { hash(1_000 + $0, 0) }) == [], "another feed's")
    #expect(try found((0..<400).map { hash($0, 0) }) == (0..<400).map { key($0) })
    #expect(try found([]) == [])
  }

  @Test("of an item that changed the latest holds, and what it was known by before is kept")
  func changed() throws {
    try add([key(1), key(2), key(3)])
    var edited = key(2, text: 2)
    edited.keys.aliases.text = hash(9, 2)
    try add([edited])
    #expect(try runs() == [4])
    try add([key(3, day: 20_030), key(4)])
    #expect(try runs() == [5], "of an item that was only shown again one is enough")
    let wanted = [hash(2, 0), hash(3, 0)]
    #expect(try found(wanted) == [key(2), edited, key(3, day: 20_030)])
    #expect(try found(wanted).latest(hash(2, 0)) == edited)
    #expect(try found([hash(2, 2), hash(9, 2)]).known(by: hash(9, 2)) == [edited])
  }

  @Test("go into the tables, all of the feed's in order, when there are very many")
  func settling() throws {
    try add((0..<1_500).map { key($0) } + [key(7_000, feed: 2)])
    try add((1_500..<KeyRuns.maxOfFeed - 1).map { key($0) })
    #expect(try count("identities") == 0)
    try add([key(3, text: 5), key(4, item: 9_999)])
    #expect(try runs() == [])
    #expect(try count("identities") == KeyRuns.maxOfFeed - 1, "none of another feed's")
    #expect(try count("aliases") == 3 * (KeyRuns.maxOfFeed - 1))
    let known = try home.store.known([hash(3, 0), hash(4, 0), hash(5_000, 0)], ofFeed: 1)
    #expect(known.map { $0?.itemID } == [3, 9_999, nil])
    #expect(known.first??.keys.text == 5)
    // What comes then lies before the tables again.
    try add([key(3, text: 6)])
    #expect(try home.store.known([hash(3, 0)], ofFeed: 1).first??.keys.text == 6)
    var asked = key(6_000).keys
    asked.aliases.text = hash(4, 2)
    #expect(try home.store.renamed([asked], ofFeed: 1) == [nil], "an alias of two items")
  }

  @Test("that were shown again after a month are noted anew, wherever they are")
  func shownAgain() throws {
    try add([key(1), key(2)])
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://a.example")]).first)
    var shown = record(feed, [])
    shown.shownAgain = [key(2).keys]
    _ = try home.store.commit([shown], now: noon)
    let known = try home.store.known([hash(1, 0), hash(2, 0)], ofFeed: 1)
    #expect(known.map { $0?.itemID } == [1, 2])
    #expect(known.map { $0?.shownDay } == [20_000, noon.dayNumber])
  }

  // MARK: - Damage

  @Test("a damaged filter excludes nothing; of cut entries the rest is absent")
  func damage() throws {
    try add((0..<20).map { key($0) })
    try add([key(20)])
    try execute("UPDATE key_runs SET filter = x'00' WHERE id = 1")
    #expect(try found([hash(7, 0)]).map(\.item) == [7])
    try execute(
      "UPDATE key_runs SET entries = substr(entries, 1, length(entries) - 1) WHERE id = 1")
    #expect(try found([hash(18, 0), hash(19, 0)]).map(\.item) == [18])
    // A merge leaves half a key out, so that those behind it stay what they are.
    try add((21..<32).map { key($0) })
    #expect(try runs() == [31])
    #expect(try found([hash(19, 0), hash(20, 0), hash(31, 0)]).map(\.item) == [20, 31])
    for bytes in ["", "00", String(repeating: "ff", count: 3 * YoungKey.size + 5)] {
      try execute("UPDATE key_runs SET filter = x'', entries = x'\(bytes)'")
      #expect(try found([hash(7, 0)]) == [])
      try add([key(40)])
      #expect(try found([hash(40, 0)]).map(\.item) == [40])
      try home.store.write { db in try KeyRuns(db).settle(ofFeed: 1) }
      #expect(try found([hash(40, 0)]) == [])
      try add([key(40)])
    }
  }

  @Test("a filter has what it was given, and little else")
  func filter() {
    for count in [1, 10, 500] {
      var filter = KeyFilter(count: count)
      for number in 0..<count { for kind in 0..<4 { filter.insert(hash(number, UInt64(kind))) } }
      filter.words.withUnsafeBytes { bytes in
        func has(_ number: Int, _ kind: Int) -> Bool {
          KeyFilter.mayHave(hash(number, UInt64(kind)), in: bytes, count: count)
        }
        #expect((0..<count).allSatisfy { number in (0..<4).allSatisfy { has(number, $0) } })
        #expect((1_000..<11_000).count { has($0, 0) } < 100)
      }
    }
    var none = KeyFilter(count: 0)
    none.insert(hash(1, 0))
    none.words.withUnsafeBytes { #expect(!KeyFilter.mayHave(hash(1, 0), in: $0, count: 0)) }
  }

  // MARK: - Forgetting

  @Test(
    "go a year after their feed showed them last, once their items are gone", arguments: [1, 9])
  func pruning(_ runs: Int) throws {
    for feed in 3..<Int64(3 + runs) {
      try home.store.write { db in
        try db.execute(
          sql: "INSERT INTO feeds (id, url) VALUES (?, ?)", arguments: [feed, "https://\(feed)"])
      }
      let first = Int(feed) * 10
      try execute("INSERT INTO items (id, feed_id, seen_ms) VALUES (\(first), \(feed), 0)")
      try add(
        [
          key(first, day: 19_000, feed: feed), key(first + 1, day: 19_000, feed: feed),
          key(first + 2, day: 19_001, feed: feed),
        ], ofFeed: feed)
    }
    func left(_ today: Int64) throws -> [[Int64]] {
      var pruning = KeyPruning(home.store, today: today)
      while try pruning.step() {}
      return try (3..<Int64(3 + runs)).map { feed in
        try found((0...2).map { hash(Int(feed) * 10 + $0, 0) }, ofFeed: feed).map { $0.item % 10 }
      }
    }
    let last = 19_000 + IdentityDays.kept
    #expect(try left(last) == Array(repeating: [0, 1, 2], count: runs))
    #expect(try left(last + 1) == Array(repeating: [0, 2], count: runs))
    #expect(try left(last + 2) == Array(repeating: [0], count: runs), "the archive has the item")
    try execute("DELETE FROM items")
    #expect(try left(last + 2) == Array(repeating: [], count: runs))
    #expect(try count("key_runs") == 0)
  }

  @Test("are saved from a damaged database, and those of lost feeds are left out")
  func salvage() throws {
    try add([key(1)])
    try add([key(2, feed: 2)], ofFeed: 2)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: home.path, configuration: configuration)
    try queue.write { db in try db.execute(sql: "DELETE FROM feeds WHERE id = 2") }
    let path = home.path + ".saved"
    _ = try Store.salvage(home.path, to: path)
    let saved = try Store(path: path)
    #expect(try saved.known([hash(1, 0)], ofFeed: 1).map { $0?.itemID } == [1])
    #expect(
      try saved.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM key_runs") } == 1)
  }
}
