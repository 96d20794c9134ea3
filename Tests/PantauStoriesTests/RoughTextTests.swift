import PantauCore
import Testing

@testable import PantauStories
@testable import pantau_bench_stories

@Suite("What is refused before a text is read")
struct RoughTextTests {
  private static let lead =
    "Air sungai meluap ke permukiman di hilir setelah tanggul lama jebol sebelum subuh"

  private static func areRefused(_ first: String, _ second: String) -> [Bool] {
    let items = [first, second].map { Item(title: "Tanggul sungai jebol di hilir", summary: $0) }
    return [(items[0], items[1]), (items[1], items[0])].map { mine, other in
      !RoughComparison(mine).mayBeCopy(RoughText(other))
    }
  }

  @Test(
    "no word that is read as another one counts against a copy",
    arguments: [
      ("dua ribu tiga ratus lima", "2.305"), ("setengah kuintal", "50 kg"),
      ("Ahad", "Minggu"), ("sepekan", "7 hari"), ("1 tahun 4 bulan", "16 bulan"),
      ("Bagian II", "Bagian Kedua"), ("1.200 lebih", "1.200-an"), ("Rp 1,9 M", "Rp1,9 miliar"),
      ("1:42:09", "1 jam 42 menit 9 detik"), ("pukul setengah 9", "pukul 8.30"),
      ("3,5 MW", "3.500 kW"), ("2.000 meter persegi", "0,2 ha"), ("80 m2", "80 square metres"),
      ("3x24 jam", "72 jam"), ("satu setengah tahun", "18 bulan"), ("7/11/2025", "7 November 2025"),
      ("kelas XII", "kelas 12"), ("semester I", "semester pertama"), ("75 sen", "0,75 ringgit"),
      ("hari ke-3", "hari ke ketiga"), ("tiga perempat", "empat perlima"), ("2/3 dari", "3/4 dari"),
      ("two and a half years", "and a 30 months"), ("nol koma dua", "0,2"),
      ("2 x 24 jam", "2 hari"), ("triwulan 2", "triwulan II"),
      ("30 kubik", "30.000 liter"), ("pukul 4 lewat 15 menit", "pukul 4.15 lewat"),
      ("dua lusin", "24"),
    ])
  func countsWordsReadAsOthers(_ first: String, _ second: String) {
    let texts = [first, second].map { variant in
      "\(Self.lead), \(Array(repeating: variant, count: 16).joined(separator: "; "))."
    }
    #expect(Self.areRefused(texts[0], texts[1]) == [false, false])
  }

  @Test("credits, which are cut off, do not count against a copy")
  func countsCredits() {
    let credits = (0..<30).map { "orang\(["a", "b", "c"][$0 % 3])" }.joined(separator: " ")
    let text = "\(Self.lead), \(Self.lead)"
    #expect(Self.areRefused("\(text). Pewarta: \(credits)", text) == [false, false])
  }

  @Test("a text of other words is refused, and one that tells too few facts to be told anew")
  func refuses() {
    let other = """
      Harga beras naik lagi di pasar induk karena panen gagal; pedagang minta pasokan ditambah agar \
      pembeli tidak beralih ke kota tetangga pada akhir musim kemarau
      """
    #expect(Self.areRefused(Self.lead + " hari ini juga kata warga", other) == [true, true])
    let (plain, named) = (
      Item(summary: "\(Self.lead), kata warga. \(Self.lead)."),
      Item(summary: "\(Self.lead), kata Sri Wahyuni dari Balai Rawa, 12 orang selamat.")
    )
    var (first, second) = (RoughComparison(plain), RoughComparison(named))
    let verdicts = [
      first.mayBeRetelling(RoughText(named)), second.mayBeRetelling(RoughText(named)),
    ]
    #expect(verdicts == [false, true])
  }

  @Test("a text that repeats a few words of another one is no copy of it")
  func countsWordsAsOftenAsTheyStand() {
    let words = Self.lead.split(separator: " ").map(String.init)
    let (whole, some) = (words + words + words, words.prefix(4))
    let repeated = (0..<whole.count).map { some[$0 % some.count] }
    #expect(
      Self.areRefused(whole.joined(separator: " "), repeated.joined(separator: " "))
        == [true, true])
  }

  @Test("nothing is refused that would be one story", arguments: [false, true])
  func refusesNoStory(isSameFeed: Bool) throws {
    let items = try LabelledPairsTests.files.filter { $0.hasSuffix("/seen.txt") }
      .flatMap { LabelledPairs(try TextFile.read($0)).pairs }.flatMap { [$0.first, $0.second] }
    for (mine, other) in zip(items, items.dropFirst()) {
      var comparison = StoryComparison(mine)
      let judged = comparison.verdict(
        on: other, isSameFeed: isSameFeed, mayBeCopy: true, mayBeRetelling: !isSameFeed)
      #expect(comparison.verdict(on: other, isSameFeed: isSameFeed) == judged)
    }
    #expect(items.count > 300)
  }
}
