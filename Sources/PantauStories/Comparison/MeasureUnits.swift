/// Units of measure after a number: `1,2 ton` is `1.200 kilogram`, `dua pekan` is `14 hari`.
enum MeasureUnits {
  /// What the number is multiplied with, and the unit it then has.
  static func unit(_ word: ScannedWord) -> (factor: Double, unit: UInt64)? {
    // `Minggu` is a day, `minggu` seven of them; a capital `M` stands for much else than metres.
    if word.isCapital, word.hash == metre || CalendarWords.kind(of: word.hash) != nil { return nil }
    return units[word.hash]
  }

  /// Whether a word is a unit that numbers are brought to.
  static func isUnit(_ word: UInt64) -> Bool { counted.contains(word) }

  private static let counted = Set(canonical)

  static let year = WordScanner.hash("tahun".utf8)
  static let day = WordScanner.hash("hari".utf8)
  static let minute = WordScanner.hash("menit".utf8)
  static let second = WordScanner.hash("detik".utf8)
  static let length = WordScanner.hash("meter".utf8)
  static let daysOfYear = 360.0
  static let daysOfMonth = 30.0
  static let minutesOfDay = 1_440.0
  private static let metre = WordScanner.hash("m".utf8)

  /// What a length is multiplied with to be an area or a volume, by the power and what it was
  /// multiplied with itself; nil for other powers.
  static func raised(_ factor: Double, to power: Int) -> (factor: Double, unit: UInt64)? {
    switch power {
    case 2: (factor / 10_000, WordScanner.hash("hektare".utf8))
    case 3: (factor * factor * 1_000, WordScanner.hash("liter".utf8))
    default: nil
    }
  }

  /// The same of one word for one unit: `sepekan` is `7 hari`.
  static func whole(_ word: ScannedWord) -> (factor: Double, unit: UInt64)? {
    filter.mayHold(word.hash) ? wholes[word.hash] : nil
  }

  /// Those words, each with what it is.
  static let wholes: [UInt64: (factor: Double, unit: UInt64)] = {
    var wholes: [UInt64: (factor: Double, unit: UInt64)] = [:]
    for name in ["jam", "pekan", "minggu", "bulan", "kilogram", "kilo", "ton", "tahun", "dekade"] {
      wholes[WordScanner.hash("se\(name)".utf8)] = units[WordScanner.hash(name.utf8)]
    }
    wholes[WordScanner.hash("fortnight".utf8)] = (14, day)
    return wholes
  }()
  private static let filter = WordFilter(wholes.keys)

  /// The words that are read as others behind a number.
  static var changed: [UInt64] { Array(Set(units.keys).subtracting(canonical)) }
  /// Those that these are read as.
  static var canonical: [UInt64] { units.values.map(\.unit) }

  private static let units: [UInt64: (factor: Double, unit: UInt64)] = {
    var units: [UInt64: (factor: Double, unit: UInt64)] = [:]
    func add(_ names: String, _ factor: Double, _ unit: String) {
      for name in names.split(separator: " ") {
        units[WordScanner.hash(name.utf8)] = (factor, WordScanner.hash(unit.utf8))
      }
    }
    add("detik seconds", 1, "detik")
    add("menit minute minutes mins", 1, "menit")
    add("jam hour hours hrs", 60, "menit")
    add("hari day days", 1, "hari")
    add("pekan minggu week weeks", 7, "hari")
    add("bulan bln month months", daysOfMonth, "hari")
    add("tahun thn year years", 1, "tahun")
    add("dekade dasawarsa decade decades", 10, "tahun")
    add("m meter metre metres meters mdpl", 1, "meter")
    add("km kilometer kilometre kilometres kilometers", 1_000, "meter")
    add("cm sentimeter centimetre centimetres", 0.01, "meter")
    add("mm milimeter millimetre millimetres", 0.001, "meter")
    add("kg kilogram kilo kilograms", 1, "kilogram")
    add("ton tonnes tons", 1_000, "kilogram")
    add("kuintal kwintal", 100, "kilogram")
    add("ons", 0.1, "kilogram")
    add("gram gr g grams", 0.001, "kilogram")
    add("ha hektare hektar hectares hectare", 1, "hektare")
    // `m²` is one word, `m2` is two.
    add("m2 sqm", 0.0001, "hektare")
    add("km2", 100, "hektare")
    add("liter litre litres liters", 1, "liter")
    add("kiloliter kl m3", 1_000, "liter")
    add("mililiter ml", 0.001, "liter")
    add("watt watts", 0.001, "kilowatt")
    add("kw kwp kilowatt kilowatts", 1, "kilowatt")
    add("mw mwp megawatt megawatts", 1_000, "kilowatt")
    add("gw gigawatt gigawatts", 1_000_000, "kilowatt")
    add("kwh", 1, "kwh")
    add("mwh", 1_000, "kwh")
    add("gwh", 1_000_000, "kwh")
    add("sen", 0.01, "ringgit")
    return units
  }()
}
