import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("The newest keys")
struct YoungKeysTests {
  private func key(_ number: UInt8, feed: Int64 = 1, item: Int64 = 7) -> YoungKey {
    YoungKey(feed: feed, item: item, day: 20_000, keys: keys(number))
  }

  @Test("are written and read with all their parts")
  func bytes() {
    var all = key(200, feed: .max, item: .max)
    (all.keys.link, all.keys.title, all.keys.text) = (-1, .min, 3)
    all.keys.aliases = ItemAliases(link: Key128([1, 2]), text: Key128([255]), path: Key128([0]))
    var few = key(1)
    (few.hasIdentity, few.keys.aliases.path, few.day) = (false, Key128([9]), -3)
    var words: [UInt64] = []
    for key in [all, few] { key.write(to: &words) }
    #expect(words.count * 8 == 2 * YoungKey.size)
    var read: [YoungKey] = []
    words.withUnsafeBytes { bytes in
      YoungKey.forEach(in: UnsafeRawBufferPointer(rebasing: bytes.dropLast(1))) { read.append($0) }
      #expect(read == [all], "half a key is none")
      read = []
      YoungKey.forEach(in: bytes) { read.append($0) }
    }
    #expect(read == [all, few])
  }

  @Test("leave by feeds, the one whose first key came first before others, and one with too many")
  func line() {
    var young = YoungKeys()
    young.add([key(1, feed: 3), key(2, feed: 5)], row: 1)
    young.add([key(3, feed: 3), key(4, feed: 9)], row: 2)
    #expect(young.count == 4)
    #expect(young.overdue(adding: [], limit: 4, atMost: .max) == [])
    #expect(young.overdue(adding: [key(5, feed: 9)], limit: 4, atMost: .max) == [3])
    #expect(young.overdue(adding: [], limit: 1, atMost: .max) == [3, 5])
    #expect(young.overdue(adding: [], limit: 1, atMost: 2) == [3], "the rest another time")
    let some = Array(repeating: key(6, feed: 9), count: 15)
    #expect(young.overdue(adding: some, limit: 1_000, atMost: .max) == [])
    let many = some + [key(7, feed: 9)]
    #expect(young.overdue(adding: many, limit: 1_000, atMost: .max) == [9], "many at once")
    young.add(Array(repeating: key(6, feed: 7), count: 500), row: 2)
    let few = Array(repeating: key(6, feed: 7), count: 12)
    #expect(young.overdue(adding: few, limit: 1_000, atMost: .max) == [])
    #expect(young.overdue(adding: few + [key(7, feed: 7)], limit: 1_000, atMost: .max) == [7])
    young.remove([7])
    #expect(young.firstRow(without: [3]) == 1)
    #expect(young.firstRow(without: [3, 5]) == 2)
    young.remove([3, 5])
    #expect(young.count == 1)
    young.add([key(8, feed: 3)], row: 3)
    #expect(young.firstRow(without: [9]) == 3)
    #expect(young.firstRow(without: [3, 9]) == nil)
    #expect(young.keys(ofFeed: 3) == [key(8, feed: 3)])
    #expect(young.overdue(adding: [], limit: 1, atMost: .max) == [9])
  }

  // MARK: - In the archive

