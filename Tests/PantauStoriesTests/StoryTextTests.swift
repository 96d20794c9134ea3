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
      ("0,125 hektare", "0.125 ha"), ("12,5 km", "12.500 meter"),
    ])
  func readsNumbers(_ first: String, _ second: String) {
    #expect(NumberWords.words(of: first).map(\.hash) == NumberWords.words(of: second).map(\.hash))
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
