import Testing

@testable import PantauStories

@Suite("Numbers in words and digits")
struct NumberWordsTests {
  /// What is compared: two texts that are one have the same words.
  private static func hashes(_ text: String) -> [UInt64] {
    NumberWords.words(of: text).map(\.hash)
  }

  @Test(
    "are one however they are written",
    arguments: [
      ("nol koma lima persen", "0,5 persen"), ("tiga koma dua lima meter", "3,25 meter"),
      ("dua lusin telur", "24 telur"), ("selusin perahu", "12 perahu"),
      ("lima kodi sarung", "100 sarung"), ("a dozen boats", "a 12 boats"),
      ("satu setengah juta benih", "1.500.000 benih"), ("Rp4.250 juta", "Rp4,25 miliar"),
      ("RM1,450 million", "RM1.45 billion"), ("RM1,450 juta", "RM1.45 bilion"),
      ("0.7 million ringgit", "700,000 ringgit"), ("2.4 bln ringgit", "2.4 billion ringgit"),
      ("US$5bn", "US$5,000,000,000"), ("RM6m", "RM6 million"), ("Rp2,5 m", "Rp2,5 miliar"),
      ("a million ringgit", "a 1,000,000 ringgit"), ("a hundred boats", "a 100 boats"),
      ("dua ons emas", "200 gram emas"), ("30 kubik kayu", "30 meter kubik kayu"),
      ("75 sen", "0.75 ringgit"), ("two and a half years", "and a 30 months"),
    ])
  func counts(_ first: String, _ second: String) {
    #expect(Self.hashes(first) == Self.hashes(second))
  }

  @Test(
    "are one in all units of a measure",
    arguments: [
      ("3,5 MW", "3.500 kilowatt"), ("2 GWh", "2.000 MWh"), ("4.500 watt", "4,5 kW"),
      ("24.000 meter persegi", "2,4 hektare"), ("24.000 m2", "2,4 ha"), ("24.000 m²", "2,4 ha"),
      ("7,5 km persegi", "750 hektare"), ("24,000 square metres", "2.4 hectares"),
      ("3 sq km", "300 hectares"), ("15 meter kubik", "15.000 liter"), ("2 m3", "2 kiloliter"),
      ("400 m", "0,4 km"), ("2 km 300 meter", "2.300 meter"),
    ])
  func measures(_ first: String, _ second: String) {
    #expect(Self.hashes(first) == Self.hashes(second))
  }

  @Test(
    "are one whatever a duration or an hour is told in",
    arguments: [
      ("1:42:09", "satu jam 42 menit sembilan detik"), ("90 detik", "satu menit 30 detik"),
      ("dua setengah jam", "2 jam 30 menit"), ("3x24 jam", "72 jam"),
      ("pukul 18:05", "pukul 18.05"),
      ("pukul setengah sembilan", "pukul 8.30"), ("setengah delapan malam", "19.30 malam"),
      ("malam pukul 9", "malam pukul 21"), ("sore sekitar pukul 3.15", "sore sekitar pukul 15.15"),
      ("at 8pm", "at 20 pm"), ("8.30 p.m.", "20.30 p m"), ("satu setengah tahun", "18 bulan"),
      ("dua tahun", "24 bulan"), ("setengah tahun", "6 bulan"), ("dua dekade", "20 tahun"),
      ("48 jam", "dua hari"), ("2×24 jam", "2 hari"),
      ("2 x 24 jam", "48 jam"), ("a fortnight", "a 14 days"),
      ("pukul 4 lewat 15 menit", "pukul 4.15 lewat"),
      ("pukul 9 kurang 10 menit", "pukul 8.50 kurang"),
    ])
  func times(_ first: String, _ second: String) {
    #expect(Self.hashes(first) == Self.hashes(second))
  }

  @Test(
    "are one in dates and rows",
    arguments: [
      ("7/11/2025", "7 November 2025"), ("7-11-2025", "7 November 2025"), ("7/11/25", "7 Nov 2025"),
      ("Rabu (7/5)", "Rabu (7 Mei)"), ("HUT LXXX", "HUT 80"), ("kelas XII", "kelas 12"),
      ("triwulan I", "triwulan pertama"), ("semester I", "semester pertama"),
      ("putaran ke-3", "putaran ke ketiga"), ("triwulan 2", "triwulan II"),
      ("semester 1 tahun 2025", "semester I tahun 2025"), ("tahap dua", "tahap kedua"),
    ])
  func dates(_ first: String, _ second: String) {
    #expect(Self.hashes(first) == Self.hashes(second))
  }

  @Test(
    "are what they are where the words around them make no more of them",
    arguments: [
      ("skor 2/3", [2, 3]), ("Kodim 5/14", [5, 14]), ("pulang 3-2", [3, 2]), ("ikut XL", []),
      ("CV Rimba", []), ("setengah 40 kilogram", [40]), ("Rp9 ribu/kg", [9_000]),
      ("perempat final", []), ("empat perempat final", [4]), ("pukul 4 pagi", [4]),
      ("3x4 meter", [3, 4]), ("20 square tables", [20]), ("3 bln", [90]),
      ("pindah ke 3 desa", [3]), ("harga 7 M", [7]), ("1,750 miliar", [1_750_000_000]),
    ] as [(String, [Double])])
  func others(_ text: String, _ values: [Double]) {
    let numbers = NumberWords.words(of: text).filter { $0.kind == .number }
    #expect(numbers.map(\.value) == values)
  }

  @Test(
    "are told by words that stay words",
    arguments: [
      ("sepertiga warga", 32.6), ("hampir separuh", 47.2), ("setengah dari target", 50),
      ("empat perlima", 80), ("2/3 dari warga", 66.7), ("three quarters", 75), ("a fifth of", 20),
      ("one-third", 33.3), ("seperempat juta", 250_000), ("setengah miliar", 510_000_000),
      ("half a million", 500_000), ("belasan ribu", 14_200), ("belasan orang", 17),
      ("puluhan ribu", 38_000), ("ratusan siswa", 214), ("ribuan pelari", 4_310),
      ("tiga perempat jam", 45), ("satu dari lima", 20), ("hundreds of", 340),
      ("seribuan orang", 1_150), ("triwulan ini", 90), ("Rp90 ribu sebulan", 30),
    ])
  func telling(_ text: String, _ value: Double) {
    let words = NumberWords.words(of: text)
    let number = StoryWord(value: value, rounding: .none)
    #expect(words.contains { $0.saysNumber && $0.kind != .number && $0.isAbout(number) })
  }

  @Test(
    "are not told by words for others",
    arguments: [
      ("sepertiga warga", 41.0), ("belasan ribu", 21_000), ("belasan orang", 9),
      ("puluhan ribu", 380), ("ratusan siswa", 2_140), ("triwulan ini", 91),
      ("Rp78.000 sepekan sebelumnya", 14),
    ])
  func tellingOthers(_ text: String, _ value: Double) {
    let number = StoryWord(value: value, rounding: .none)
    #expect(!NumberWords.words(of: text).contains { $0.saysNumber && $0.isAbout(number) })
  }
}
