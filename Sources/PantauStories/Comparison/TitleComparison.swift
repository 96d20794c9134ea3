/// What the titles of two items say that the other item does not.
struct TitleComparison {
  /// How many numbers of either title the other item has nowhere.
  let ownNumbers: Int
  /// How many words of a title and its text the other item has nowhere, what is new in it: of the item
  /// that has more of them, and of the one that has fewer.
  let mostThemes: Int
  let fewestThemes: Int
  /// The share of the stems of the title that has fewer.
  let common: Double
  /// Whether at least half of the shorter one's words stand in the other in their order.
  let areAlike: Bool
  /// Whether one has a name where the other has another one.
  let namesDiffer: Bool

  /// In titles otherwise alike another number or name tells stories apart.
  var tellApart: Bool { areAlike && (ownNumbers > 0 || namesDiffer) }

  init(_ first: Retelling, _ second: Retelling) {
    ownNumbers = Self.ownNumbers(first, second) + Self.ownNumbers(second, first)
    let stems = (Self.stems(first), Self.stems(second))
    let themes = (
      Self.themes(stems.0, first, second), Self.themes(stems.1, second, first)
    )
    (fewestThemes, mostThemes) = (min(themes.0, themes.1), max(themes.0, themes.1))
    let shared = stems.0.count { stems.1.contains($0) }
    common = Double(shared) / Double(max(1, min(stems.0.count, stems.1.count)))
    let titles = (first.text.title, second.text.title)
    let alignment = Alignment(titles.0[...], titles.1[...])
    areAlike = 2 * alignment.matched >= min(titles.0.count, titles.1.count)
    namesDiffer = alignment.gaps.contains { gap in
      Self.hasName(gap.first, first, second) && Self.hasName(gap.second, second, first)
    }
  }

  private static func stems(_ side: Retelling) -> [UInt64] {
    Retelling.eachOnce(side.text.title.filter(\.isLong).map(\.stem)).0
  }

  private static func themes(_ title: [UInt64], _ side: Retelling, _ other: Retelling) -> Int {
    title.count { side.stemSet.contains($0) && !other.known.contains($0) }
  }

  private static func ownNumbers(_ side: Retelling, _ other: Retelling) -> Int {
    side.text.title.count {
      $0.kind == .number && !other.text.tells($0) && !$0.isDifference(in: other.text.body)
    }
  }

  /// A word that the own text writes small is no name.
  private static func hasName(_ gap: Range<Int>, _ side: Retelling, _ other: Retelling) -> Bool {
    side.text.title[gap].contains { word in
      word.kind != .plain && word.kind != .number && !other.known.contains(word.hash)
        && !Phrases.offices.holds(word.hash)
        && !side.text.body.contains { $0.kind == .plain && $0.stem == word.stem }
    }
  }
}
