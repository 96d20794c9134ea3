import FoundationEssentials
import PantauCore
import Synchronization
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("One story, one alert")
struct StoryTests {
  private typealias Entry = SampleFeed.Entry

  private static let text = """
    Banjir merendam sedikitnya dua ribu rumah di Kelurahan Guntung, Kota Bontang, sejak Senin malam. \
    Kepala BPBD setempat Usman Hadi mengatakan air mulai naik pukul 21.00 Wita setelah hujan deras \
    mengguyur hulu sungai selama enam jam. Warga mengungsi ke masjid dan gedung sekolah, sementara \
    petugas membagikan makanan siap saji serta selimut. Tidak ada korban jiwa dalam peristiwa ini. \
    Pemerintah kota menyiapkan tiga dapur umum dan meminta warga mewaspadai hujan susulan.
    """

  private static func copy(_ number: Int) -> Entry {
    let titles = [
      "Banjir Rendam Dua Ribu Rumah di Guntung", "Ribuan Rumah di Bontang Kebanjiran",
      "Sungai Meluap, Warga Guntung Mengungsi ke Masjid", "2.000 Rumah Terendam Banjir",
    ]
    let dateline = [
      "BONTANG, KOMPAS.com - ", "Bontang (ANTARA) - ", "", "KALTIM KINI, Bontang -- ",
    ]
    let edited = text.replacing("dua ribu", with: number % 2 == 0 ? "2.000" : "dua ribu")
      .replacing("mengatakan", with: number % 3 == 0 ? "menyebut" : "mengatakan")
    return Entry(
      "salinan-\(number)", title: titles[number % 4],
      text: dateline[number % 4] + edited + (number == 5 ? " Editor: Sari Wulandari." : ""))
  }

  @Test("nine outlets, one alert: the copies join it, and the first one seen stands first")
  func nineCopies() throws {
    let names = [
      "Antara", "Kabar", "Pesisir", "Mahakam", "Etam", "Prokal", "Niaga", "Suara", "Kota",
    ]
    var room = try Newsroom(names)
    for feed in names.indices { try room.poll(feed, Self.copy(feed)) }
    let alerts = try room.alerts()
    #expect(alerts.count == 1)
    #expect(alerts.first?.story.copies == 9)
    #expect(alerts.first?.story.sources == names)
  }

  @Test("copies that come in one transaction are one story, told by the one seen first")
  func oneTransaction() throws {
    var room = try Newsroom(["Kedua", "Pertama"])
    let late = try room.read(0, SampleFeed(Self.copy(0)), after: 2)
    let early = try room.read(1, SampleFeed(Self.copy(1)), after: 1)
    let summary = try room.home.store.commit([late.record, early.record], now: room.now + 3)
    #expect(summary.alerts.map(\.feed.name) == ["Pertama"])
    #expect(summary.copies.map(\.silenced) == [["Bontang"]])
    #expect(try room.alerts().first?.story.sources == ["Pertama", "Kedua"])
  }

  @Test("a group that could not be stored leaves nothing behind that copies are found by")
  func rolledBack() throws {
    var room = try Newsroom(["Antara", "Kabar"])
    var failing = try room.read(0, SampleFeed(Self.copy(0))).record
    failing.feedID = 99
    #expect(throws: StoreError.self) { try room.home.store.commit([failing], now: room.now) }
    #expect(room.home.store.stories.withLock { $0.count } == 0)
    #expect(try room.poll(1, Self.copy(1)).alerts.count == 1)
  }

  @Test("copies are found after a restart, and no more after seven days")
  func restart() throws {
    var room = try Newsroom(["Antara", "Kabar", "Pesisir"])
    try room.poll(0, Self.copy(0))
    let second = try room.read(1, SampleFeed(Self.copy(1)), after: 86_400)
    let summary = try room.home.reopened().commit([second.record], now: room.now + 86_400)
    #expect(summary.alerts.isEmpty)
    #expect(summary.copies.count == 1)
    let third = try room.read(2, SampleFeed(Self.copy(2)), after: 9 * 86_400)
    let late = try room.home.reopened().commit([third.record], now: room.now + 9 * 86_400)
    #expect(late.alerts.count == 1)
  }

  @Test("a copy that brings a new keyword alerts for that one")
  func newKeyword() throws {
    var room = try Newsroom(["Antara", "Kabar"])
    try room.poll(0, Self.copy(0))
    var longer = Self.copy(1)
    longer.text += " Bantuan dari Samarinda tiba pagi tadi dengan lima truk."
    let summary = try room.poll(1, longer)
    #expect(summary.alerts.map(\.keywords) == [["Samarinda"]])
    #expect(summary.alerts.first?.story.copies == 2)
    #expect(summary.alerts.first?.story.sources == ["Antara", "Kabar"])
  }

