import Testing

@testable import PantauStories

@Suite("Words as they are written")
struct RoughWordsTests {
  /// Pieces of which numbers are made, and some that stand beside them.
  private static let pieces = """
    1 2 3 12 15 24 60 2.000 1,5 1,386 4.15 10/2025 /10 /3 :30 :15 - -3 – ( ) . , $ € % x × m2 m² p.m. \
    satu dua sembilan sepuluh sebelas seratus seribu belas puluh ratus ribu juta miliar M T bln bn \
    setengah sepertiga perempat perlima half third quarters of a and koma nol point hundred million \
    puluhan belasan ratusan lusin kodi dozen detik menit jam hari pekan bulan tahun dekade sepekan \
    sebulan setahun sejam meter km m persegi kubik square cubic metres ha liter kg ton MW kWh sen \
    ringgit Rp RM USD dolar pukul malam sore siang sekitar lebih dari lewat kurang ke ke- an HUT \
    triwulan semester I II V X XI XVII CX XL Senin Minggu minggu Juni tanggal kali lalu warga
    """.split(separator: " ")

  /// A row of them that a seed gives.
  private static func text(_ seed: UInt64) -> String {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    return (0..<12).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let piece = pieces[Int(state >> 33) % pieces.count]
      return state >> 61 == 0 ? "\(piece)" : " \(piece)"
    }.joined()
  }

  private static func counts(_ words: [UInt64]) -> [UInt64: Int] {
    words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  @Test("stay as they are, unless they are counted as words that may be read as others")
  func areSure() {
    var (written, becoming): (Set<UInt64>, Set<UInt64>) = ([], [])
    for seed in 0..<1_000 {
      let text = Self.text(UInt64(seed))
      let (rough, read) = (RoughWords(text), NumberWords.words(of: text))
      let (kept, all) = (Self.counts(rough.words), Self.counts(read.map(\.hash)))
      #expect(kept.allSatisfy { all[$0.key, default: 0] >= $0.value }, "\(text)")
      #expect(read.count <= rough.words.count + rough.others, "\(text)")
      #expect(read.count { $0.kind == .number } <= rough.numbers + rough.names, "\(text)")
      written.formUnion(kept.keys)
      becoming.formUnion(all.keys.filter { kept[$0, default: 0] < all[$0, default: 0] })
    }
    // A unit behind what is no number after all (`beberapa ribu ton`) counts as read as another.
    becoming.subtract(MeasureUnits.changed)
    #expect(written.isDisjoint(with: becoming))
  }
}
