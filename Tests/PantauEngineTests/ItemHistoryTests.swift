import FoundationEssentials
import PantauCore
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("What befalls items")
struct ItemHistoryTests {
  private let feed = SampleFeed(
    .init("c", title: "Kabar ketiga"), .init("b", title: "Kabar kedua"),
    .init("a", title: "Banjir di Bontang"))

  @Test("a text that changes is kept, with the time since which it stood")
  func versions() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    let first = polled.now
    polled.wait(hours: 2)
    var edited = feed
    edited.entries[2].title = "Banjir di Bontang surut"
    try polled.poll(.feed(edited))
    let id = Int64(try polled.home.count("SELECT id FROM items WHERE title LIKE 'Banjir%'"))
    let history = try #require(try polled.home.store.history(ofItem: id))
    #expect(history.versions.map(\.title) == ["Banjir di Bontang"])
    #expect(history.versions.map(\.since) == [first])
    #expect(history.changed == polled.now)
    #expect(history.alerts.count == 1)
    polled.wait(hours: 1)
    edited.ttlMinutes = 7
    try polled.poll(.feed(edited))
    #expect(try polled.home.count("SELECT count(*) FROM versions") == 1)
  }

  @Test("an item that vanishes while others stay is noted, and forgotten when it comes back")
  func vanished() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var without = feed
    without.entries.remove(at: 1)
    polled.wait(hours: 1)
    try polled.poll(.feed(without))
    let noted = "SELECT count(*) FROM items WHERE vanished_ms IS NOT NULL"
    #expect(try polled.home.count(noted + " AND title = 'Kabar kedua'") == 1)
    try polled.poll(.feed(feed))
    #expect(try polled.home.count(noted) == 0)
  }

  @Test("the oldest items leave as new ones come, which is no vanishing")
  func window() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var next = feed
    next.entries.removeLast()
    next.entries.insert(.init("d", title: "Kabar keempat"), at: 0)
    polled.wait(hours: 1)
    try polled.poll(.feed(next))
    #expect(try polled.home.count("SELECT count(*) FROM items WHERE vanished_ms IS NOT NULL") == 0)
  }
}
