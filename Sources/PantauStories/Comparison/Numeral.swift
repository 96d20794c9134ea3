/// What a word does to the number being read (``NumberWords``).
enum Numeral {
  case unit(Double)
  case teen
  case times(Double)
  case scale(Double, isEnglish: Bool)
  /// `dua lusin`; one of them where no number stands before.
  case dozen(Double)
  /// `ratusan`, `ribuan`: so many, or some more; of no number before, tens or hundreds of them.
  case loose(Double)
  /// `separuh`, `triwulan`: a word that stays one, and tells what other texts say in numbers.
  case telling(Double, StoryWord.Rounding)
  /// `malam` after `10`: the hour of the clock, where the number is one of these.
  case afternoon(ClosedRange<Double>)
  /// A whole number of its own: `seribu`.
  case whole(Double)
  /// A number and its unit: `sepekan`.
  case measure(factor: Double, unit: UInt64)
  /// `satu setengah`.
  case half
  /// `sepertiga`.
  case fraction(Double)
  /// `perempat` after `tiga`, which is no more than `most`.
  case part(Double, most: Double)
  /// `of` after `a third`.
  case ofPart
  /// `tiga koma dua`.
  case point
  /// `persegi` after `meter`, `square` before `metres`.
  case power(Int, isBefore: Bool)

  /// `lebih` after a number, or after its unit.
  case more

  /// What a word does; nil for most words.
  @inline(__always)
  init?(_ word: UInt64) {
    guard Self.filter.mayHold(word), let numeral = Self.table[word] else { return nil }
    self = numeral
  }

  /// The words that are read as others in some places; the rest do something to what stands before.
  static var changed: [UInt64] {
    table.compactMap { word, numeral in
      switch numeral {
      case .telling, .fraction, .ofPart, .afternoon: nil
      default: word
      }
    }
  }

  private static let filter = WordFilter(table.keys)

  private static let table: [UInt64: Numeral] = {
    var table = MeasureUnits.wholes.mapValues { Numeral.measure(factor: $0.factor, unit: $0.unit) }
    func add(_ words: String, _ make: (Double) -> Numeral, from first: Double = 0) {
      for (index, names) in words.split(separator: " ").enumerated() {
        for name in names.split(separator: "/") {
          table[WordScanner.hash(name.utf8)] = make(first + Double(index))
        }
      }
    }
    addCounts(add)
    addScales(add)
    addFractions(add)
    add("sore/petang", { _ in .afternoon(1...6.99) })
    add("pm/p", { _ in .afternoon(1...11.99) })
    add("malam", { _ in .afternoon(6...11.99) })
    add("siang", { _ in .afternoon(0...3.99) })
    add("persegi", { _ in .power(2, isBefore: false) })
    add("kubik", { _ in .power(3, isBefore: false) })
    add("square/sq", { _ in .power(2, isBefore: true) })
    add("cubic", { _ in .power(3, isBefore: true) })
    add("triwulan/kuartal", { _ in .telling(90, .none) })
    add("semester", { _ in .telling(180, .none) })
    add("lebih/an", { _ in .more })
    return table
  }()

  private typealias Add = (_ words: String, _ make: (Double) -> Numeral, _ first: Double) -> Void

  private static func addCounts(_ add: Add) {
    add("satu dua tiga empat lima enam tujuh delapan/lapan sembilan", Numeral.unit, 1)
    add("one two three four five six seven eight nine", Numeral.unit, 1)
    add("sepuluh/ten sebelas/eleven twelve/selusin thirteen fourteen fifteen", Numeral.whole, 10)
    add("sixteen seventeen eighteen nineteen", Numeral.whole, 16)
    add(
      "twenty thirty forty fifty sixty seventy eighty ninety", { .unit($0 * 10) }, 2)
    add("lusin/dozen/dosin", { _ in .dozen(12) }, 0)
    add("kodi", { _ in .dozen(20) }, 0)
    add("sekodi", Numeral.whole, 20)
    add("seringgit", Numeral.whole, 1)
    add("seratus", Numeral.whole, 100)
    add("seribu", Numeral.whole, 1_000)
    add("sejuta", Numeral.whole, 1_000_000)
    add("belas", { _ in .teen }, 0)
    add("puluh", { _ in .times(10) }, 0)
    add("ratus/hundred", { _ in .times(100) }, 0)
    add("koma/point", { _ in .point }, 0)
  }

  private static func addScales(_ add: Add) {
    add("ribu/rb", { .scale($0, isEnglish: false) }, 1e3)
    add("juta/jt", { .scale($0, isEnglish: false) }, 1e6)
    add("miliar/milyar/bilion", { .scale($0, isEnglish: false) }, 1e9)
    add("triliun/trilyun/trilion", { .scale($0, isEnglish: false) }, 1e12)
    add("thousand", { .scale($0, isEnglish: true) }, 1e3)
    add("million/mln", { .scale($0, isEnglish: true) }, 1e6)
    add("billion/bn", { .scale($0, isEnglish: true) }, 1e9)
    add("trillion", { .scale($0, isEnglish: true) }, 1e12)
    add("belasan", { .telling($0, .loose) }, 10)
    add("seratusan", { .telling($0, .loose) }, 100)
    add("seribuan", { .telling($0, .loose) }, 1_000)
    add("dozens", { .telling($0, .vague) }, 20)
    add("hundreds", { .telling($0, .vague) }, 100)
    add("thousands", { .telling($0, .vague) }, 1_000)
    add("puluhan", Numeral.loose, 10)
    add("ratusan", Numeral.loose, 100)
    add("ribuan", Numeral.loose, 1_000)
    add("jutaan", Numeral.loose, 1_000_000)
  }

  private static func addFractions(_ add: Add) {
    add("setengah", { _ in .half }, 0)
    add("half", { _ in .part(2, most: 1) }, 0)
    add("separuh/separuhnya/separo", { _ in .telling(50, .share) }, 0)
    let denominators = "tiga empat lima enam tujuh delapan sembilan sepuluh".split(separator: " ")
    for (index, name) in denominators.enumerated() {
      let parts = Double(index + 3)
      add("seper\(name)/seper\(name)nya", { _ in .fraction(1 / parts) }, 0)
      add("per\(name)/per\(name)nya", { _ in .part(parts, most: parts - 1) }, 0)
    }
    add("third quarter fifth sixth", { .part($0, most: 1) }, 3)
    add("thirds quarters fifths sixths", { .part($0, most: $0 - 1) }, 3)
    add("eighth", { _ in .part(8, most: 1) }, 0)
    add("eighths", { _ in .part(8, most: 7) }, 0)
    add("tenth", { _ in .part(10, most: 1) }, 0)
    add("tenths", { _ in .part(10, most: 9) }, 0)
    add("of", { _ in .ofPart }, 0)
  }
}
