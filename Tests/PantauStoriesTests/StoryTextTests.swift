import PantauCore
import Testing

@testable import PantauStories

@Suite("What texts are compared by")
struct StoryTextTests {
  @Test(
    "numbers are one however they are written",
    arguments: [
      ("setengah kuintal garam", "50 kilogram garam"), ("naik seringgit", "naik satu"),
      ("dua ribu rumah", "2.000 rumah"), ("63 kuintal", "6,3 ton"), ("Rp 1,9 M", "Rp1.900.000.000"),
      ("0,125 hektare", "0.125 ha"), ("12,5 km", "12.500 meter"), ("sepekan", "tujuh hari"),
      ("1 tahun 4 bulan", "16 bulan"), ("setahun", "12 bulan"),
      ("Rp 1,386 miliar", "Rp1.386.000.000"),
      ("Bagian II", "Bagian Kedua"),
    ])
  func readsNumbers(_ first: String, _ second: String) {
    #expect(NumberWords.words(of: first).map(\.hash) == NumberWords.words(of: second).map(\.hash))
  }

  @Test(
    "a number that is said to be rounded is the exact one",
    arguments: [
      ("1.200-an warga", 1_240.0), ("hampir 4.500 orang", 4_499), ("dua ribu lebih", 2_140),
      ("lebih dari 1.200 peserta", 1_260), ("more than 3,000 people", 3_420),
      ("kira-kira 7.500 ekor", 7_460), ("dua ribu meter lebih", 2_070),
    ])
  func knowsRounded(_ rounded: String, _ exact: Double) {
    let number = NumberWords.words(of: rounded).first { $0.kind == .number }
    let isAbout = number?.isAbout(StoryWord(value: exact, rounding: .none)) ?? false
    #expect(isAbout)
  }

  @Test("a title's sum is the one that its text gives in another currency too")
  func knowsConvertedSums() throws {
    let mill = StoryText(
      Item(
        title: "Pabrik Senilai Rp246 Miliar Dibangun",
        summary: "Modalnya 15 juta dolar AS (sekitar Rp246 miliar) dan lahannya 9 hektare."))
    let dollars = StoryText(Item(title: "Pabrik Dibangun", summary: "Modalnya US$15 juta."))
    let others = StoryText(Item(title: "Pabrik Dibangun", summary: "Modalnya US$16 juta."))
    let sum = try #require(mill.title.first { $0.kind == .number })
    #expect(dollars.tells(sum))
    #expect(!others.tells(sum))
  }

  @Test(
    "a name is short for what the other text writes in full",
    arguments: [
      ("Disdag", "Kepala Dinas Perdagangan Kabupaten"), ("Nataru", "libur Natal dan Tahun Baru"),
      ("Rutan", "di Rumah Tahanan Polres"), ("BBKSDA", "Balai Besar KSDA Riau"),
      ("Undana", "dari Universitas Nusa Cendana"), ("BPOM", "Badan Pengawas Obat dan Makanan"),
    ])
  func knowsShortNames(_ short: String, _ long: String) {
    let words = NumberWords.words(of: "di \(long)")
    var mine = NumberWords.words(of: "di \(short)").filter { $0.kind == .name }
    var other: [StoryWord] = []
    Shortening.takeOut(&mine, &other, in: ([][...], words[...]))
    #expect(mine.isEmpty)
    mine = NumberWords.words(of: "di \(short)").filter { $0.kind == .name }
    Shortening.takeOut(&mine, &other, in: ([][...], NumberWords.words(of: "di Kota Madiun")[...]))
    #expect(!mine.isEmpty)
  }

  @Test("a quotation is known by its words, whatever marks it has; short ones and names are none")
  func readsQuotations() {
    let straight = Quotation.hashes(
      in: "Ia berkata, \"Mau menaikkan harga takut pembeli lari,\" kata Sri.")
    let curly = Quotation.hashes(in: "“Mau menaikkan harga, takut pembeli lari”, ungkapnya.")
    #expect(straight.count == 1)
    #expect(straight == curly)
    #expect(Quotation.hashes(in: "praktik \"nuthuk\" harga merusak citra daerah itu").isEmpty)
  }

  @Test(
    "the place and outlet before a text are left out",
    arguments: [
      ("KUPANG, timorpos.id - Tiga mahasiswa", "Tiga mahasiswa"),
      ("Bandarlampung, lampungone.com: Ekspor kopi", "Ekspor kopi"),
      ("RAUB: Tiga orang", "Tiga orang"),
      ("BREBES, pantura.news – Tanah longsor", " Tanah longsor"),
      ("MATARAM. Dua kapal", "Dua kapal"),
      ("Tiga syarat baru: warga, usia", "Tiga syarat baru: warga, usia"),
      ("Libur 2–15 Maret", "Libur 2–15 Maret"),
    ])
  func cutsDatelines(_ text: String, _ body: String) {
    #expect(text.utf8.count - Dateline.length(in: text) == body.utf8.count)
  }
}
