/// Days of the week, months and regions: they say when and where about, and one copy leaves them out.
enum CalendarWords {
  /// What a word names.
  enum Kind: CaseIterable { case weekday, month, region }

  private static let weekdays = """
    senin/isnin selasa rabu kamis/khamis jumat/jumaat sabtu minggu/ahad monday tuesday wednesday \
    thursday friday saturday sunday
    """
  private static let months = """
    januari february/februari maret/mac april mei juni/jun juli/julai agustus/ogos september oktober \
    november desember/disember january march may june july august october december jan feb mar apr \
    agt jul ags sep sept okt oct nov des dec
    """

  private static let regions = """
    jawa sumatera/sumatra kalimantan sulawesi maluku papua nusa tenggara barat timur utara selatan \
    tengah daya
    """

  private static let words: [UInt64: (kind: Kind, canonical: UInt64)] = {
    var words: [UInt64: (kind: Kind, canonical: UInt64)] = [:]
    for (kind, list) in [(Kind.weekday, weekdays), (.month, months), (.region, regions)] {
      for names in list.split(whereSeparator: \.isWhitespace) {
        let hashes = names.split(separator: "/").map { WordScanner.hash($0.utf8) }
        for hash in hashes { words[hash] = (kind, hashes[0]) }
      }
    }
    return words
  }()

  private static let filter = WordFilter(words.keys)

  /// The words that are read as others in some places, and those that these are read as.
  static var changed: [UInt64] { Array(words.keys) }

  /// One hash for the names of one day: Sunday is `Minggu` and `Ahad`.
  static func canonical(_ hash: UInt64) -> UInt64 {
    filter.mayHold(hash) ? words[hash]?.canonical ?? hash : hash
  }

  /// What a word names; nil for other words.
  static func kind(of hash: UInt64) -> Kind? { filter.mayHold(hash) ? words[hash]?.kind : nil }
}
