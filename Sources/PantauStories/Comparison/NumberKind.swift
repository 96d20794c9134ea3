/// What a number counts, as the words beside it say: a price stands in no hour's place.
enum NumberKind: Equatable {
  case money, percentage, clock, date, year
  /// In a unit of ``MeasureUnits``.
  case measure(UInt64)

  /// The kind of the number at a place; nil where nothing says, and of words.
  init?(at place: Int, in words: [StoryWord]) {
    guard words[place].kind == .number else { return nil }
    let before = place > 0 ? words[place - 1].hash : 0
    let behind = place + 1 < words.count ? words[place + 1].hash : 0
    if Self.currencies.contains(before) || Self.currencies.contains(behind) {
      self = .money
    } else if Self.percentages.contains(behind) {
      self = .percentage
    } else if MeasureUnits.isUnit(behind) {
      self = .measure(behind)
    } else if Self.isDate(words[..<place], behind: behind) {
      self = .date
    } else if Self.clocks.contains(before) || Self.zones.contains(behind) {
      self = .clock
    } else if 1900...2100 ~= words[place].value {
      self = .year
    } else {
      return nil
    }
  }

  /// `12 Juni`, and both numbers of `Rabu (12/6)`.
  private static func isDate(_ before: ArraySlice<StoryWord>, behind: UInt64) -> Bool {
    if CalendarWords.kind(of: behind) == .month { return true }
    let last = before.last?.kind == .number ? before.dropLast().last : before.last
    return last.map { CalendarWords.kind(of: $0.hash) == .weekday } ?? false
  }

  private static let currencies = hashes("rp rm usd dolar dollar dollars rupiah ringgit")
  private static let percentages = hashes("persen percent peratus")
  private static let clocks = hashes("pukul jam")
  private static let zones = hashes("wib wita wit")

  private static func hashes(_ words: String) -> [UInt64] {
    words.split(separator: " ").map { WordScanner.hash($0.utf8) }
  }
}