  @Test("a copy whose matching passage says something else alerts")
  func otherPassage() throws {
    var room = try Newsroom(["Antara", "Kabar"])
    try room.poll(0, Self.copy(2))
    var other = Self.copy(2)
    other.text = other.text.replacing(
      "di Kelurahan Guntung, Kota Bontang, sejak Senin malam.",
      with: "menurut laporan yang diterima kantor berita pagi ini dari seorang relawan Bontang.")
    let summary = try room.poll(1, other)
    #expect(summary.alerts.map(\.keywords) == [["Bontang"]])
  }

  @Test("old and muted alerts silence no copy")
  func oldSilencesNothing() throws {
    var room = try Newsroom(["Antara", "Kabar"])
    var old = Self.copy(0)
    old.date = room.now - 30 * 86_400
    #expect(try room.poll(0, old).alerts.map(\.old) == [true])
    #expect(try room.poll(1, Self.copy(1)).alerts.map(\.old) == [false])
  }

  @Test("a muted alert silences no copy that comes once the mute has ended")
  func mutedSilencesNothing() throws {
    var room = try Newsroom(["Antara", "Kabar", "Pesisir"])
    let until = room.now + 100
    try room.home.store.mute(
      Mute(keyword: "Bontang", since: room.now, until: until, author: "piket"))
    #expect(try room.poll(0, Self.copy(0)).alerts.map(\.muted) == [true])
    let second = try room.poll(1, Self.copy(1))
    #expect(room.now > until)
    #expect(second.alerts.map(\.muted) == [false])
    #expect(second.copies.flatMap(\.silenced) == [])
    let third = try room.poll(2, Self.copy(2))
    #expect(third.alerts.isEmpty)
    #expect(third.copies.flatMap(\.silenced) == ["Bontang"])
  }

  @Test("a keyword that asks for the title is told by a title that says the same")
  func titleKeyword() throws {
    var room = try Newsroom(["Antara", "Kabar", "Pesisir"], ruleset: .test(["title:Bontang"]))
    var first = Self.copy(0)
    first.title = "Banjir Besar Melanda Kota Bontang sejak Senin Malam"
    #expect(try room.poll(0, first).alerts.count == 1)
    var same = Self.copy(1)
    same.title = "Banjir Besar Melanda Kota Bontang"
    #expect(try room.poll(1, same).alerts.isEmpty)
    var other = Self.copy(2)
    other.title = "Wali Kota Bontang Minta Pemerintah Pusat Membangun Tanggul Sungai Guntung"
    #expect(try room.poll(2, other).alerts.count == 1)
    #expect(try room.alerts().map(\.story.copies) == [3, 3])
  }

  @Test("copies alert where the configuration says so")
  func copiesAlert() throws {
    var ruleset = try Ruleset.test()
    ruleset.copiesAlert = true
    var room = try Newsroom(["Antara", "Kabar"], ruleset: ruleset)
    try room.poll(0, Self.copy(0))
    let summary = try room.poll(1, Self.copy(1))
    #expect(summary.alerts.map(\.story.copies) == [2])
  }

  @Test(
    "look-alikes stay apart",
    arguments: [
      ("Guntung", "Loktuan"), ("Usman Hadi", "Rahmat Basuki"), ("enam jam", "dua jam"),
      ("Senin", "Kamis"),
    ])
  func lookAlikes(_ said: String, _ instead: String) throws {
    var room = try Newsroom(["Antara", "Kabar"])
    try room.poll(0, Self.copy(2))
    var other = Self.copy(2)
    other.title = other.title.replacing(said, with: instead)
    other.text = other.text.replacing(said, with: instead)
    let alerts = try room.poll(1, other).alerts
    #expect(alerts.map(\.keywords) == [["Bontang"]])
    #expect(alerts.first?.story.copies == 1)
  }

  @Test("short items are one story only when title and text are equal after folding")
  func short() throws {
    var room = try Newsroom(["Antara", "Kabar", "Pesisir", "Mahakam"])
    let first = Entry("a", title: "Cuaca Bontang", text: "Hujan ringan siang hari.")
    try room.poll(0, first)
    var folded = first
    folded.title = "CUACA BONTANG"
    #expect(try room.poll(1, folded).alerts.isEmpty)
    var other = first
    other.text = "Hujan lebat siang hari."
    #expect(try room.poll(2, other).alerts.count == 1)
    var bare = first
    bare.text = ""
    #expect(try room.poll(3, bare).alerts.count == 1)
  }
}
