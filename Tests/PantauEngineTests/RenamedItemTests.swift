import FoundationEssentials
import GRDB
import Logging
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
    try polled.home.settleKeys()
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

  @Test("a feed that gives all its items one guid and no link brings each of them once")
  func repeatedGuid() throws {
    var polled = try PolledFeed()
    var first = feed
    for place in first.entries.indices {
      (first.entries[place].guid, first.entries[place].link) = ("tetap", "")
    }
    #expect(try polled.poll(.feed(first)).keywords.count == 2)
    var next = first
    var entry = SampleFeed.Entry(
      "c", title: "Jalan ke Bontang putus", text: "Longsor menutup jalan.")
    (entry.guid, entry.link) = ("tetap", "")
    next.entries.insert(entry, at: 0)
    #expect(try polled.poll(.feed(next)).keywords == [["Bontang"]])
    next.ttlMinutes = 9
    #expect(try polled.poll(.feed(next)).keywords == [])
    #expect(try polled.home.items == 3)
  }

  @Test("keys of old archives, of which half is known, are known all the same; another rest is not")
  func halfKeys() throws {
    for (rest, isKnown) in [("0", true), ("rest", true), ("rest + 1", false)] {
      var polled = try PolledFeed()
      try polled.poll(.feed(feed))
      try polled.home.settleKeys()
      try polled.home.store.write { db in try db.execute(sql: "UPDATE aliases SET rest = \(rest)") }
      var again = feed
      for place in again.entries.indices { again.entries[place].guid = "lain-\(place)" }
      try polled.poll(.feed(again))
      #expect(try polled.home.items == (isKnown ? 2 : 4))
    }
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
    try polled.home.settleKeys()
    let today = Int64(polled.now.timeIntervalSince1970 / 86_400)
    func kept(_ day: Int64) throws -> [Int] {
      var pruning = KeyPruning(polled.home.store, today: day)
      while try pruning.step(1) {}
      return [
        try polled.home.count("SELECT count(*) FROM identities"),
        try polled.home.count("SELECT count(*) FROM aliases"),
      ]
    }
    #expect(try kept(today + 4_000) == [2, 4], "the archive has the items")
    try polled.home.store.write { db in
      try db.execute(sql: "DELETE FROM alerts; DELETE FROM items WHERE title LIKE 'Banjir%'")
    }
    #expect(try kept(today + 366) == [2, 4])
    #expect(try kept(today + 400) == [1, 2])
  }

  @Test("the daemon looks for old keys once a day")
  func daily() throws {
    var polled = try PolledFeed()
    try polled.poll(.feed(feed))
    try polled.home.settleKeys()
    try polled.home.store.write { db in try db.execute(sql: "DELETE FROM alerts; DELETE FROM items")
    }
    let days = Monitor(0.0)
    let store = polled.home.store
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let keeper = RetentionKeeper(
      store: store, indexer: SearchIndexer(store: store, logger: logger),
      settings: .init(items: nil, alerts: nil, maxBytes: nil),
      clock: { PolledFeed.start + days.read { $0 } * 86_400 }, logger: logger)
    for (day, left) in [(0.0, 2), (300, 2), (500, 0)] {
      days.update { $0 = day }
      try keeper.pruneKeys()
      #expect(try polled.home.count("SELECT count(*) FROM identities") == left)
    }
  }
}
