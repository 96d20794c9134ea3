import PantauCore
import PantauStories
import Testing

@Suite("Passages of copies")
struct PassageTests {
  private static let body = """
    Wali Kota Bontang Basri Rase meresmikan tanggul penahan banjir di Kelurahan Api-Api, Selasa pagi. \
    Tanggul sepanjang 640 meter itu dibangun dengan anggaran 12,4 miliar rupiah.
    """

  private func isSaid(_ mine: String, _ other: String) -> Bool {
    var match = KeywordMatch(keyword: "Bontang", field: .content, text: "Bontang", excerpt: "")
    match.isInText = true
    let told = Item(title: "Tanggul Bontang diresmikan", content: other)
    return Passages(Item(title: "Basri Rase di Bontang", content: mine))
      .holds(match, saidIn: [Passages(told)])
  }

  @Test(
    "a dateline of an outlet that nobody listed is no other passage",
    arguments: [
      "BONTANG, KABARETAM.ID - ", "KORANKALTIM24.COM, BONTANG — ", "Bontang (Suluh Bontang) – ",
      "",
    ])
  func datelines(_ dateline: String) {
    #expect(isSaid(dateline + Self.body, "BONTANG, BERITAPESISIR.CO - " + Self.body))
    #expect(isSaid("BONTANG, BERITAPESISIR.CO - " + Self.body, dateline + Self.body))
  }

  @Test("a keyword that stands in the dateline alone is told by what follows it")
  func datelineAlone() {
    let body = "Pemerintah kota membuka pendaftaran bantuan pupuk bagi petani mulai pekan depan."
    #expect(isSaid("BONTANG, KABARETAM.ID - " + body, "BONTANG, SULUHKOTA.COM - " + body))
    let other = "Polisi menangkap dua pencuri kabel di gudang pelabuhan pada malam tahun baru."
    #expect(!isSaid("BONTANG, KABARETAM.ID - " + body, "BONTANG, KABARETAM.ID - " + other))
  }

  @Test("another number or another name beside the keyword is another passage")
  func others() {
    let line = "Harga cabai di Pasar Bontang hari ini 45.000 rupiah sekilo menurut pedagang."
    #expect(!isSaid(line, line.replacing("45.000", with: "62.000")))
    #expect(!isSaid(line, line.replacing("Pasar", with: "Citra")))
  }
}
