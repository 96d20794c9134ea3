import FoundationEssentials
import GRDB
import PantauCore
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("A database that cannot be written")
struct UnwritableDatabaseTests {
  /// Ways in which it refuses.
  enum Fault {
    case disk
    case item
    case delivery
    case keys

    func begin(_ db: Database) throws {
      switch self {
      case .disk:
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages)")
      case .item: try raise(db, "items")
      case .delivery: try raise(db, "deliveries")
      case .keys: try raise(db, "key_runs")
      }
    }

    func end(_ db: Database) throws {
      switch self {
      case .disk: try db.execute(sql: "PRAGMA max_page_count = 1073741823")
      case .item, .delivery, .keys: try db.execute(sql: "DROP TRIGGER refusal")
      }
    }

    private func raise(_ db: Database, _ table: String) throws {
      try db.execute(
        sql: """
          CREATE TRIGGER refusal BEFORE INSERT ON \(table)
          BEGIN SELECT RAISE(ABORT, 'not now'); END
          """)
    }
  }

  @Test(
    "loses nothing, tells nothing twice, and polling goes on",
    arguments: [Fault.disk, .item, .delivery])
  func refusal(_ fault: Fault) async throws {
    let home = try EngineHome()
    var long = SampleFeed(.init("a", title: "Satu: Bontang"))
    long.entries[0].text = String(repeating: "Air naik sejak malam. ", count: 5_000)
    let site = try Site(["/a": .feed(long), "/b": .feed(SampleFeed(.init("b", title: "Biasa")))])
    let feeds = ["/a", "/b"].map { site.feed($0, interval: .seconds(1)) }
    let running = try RunningEngine(.test(feeds), store: home.store)
    try home.store.write { db in try fault.begin(db) }
    running.engine.start()
    #expect(await running.log.said("polls cannot be stored; polling waits"))
    #expect(try home.items <= 1)
    #expect(try home.alerts == 0)
    try home.store.write { db in try fault.end(db) }
    #expect(await running.alert(titled: "Satu: Bontang"))
    #expect(await running.log.said("database writable again"))

    long.entries.insert(.init("c", title: "Dua: Bontang"), at: 0)
    site.put(.feed(long), at: "/a")
    #expect(await running.alert(titled: "Dua: Bontang"))
    await running.stop()
    #expect(try home.items == 3)
    #expect(running.alerts.count == 2)
    #expect(try home.store.waitingCounts() == ["stdout": 2])
  }

  @Test("keeps what items are known by where only these keys cannot leave memory")
  func keys() async throws {
    let home = try EngineHome()
    // More than a feed has in memory.
    var feed = SampleFeed()
    feed.entries = (0..<520).map { .init("a\($0)", title: "Kabar \($0)") }
    feed.entries[7].title = "Satu: Bontang"
    let site = try Site(["/a": .feed(feed)])
    let running = try RunningEngine(
      .test([site.feed("/a", interval: .seconds(1))]), store: home.store)
    try home.store.write { db in try Fault.keys.begin(db) }
    running.engine.start()
    #expect(await running.log.said("polls cannot be stored; polling waits"))
    #expect(try home.items == 0)
    #expect(try home.alerts == 0)
    try home.store.write { db in try Fault.keys.end(db) }
    #expect(await running.alert(titled: "Satu: Bontang"))
    #expect(await running.log.said("database writable again"))
    #expect(try home.count("SELECT count(*) FROM key_runs") == 1)
    // Under new guids they are known by link and text.
    for place in feed.entries.indices { feed.entries[place].guid = "b\(place)" }
    feed.entries.insert(.init("c", title: "Dua: Bontang"), at: 0)
    site.put(.feed(feed), at: "/a")
    #expect(await running.alert(titled: "Dua: Bontang"))
    await running.stop()
    #expect(try home.items == 521)
    #expect(running.alerts.count == 2)
  }

  @Test("ends a run that polls each feed once")
  func once() async throws {
    let home = try EngineHome()
    let site = try Site(["/a": .feed(SampleFeed(.init("a", title: "Satu: Bontang")))])
    let running = try RunningEngine(.test([site.feed("/a")]), store: home.store)
    try home.store.write { db in try Fault.item.begin(db) }
    #expect(await !running.engine.runOnce())
    await running.stop()
    #expect(try home.count("SELECT count(*) FROM feeds WHERE polls = 0") == 1)
  }

  @Test("does not keep a stop from ending within its time")
  func stop() async throws {
    let home = try EngineHome()
    let site = try Site(["/a": .feed(SampleFeed(.init("a", title: "Satu: Bontang")))])
    let running = try RunningEngine(.test([site.feed("/a")]), store: home.store)
    try home.store.write { db in try Fault.item.begin(db) }
    running.engine.start()
    #expect(await running.log.said("polls cannot be stored; polling waits"))
    let time = await ContinuousClock().measure { await running.engine.stop(within: .seconds(5)) }
    // A wait for the database would have no end; the tests beside this one take the rest.
    #expect(time < .seconds(25))
    try home.store.write { db in try Fault.item.end(db) }
    // What could not be stored counts as never polled.
    let next = try RunningEngine(.test([site.feed("/a")]), store: home.store)
    next.engine.start()
    #expect(await next.alert(titled: "Satu: Bontang"))
    await next.stop()
  }
}
