/// Days of the week, months and regions: they say when and where about, and one copy leaves them out.
enum CalendarWords {
  /// What a word names.
  enum Kind: CaseIterable { case weekday, month, region }

  private static let weekdays = """
    senin/isnin selasa rabu kamis/khamis jumat/jumaat sabtu minggu/ahad monday tuesday wednesday \
    thursday friday saturday sunday
    """
  private static let months = """
    januari/january/jan februari/february/feb maret/march/mac/mar april/apr mei/may juni/june/jun \
    juli/july/julai/jul agustus/august/ogos/agt/ags/aug september/sep/sept oktober/october/okt/oct \
    november/nopember/nov desember/december/disember/des/dec
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
  private static let monthNames = months.split(whereSeparator: \.isWhitespace).map { names in
    WordScanner.hash(names.prefix { $0 != "/" }.utf8)
  }

  /// The word for a month of the year; nil for other numbers.
  static func month(_ number: Double) -> UInt64? {
    1...12 ~= number && number == number.rounded() ? monthNames[Int(number) - 1] : nil
  }

  /// The words that are read as others in some places, and those that these are read as.
  static var changed: [UInt64] { Array(words.keys) }

  /// One hash for the names of one day: Sunday is `Minggu` and `Ahad`.
  static func canonical(_ hash: UInt64) -> UInt64 {
    filter.mayHold(hash) ? words[hash]?.canonical ?? hash : hash
  }

  /// What a word names; nil for other words.
  static func kind(of hash: UInt64) -> Kind? { filter.mayHold(hash) ? words[hash]?.kind : nil }
}
