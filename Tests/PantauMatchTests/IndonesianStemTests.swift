import PantauCore
import Testing

@testable import PantauMatch

@Suite("Indonesian stems")
struct IndonesianStemTests {
  /// Words of one root, the root first.
  private static let families = [
    "tinjau meninjau ditinjau peninjauan meninjaunya",
    "tulis menulis ditulis penulis penulisan tulisan",
    "tolak menolak ditolak penolakan", "tangkap menangkap ditangkap penangkapan tertangkap",
    "tahan menahan ditahan penahanan tahanan", "tuntut menuntut dituntut penuntut tuntutan",
    "tutup menutup ditutup penutupan", "tambah menambah ditambahkan penambahan menambahkan",
    "tembak menembak ditembak penembakan", "tunda menunda ditunda penundaan",
    "terima menerima diterima penerimaan terimanya",
    "terbit menerbitkan diterbitkan penerbitan terbitkan",
    "kirim mengirim dikirim pengirim pengiriman mengirimkan terkirim",
    "kunjung mengunjungi dikunjungi pengunjung kunjungan",
    "kelola mengelola dikelola pengelola pengelolaan",
    "kecam mengecam dikecam pengecam", "kejar mengejar dikejar pengejaran",
    "kepung mengepung dikepung pengepungan",
    "kumpul mengumpulkan dikumpulkan pengumpulan kumpulan", "korupsi mengorupsi dikorupsi",
    "pukul memukul dipukul pemukul pemukulan", "pasang memasang dipasang pemasangan",
    "periksa memeriksa diperiksa pemeriksaan periksakan",
    "perintah memerintah diperintah perintahkan",
    "sapu menyapu disapu penyapu", "sita menyita disita penyitaan",
    "selidik menyelidiki penyelidikan",
    "undang mengundang diundang undangan", "ubah mengubah diubah perubahan",
    "isi mengisi diisi pengisian",
    "adil mengadili diadili pengadilan", "nilai menilai dinilai penilai", "nikah menikahi dinikahi",
    "baca membaca dibaca pembaca", "dukung mendukung didukung pendukung",
    "gugat menggugat penggugat gugatan",
    "larang melarang dilarang larangan",
  ].map { $0.split(separator: " ").map(String.init) }

  private func finds(_ query: String, _ text: String) throws -> Bool {
    try Matcher([KeywordDefinition(name: "k", query: query)])
      .matchedKeywords(in: MatchInput(Item(title: text))).count == 1
  }

  @Test(
    "a root finds its forms, whatever a prefix has swallowed, and each form the root",
    arguments: families)
  func family(_ words: [String]) throws {
    let stems = try #require(WordStems(language: "id"))
    for word in words.dropFirst() {
      #expect(try finds("~" + words[0], word), "\(word): \(stems.stem(of: word))")
      #expect(try finds("~" + word, words[0].uppercased()))
      #expect(stems.stem(of: word) == stems.stem(of: words[0]))
    }
  }

  @Test(
    "unlike roots stay apart",
    arguments: [
      ("kubah", "mengubah"), ("api", "tapi"), ("kantar", "mengantar"), ("tilai", "menilai"),
      ("kundang", "mengundang"), ("tuntut", "tuntun"), ("kecam", "kecamatan"), ("anda", "tanda"),
      ("kisi", "mengisi"), ("terap", "terapi"),
    ])
  func apart(_ root: String, _ word: String) throws {
    #expect(try !finds("~" + root, word))
  }

  @Test("other languages are Snowball's alone")
  func otherLanguages() throws {
    #expect(try #require(WordStems(language: "en")).stem(of: "mention") == "mention")
    #expect(try #require(WordStems(language: "nl")).stem(of: "mengen") == "meng")
  }
}