  /// An archive with a feed and three items, each with an alias of its own.
  private func archive() throws -> (home: TemporaryStore, feed: StoredFeed) {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let changes = (1...3).map { number in
      ItemChange.new(Item(guid: "\(number)", title: "Kabar"), aliased(number), nil)
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    return (home, feed)
  }

  private func aliased(_ number: Int, alias: Int? = nil) -> ItemKeys {
    var new = keys(UInt8(number))
    new.aliases.text = Key128([100, UInt8(alias ?? number)])
    return new
  }

  /// Lets all keys leave memory.
  private func leave(_ store: Store) throws {
    try store.loadKeys()
    store.keyLog.apply(
      try store.write { db in try store.keyLog.keep([], limit: 0, atMost: .max, db) })
  }

  /// Brings all keys into the tables.
  private func merge(_ store: Store) throws {
    try leave(store)
    try store.write { db in try KeyRuns(db).settle(ofFeed: 1) }
  }

  private func count(_ store: Store, _ table: String) throws -> Int? {
    try store.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") }
  }

  private func items(_ store: Store, _ numbers: [Int]) throws -> [Int64?] {
    try store.known(numbers.map { keys(UInt8($0)).identity }, ofFeed: 1).map { $0?.itemID }
  }

  @Test("are known at once, after a restart, and once they are in the tables")
  func known() throws {
    let (home, feed) = try archive()
    func check(_ store: Store) throws {
      #expect(try items(store, [1, 3, 4]) == [1, 3, nil])
      #expect(try store.renamed([aliased(9, alias: 2)], ofFeed: 1).map { $0?.itemID } == [2])
      let again = ItemChange.new(Item(guid: "1", title: "Kabar"), aliased(1), nil)
      #expect(try store.commit([record(feed, [again])], now: noon).newItems.isEmpty)
    }
    try check(home.store)
    #expect(try count(home.store, "identities") == 0)
    let restarted = try Store(path: home.path)
    try check(restarted)
    try leave(restarted)
    #expect(try count(restarted, "identities") == 0)
    #expect(try count(restarted, "key_runs") == 1)
    #expect(try count(restarted, "young_keys") == 0)
    try check(restarted)
    try check(try Store(path: home.path))
    try merge(restarted)
    #expect(try count(restarted, "identities") == 3)
    #expect(try count(restarted, "aliases") == 3)
    #expect(try count(restarted, "key_runs") == 0)
    try check(restarted)
    try check(try Store(path: home.path))
  }

  @Test("what was looked up in vain is looked up again once keys of its feed left memory")
  func lookedUpInVain() throws {
    let (home, feed) = try archive()
    let store = home.store
    func comes(_ number: Int) throws -> Bool {
      let new = ItemChange.new(Item(guid: "\(number)", title: "Kabar"), aliased(number), nil)
      return try !store.commit([record(feed, [new])], now: noon).newItems.isEmpty
    }
    #expect(try items(store, [4, 5]) == [nil, nil])
    #expect(try comes(4))
    #expect(try !comes(4))
    #expect(try items(store, [5, 6]) == [nil, nil])
    store.keyLog.apply(
      try store.write { db in try store.keyLog.keep([key(6)], limit: 0, atMost: .max, db) })
    #expect(try !comes(6))
    #expect(try comes(5))
  }

  @Test(
    "a change holds before what is elsewhere, and before what a crash has left twice",
    arguments: [false, true])
  func changed(_ isInTables: Bool) throws {
    let (home, feed) = try archive()
    let left = try home.store.read { db in try Row.fetchAll(db, sql: "SELECT * FROM young_keys") }
    try isInTables ? merge(home.store) : leave(home.store)
    var edited = aliased(2)
    (edited.text, edited.aliases.text) = (55, Key128([77]))
    let change = ItemChange.changed(2, Item(guid: "2", title: "Kabar lagi"), edited, nil)
    _ = try home.store.commit([record(feed, [change])], now: noon)
    func check(_ store: Store) throws {
      #expect(try store.known([edited.identity], ofFeed: 1).first??.keys.text == 55)
      var other = keys(9)
      other.aliases.text = edited.aliases.text
      #expect(
        try store.renamed([other, aliased(8, alias: 2)], ofFeed: 1).map { $0?.itemID } == [2, 2])
    }
    try check(home.store)
    try home.store.write { db in
      // The first row again, as if its removal had not reached the disk, before the later one.
      try db.execute(sql: "UPDATE young_keys SET id = id + 10")
      for row in left {
        try db.execute(
          sql: "INSERT INTO young_keys VALUES (?, ?)",
          arguments: [row[0] as Int64, row[1] as Data])
      }
    }
    let restarted = try Store(path: home.path)
    try check(restarted)
    for move in [leave, merge] {
      try move(restarted)
      try check(restarted)
      #expect(try items(restarted, [1, 2, 3]) == [1, 2, 3])
    }
  }

  @Test(
    "an alias of two items tells nothing, wherever either of them stands",
    arguments: ["memory", "runs", "tables"])
  func ambiguous(_ place: String) throws {
    let (home, feed) = try archive()
    if place != "memory" { try place == "runs" ? leave(home.store) : merge(home.store) }
    let twin = ItemChange.new(Item(guid: "4", title: "Kabar"), aliased(4, alias: 2), nil)
    _ = try home.store.commit([record(feed, [twin])], now: noon)
    let asked = [aliased(9, alias: 1), aliased(10, alias: 2)]
    #expect(try home.store.renamed(asked, ofFeed: 1).map { $0?.itemID } == [1, nil])
    for move in [leave, merge] {
      try move(home.store)
      #expect(try home.store.renamed(asked, ofFeed: 1).map { $0?.itemID } == [1, nil])
    }
  }

  @Test("a transaction that fails leaves none")
  func failed() throws {
    let (home, feed) = try archive()
    try home.store.write { db in
      try db.execute(
        sql: """
          CREATE TRIGGER refuse BEFORE INSERT ON young_keys
          BEGIN SELECT RAISE(ABORT, 'no room'); END
          """)
    }
    let change = ItemChange.new(Item(guid: "5", title: "Kabar"), aliased(5), nil)
    #expect(throws: StoreError.self) {
      try home.store.commit([record(feed, [change])], now: noon)
    }
    #expect(try items(home.store, [5]) == [nil])
    try home.store.write { db in try db.execute(sql: "DROP TRIGGER refuse") }
    #expect(try home.store.commit([record(feed, [change])], now: noon).newItems == [feed.id: 1])
    #expect(try items(home.store, [5]) == [4])
  }

  @Test("more of a feed than are looked through leave memory in the same transaction")
  func many() throws {
    let (home, feed) = try archive()
    let changes = (0..<600).map { number in
      ItemChange.new(
        Item(guid: "b\(number)", title: "Kabar"),
        ItemKeys(
          identity: Key128(high: 9, low: UInt64(number)), link: 1, title: 1, text: 1), nil)
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    #expect(try count(home.store, "key_runs") == 1)
    #expect(try count(home.store, "identities") == 0)
    #expect(try count(home.store, "young_keys") == 0)
    #expect(try items(home.store, [1]) == [1])
  }
}
