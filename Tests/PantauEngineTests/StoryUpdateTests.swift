import PantauCore
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("Updates of a story")
struct StoryUpdateTests {
  private typealias Entry = SampleFeed.Entry

  private static let first = Entry(
    "awal", title: "Kapal Kayu Karam di Muara Bontang Kuala, Dua Orang Hilang",
    text: """
      BONTANG - Kapal kayu KM Sinar Pesisir yang membawa 14 penumpang karam di muara Bontang Kuala, Sabtu \
      pukul 05.40 Wita. Kepala Pos SAR Bontang Andi Mattalatta menyebut 12 orang selamat dan dua orang \
      masih dicari. Kapal berangkat dari Pulau Gusung dengan muatan 30 karung rumput laut dan \
      dihantam ombak setinggi dua meter. Tim menurunkan dua perahu karet serta satu kapal patroli. \
      Nakhoda Basri Daeng Lallo dimintai keterangan di Mapolres.
      """)

  private static let later = Entry(
    "kemudian", title: "Satu Korban Kapal Karam di Bontang Kuala Ditemukan Meninggal",
    text: """
      BONTANG - Satu dari dua penumpang KM Sinar Pesisir yang hilang di muara Bontang Kuala ditemukan \
      meninggal, Minggu pagi, enam kilometer dari tempat kapal karam. Kepala Pos SAR Bontang Andi \
      Mattalatta mengatakan satu orang lagi masih dicari. Kapal kayu yang membawa 14 penumpang itu \
      berangkat dari Pulau Gusung dengan muatan 30 karung rumput laut dan dihantam ombak setinggi dua \
      meter pada Sabtu pukul 05.40 Wita. Tim menambah tiga perahu karet. Nakhoda Basri Daeng Lallo \
      dimintai keterangan di Mapolres.
      """)

  @Test("join the story and raise its keywords anew")
  func update() throws {
    var room = try Newsroom(["Antara", "Kabar"])
    let told = try room.poll(0, Self.first)
    let summary = try room.poll(1, Self.later)
    #expect(summary.alerts.map(\.keywords) == [["Bontang"]])
    #expect(summary.copies.map(\.silenced) == [[]])
    let (old, new) = (told.alerts.first?.story, summary.alerts.first?.story)
    #expect(old != nil)
    #expect(new?.id == old?.id)
    #expect(new?.sources == ["Antara", "Kabar"])
  }

  @Test("are told once: copies of the update are silent, and so are late ones of the first text")
  func copies() throws {
    var room = try Newsroom(["Antara", "Kabar", "Pesisir", "Mahakam"])
    try room.poll(0, Self.first)
    try room.poll(1, Self.later)
    for (feed, entry) in [(2, Self.later), (3, Self.first)] {
      var copy = entry
      copy.guid = (entry.guid ?? "") + "-lain"
      copy.text = entry.text.replacing("BONTANG - ", with: "Bontang (Kabar Etam) -- ")
      #expect(try room.poll(feed, copy).alerts.isEmpty)
    }
    let alerts = try room.alerts()
    #expect(alerts.count == 2)
    #expect(alerts.map(\.story.copies) == [4, 4])
  }

  @Test("are not looked for in one feed, where each text is another article")
  func oneFeed() throws {
    var room = try Newsroom(["Antara"])
    let told = try room.poll(0, Self.first)
    let summary = try room.poll(0, Self.later)
    #expect(summary.alerts.count == 1)
    #expect(summary.alerts.first?.story.id != told.alerts.first?.story.id)
  }

  @Test("are no other days' bulletins of the same office")
  func bulletins() throws {
    func bulletin(_ guid: String, _ day: String, _ prices: [String], _ title: String) -> Entry {
      Entry(
        guid, title: title,
        text: """
          BONTANG - Kepala Bidang Perdagangan Nurhaidah Anwar menyampaikan harga di Pasar Taman \
          Rawa Indah Bontang, \(day). Cabai rawit dijual Rp\(prices[0]) per kilogram, bawang merah \
          Rp\(prices[1]), dan telur Rp\(prices[2]) per piring. Menurut Nurhaidah, pasokan dari \
          Sulawesi Selatan tiba dengan kapal barang dan cuaca di Selat Makassar menentukan harga. \
          Pemerintah kota memantau 12 kios dan meminta warga berbelanja seperlunya.
          """)
    }
    var room = try Newsroom(["Antara", "Kabar"])
    let first = bulletin(
      "a", "Senin (3/11)", ["85.000", "42.000", "57.000"], "Harga Cabai di Bontang Rp85.000")
    let second = bulletin(
      "b", "Senin (10/11)", ["63.500", "39.000", "54.500"], "Harga Cabai di Bontang Turun")
    try room.poll(0, first)
    let alerts = try room.poll(1, second).alerts
    #expect(alerts.first?.story.copies == 1)
  }
}
