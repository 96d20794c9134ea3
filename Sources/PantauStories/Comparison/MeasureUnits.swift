/// Units of measure after a number: `1,2 ton` is `1.200 kilogram`, `dua pekan` is `14 hari`.
enum MeasureUnits {
  /// What the number is multiplied with, and the unit it then has.
  static func unit(_ word: ScannedWord) -> (factor: Double, unit: UInt64)? {
    // `Minggu` is a day, `minggu` seven of them.
    word.isCapital && CalendarWords.kind(of: word.hash) != nil ? nil : units[word.hash]
  }

  /// Whether a word is a unit that numbers are brought to, or the year.
  static func isUnit(_ word: UInt64) -> Bool { counted.contains(word) }

  private static let counted = Set(canonical + [year])

  static let year = WordScanner.hash("tahun".utf8)
  static let daysOfYear = 360.0

  /// The same of one word for one unit: `sepekan` is `7 hari`.
  static func whole(_ word: ScannedWord) -> (factor: Double, unit: UInt64)? {
    filter.mayHold(word.hash) ? wholes[word.hash] : nil
  }

  private static let wholes: [UInt64: (factor: Double, unit: UInt64)] = {
    var wholes: [UInt64: (factor: Double, unit: UInt64)] = [:]
    for name in ["jam", "pekan", "minggu", "bulan", "kilogram", "kilo", "ton"] {
      wholes[WordScanner.hash("se\(name)".utf8)] = units[WordScanner.hash(name.utf8)]
    }
    wholes[WordScanner.hash("setahun".utf8)] = (daysOfYear, WordScanner.hash("hari".utf8))
    return wholes
  }()
  private static let filter = WordFilter(wholes.keys)

  /// The words that are read as others behind a number.
  static var changed: [UInt64] {
    Array(Set(units.keys).union([year]).subtracting(canonical))
  }
  /// Those that these are read as.
  static var canonical: [UInt64] { units.values.map(\.unit) }
  /// Those that each are read as a number and a unit.
  static var wholeWords: [UInt64] { Array(wholes.keys) }

  private static let units: [UInt64: (factor: Double, unit: UInt64)] = {
    var units: [UInt64: (factor: Double, unit: UInt64)] = [:]
    func add(_ names: String, _ factor: Double, _ unit: String) {
      for name in names.split(separator: " ") {
        units[WordScanner.hash(name.utf8)] = (factor, WordScanner.hash(unit.utf8))
      }
    }
    add("menit minute minutes", 1, "menit")
    add("jam hour hours", 60, "menit")
    add("hari day days", 1, "hari")
    add("pekan minggu week weeks", 7, "hari")
    add("bulan month months", 30, "hari")
    add("meter metre metres meters mdpl", 1, "meter")
    add("km kilometer kilometre kilometres kilometers", 1_000, "meter")
    add("cm sentimeter centimetre centimetres", 0.01, "meter")
    add("mm milimeter millimetre millimetres", 0.001, "meter")
    add("kg kilogram kilo kilograms", 1, "kilogram")
    add("ton tonnes tons", 1_000, "kilogram")
    add("kuintal kwintal", 100, "kilogram")
    add("gram gr g grams", 0.001, "kilogram")
    add("ha hektare hektar hectares", 1, "hektare")
    return units
  }()
}
