import FoundationEssentials
import GRDB
import PantauCore
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("Known items under other guids")
struct RenamedItemTests {
  private let feed = SampleFeed(
    .init("b", title: "Pasar Bontang dibuka", text: "Pedagang mulai menata lapak sejak subuh."),
    .init("a", title: "Banjir di Bontang", text: "Air naik sampai lutut orang dewasa."))

  @Test("guids that change at every fetch alert nothing, and are told once")
  func volatileGuids() throws {
    var polled = try PolledFeed()
    #expect(try polled.poll(.feed(feed)).keywords.count == 2)
    for round in 1...3 {
      var again = feed
      for place in again.entries.indices { again.entries[place].guid = "\(round)-\(place)" }
      let step = try polled.poll(.feed(again))
      #expect(step.keywords == [])
      #expect(step.poll.renamedItems == (round == 1 ? 2 : 0))
    }
    #expect(try polled.home.items == 2)
    #expect(try polled.home.count("SELECT count(*) FROM identities") == 2)
  }

  @Test("a site that moved alerts nothing; what it adds is new, however much it is")
  func movedSite() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var moved = feed
    for place in moved.entries.indices {
      moved.entries[place].guid = "baru-\(place)"
      moved.entries[place].link = "https://pindah.example/?p=\(place)"
    }
    for number in 1...20 {
      moved.entries.append(
        .init("n\(number)", title: "Kabar \(number) dari Bontang", text: "Isi nomor \(number)."))
    }
    #expect(try polled.poll(.feed(moved)).keywords.count == 20)
    #expect(try polled.home.items == 22)
  }

  @Test("an edited item under another guid is the same one, by its link")
  func editedByLink() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    var edited = feed
    edited.entries[1].guid = "lain"
    edited.entries[1].link += "?utm_source=rss#atas"
    edited.entries[1].text = "Air mulai surut, warga Samarinda mengirim bantuan."
    #expect(try polled.poll(.feed(edited)).keywords == [["Samarinda"]])
    #expect(try polled.home.items == 2)
  }

  @Test("a link that all items share tells nothing")
  func sharedLink() throws {
    var polled = try PolledFeed()
    var first = feed
    for place in first.entries.indices {
      first.entries[place].link = "https://berita.example/terkini"
    }
    #expect(try polled.poll(.feed(first)).keywords.count == 2)
    var next = SampleFeed(
      .init("c", title: "Jalan ke Bontang putus", text: "Longsor menutup jalan."))
    next.entries[0].link = "https://berita.example/terkini"
    #expect(try polled.poll(.feed(next)).keywords == [["Bontang"]])
  }

  @Test("a guid that is an address is known again without scheme and host")
  func guidPath() throws {
    var polled = try PolledFeed()
    var first = SampleFeed(.init("x", title: "Banjir di Bontang", text: "Air naik."))
    first.entries[0].guid = "http://lama.example/?p=1001"
    try polled.poll(.feed(first))
    first.entries[0].guid = "https://baru.example/?p=1001"
    first.entries[0].link = "https://baru.example/banjir-di-bontang"
    first.entries[0].text = "Air naik sejak pagi."
    #expect(try polled.poll(.feed(first)).keywords == [])
    #expect(try polled.home.items == 1)
  }

  @Test("keys are noted as shown once a month, and outlive their items by a year")
  func expiry() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    polled.wait(hours: 24)
    var more = feed
    more.ttlMinutes = 5
    #expect(try polled.poll(.feed(more)).record.shownAgain.isEmpty)
    polled.wait(hours: 24 * 40)
    more.ttlMinutes = 6
    #expect(try polled.poll(.feed(more)).record.shownAgain.count == 2)
    try polled.home.store.write { db in
      try db.execute(sql: "DELETE FROM alerts; DELETE FROM items")
    }
    let today = Int64(polled.now.timeIntervalSince1970 / 86_400)
    func prune(_ day: Int64) throws -> Int {
      #expect(try polled.home.store.pruneKeys(today: day, limit: 100, after: nil) == nil)
      return try polled.home.count("SELECT count(*) FROM identities")
    }
    #expect(try prune(today + 366) == 2)
    #expect(try prune(today + 400) == 0)
    #expect(try polled.home.count("SELECT count(*) FROM aliases") == 0)
  }
}
