import FoundationEssentials
import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("What counts as new")
struct NewItemTests {
  private let feed = SampleFeed(.init("a", title: "Banjir di Bontang"))

  @Test("an item is told once, however often its feed shows it")
  func once() throws {
    var polled = try PolledFeed()
    #expect(try polled.poll(.feed(feed)).keywords == [["Bontang"]])
    var longer = feed
    longer.entries.append(.init("b", title: "Panen raya"))
    polled.wait(hours: 1)
    #expect(try polled.poll(.feed(longer)).keywords == [])
    #expect(try polled.home.items == 2)
    #expect(try polled.home.alerts == 1)
  }

  @Test("a changed item raises only the keywords that its story has not raised yet")
  func changed() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var edited = feed
    edited.entries[0].text = "Bontang dan Samarinda bersiap."
    let step = try polled.poll(.feed(edited))
    #expect(step.keywords == [["Samarinda"]])
    #expect(step.summary.changedItems == 1)
    edited.entries[0].text = "Samarinda dan Bontang selesai."
    #expect(try polled.poll(.feed(edited)).keywords == [])
    #expect(try polled.home.items == 1)
  }

  @Test("a changed item that matches nothing more raises nothing")
  func changedAway() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var edited = feed
    edited.entries[0].title = "Banjir surut"
    #expect(try polled.poll(.feed(edited)).summary.alerts.isEmpty)
    #expect(try polled.poll(.feed(feed)).summary.alerts.isEmpty)
  }

  @Test("one guid with another link and another title is a new item, in one document too")
  func sharedGuid() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var next = SampleFeed(.init("b", title: "Hujan di Bontang"))
    next.entries[0].guid = "a"
    #expect(try polled.poll(.feed(next)).keywords == [["Bontang"]])
    next.entries.append(.init("c", title: "Jalan ke Bontang"))
    next.entries[1].guid = "a"
    polled.wait(hours: 1)
    #expect(try polled.poll(.feed(next)).keywords == [["Bontang"]])
    #expect(try polled.home.items == 3)
  }

  @Test("one guid with another link or another title is the same item, edited")
  func editedGuid() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var moved = feed
    moved.entries[0].link = "https://berita.example/pindah"
    #expect(try polled.poll(.feed(moved)).keywords == [])
    moved.entries[0].title = "Banjir di Bontang surut"
    #expect(try polled.poll(.feed(moved)).keywords == [])
    #expect(try polled.home.items == 1)
  }

  @Test("alerts of one document come oldest first, as feeds list the youngest first")
  func order() throws {
    var polled = try PolledFeed()
    let both = SampleFeed(
      .init("b", title: "Kedua: Bontang"), .init("a", title: "Pertama: Bontang"))
    let alerts = try polled.poll(.feed(both)).summary.alerts
    #expect(alerts.map(\.item.title) == ["Pertama: Bontang", "Kedua: Bontang"])
  }
}
