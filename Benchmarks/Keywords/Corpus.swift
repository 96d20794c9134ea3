/// Text like Indonesian news, made the same way each time, and names to look for in it.
///
/// Frequent words are real ones by Zipf's law, rarer ones are made of syllables; every sixtieth
/// word or so is one of the names. Typographic quotes, dashes and accents stand where news has
/// them: about one word in twenty is not plain ASCII.
struct Corpus {
  /// Names in the order in which keyword sets take them: frequent ones lie anywhere among them.
  let names: [String]
  private var generator = SplitMix64(state: 20_260_101)
  private let words: [String]

  private static let frequent = """
    yang dan di dari untuk dengan pada dalam ini itu tidak akan ke juga oleh sebagai kepada telah \
    bahwa saat kota warga pemerintah tahun dapat lebih sudah para masyarakat daerah menjadi karena \
    jalan kegiatan mengatakan kepala dinas wilayah hari bisa anggaran pembangunan pihak program \
    kabupaten provinsi kecamatan kelurahan pelayanan pendidikan kesehatan sekolah kesempatan \
    meningkatkan melakukan memberikan menyampaikan mengajak melaksanakan diharapkan tersebut
    """.split(separator: " ").map(String.init)
  private static let syllables = """
    ba be bi bu ca ci da de di du ga gi ha he hu ja ju ka ke ki ko ku la le li lu ma me mi mu na ni \
    nu pa pe pi pu ra re ri ru sa se si su ta te ti tu wa wi ya yu ban ben dang gan hal jan kar lam \
    mar nang pan rang san tan wan dir kul lim mul nus par sir tur
    """.split(separator: " ").map(String.init)

  init(names count: Int) {
    var generator = SplitMix64(state: 17_081_945)
    func word(_ syllables: ClosedRange<Int>) -> String {
      (0..<Int.random(in: syllables, using: &generator)).map { _ in
        Self.syllables[Int.random(in: 0..<Self.syllables.count, using: &generator)]
      }.joined()
    }
    words = Self.frequent + (0..<30_000).map { _ in word(2...4) }
    var seen: Set<String> = []
    var names: [String] = []
    while names.count < count {
      let isPair = Int.random(in: 0..<3, using: &generator) > 0
      let first = word(3...5).capitalizedFirst
      let name = isPair ? first + " " + word(2...4).capitalizedFirst : first
      if seen.insert(name.lowercased()).inserted { names.append(name) }
    }
    self.names = names
  }

  /// One article of about three kilobytes, on one line.
  mutating func article() -> String {
    var text = ""
    var untilStop = 12
    for _ in 0..<420 {
      text += nextWord()
      untilStop -= 1
      if untilStop == 0 {
        text += ". "
        untilStop = Int.random(in: 8...18, using: &generator)
      } else {
        text += Int.random(in: 0..<14, using: &generator) == 0 ? ", " : " "
      }
    }
    return text
  }

  private mutating func nextWord() -> String {
    switch Int.random(in: 0..<240, using: &generator) {
    case 0..<4: return names[Int.random(in: 0..<names.count, using: &generator)]
    case 4..<7: return "“" + words[zipf(words.count)]
    case 7..<10: return words[zipf(words.count)] + "”"
    case 10..<12: return words[zipf(words.count)] + " –"
    case 12: return "café"
    case 13..<16: return "Jum’at"
    case 16..<19: return words[zipf(words.count)] + "-" + words[zipf(words.count)]
    case 19..<22: return "Rp\(Int.random(in: 1...999, using: &generator)).000"
    case 22..<50: return words[zipf(words.count)].capitalizedFirst
    default: return words[zipf(words.count)]
    }
  }

  /// A place from 0, the n-th about n times rarer than the first.
  private mutating func zipf(_ count: Int) -> Int {
    let exponent = Double.random(in: 0..<1, using: &generator)
    let bits = Int((Double(count.bitWidth - count.leadingZeroBitCount) * exponent).rounded(.down))
    return min(count - 1, (1 << bits) - 1 + Int.random(in: 0..<(1 << bits), using: &generator))
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// A small generator with a state that can be set (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
