/// Numbers and names that stand in place of others in two otherwise like texts.
///
/// What only one side has was added or cut, as copies do; what the other side says elsewhere was
/// moved. A number for a number or a name for a name makes another story.
struct Substitutions {
  /// How much speaks for another story: 1 for a number or a name, less for a capital that may begin
  /// a sentence.
  private var weight = 0.0
  /// Whether a title or the beginning of a text differs so.
  private var isUpFront = false

  private let vocabularies: (short: WordSet, long: WordSet)
  private let numbers: (short: [StoryWord], long: [StoryWord])
  /// Words that are written small somewhere in either text.
  private let small: WordSet

  /// Longer stretches are another wording of a paragraph, not a substitution.
  private static let maxWords = 12
  private static let maxTitleWords = 3
  /// What stands within so many words of a text's beginning is what it is about.
  private static let leadWords = 60
  private static let openingWeight = 0.4
  /// How far beside a name of the other side it may go on that is written in full.
  private static let reach = 6
  /// A long text may differ in one number or name further down: a correction, a slip.
  private static let matchedWordsForOne = 150

  init(
    short: StoryText, long: StoryText, vocabularies: (WordSet, WordSet), alignment: Alignment
  ) {
    self.vocabularies = vocabularies
    numbers = (Self.numbers(short), Self.numbers(long))
    small = Self.smallWords(short.body, long.body)
    compareTitles(short.title, long.title)
    for gap in alignment.gaps {
      let (mine, other) = (short.body[gap.first], long.body[gap.second])
      guard !mine.isEmpty, !other.isEmpty, mine.count <= Self.maxWords,
        other.count <= Self.maxWords, !Phrases.links.occur(in: mine.lazy.map(\.hash)),
        !Phrases.links.occur(in: other.lazy.map(\.hash))
      else { continue }
      let found = substitution(
        mine, other,
        around: (Self.around(gap.first, short.body), Self.around(gap.second, long.body)))
      weight += found
      if found >= 1, gap.first.lowerBound < Self.leadWords { isUpFront = true }
    }
  }

  /// Whether the differences make another story.
  func makeAnotherStory(matched: Int) -> Bool {
    isUpFront || weight >= Double(1 + matched / Self.matchedWordsForOne)
  }

  private static func smallWords(_ texts: [StoryWord]...) -> WordSet {
    var small = WordSet(capacity: texts.reduce(0) { $0 + $1.count })
    for text in texts {
      for word in text where word.kind == .plain { small.insert(word.hash) }
    }
    return small
  }

  private static func numbers(_ text: StoryText) -> [StoryWord] {
    text.title.filter(\.saysNumber) + text.body.filter(\.saysNumber)
  }

  private static func around(
    _ place: Range<Int>, _ words: [StoryWord]
  ) -> ArraySlice<StoryWord> {
    words[max(0, place.lowerBound - reach)..<min(words.count, place.upperBound + reach)]
  }

  private func substitution(
    _ mine: ArraySlice<StoryWord>, _ other: ArraySlice<StoryWord>,
    around: (ArraySlice<StoryWord>, ArraySlice<StoryWord>)
  ) -> Double {
    let numbers = (
      news(mine, vocabularies.long) { $0 == .number },
      news(other, vocabularies.short) { $0 == .number }
    )
    if Contradiction.inNumbers(numbers.0, numbers.1) { return 1 }
    let names = Contradiction.inNames(
      (
        news(mine, vocabularies.long) { $0 == .name || $0 == .opening },
        news(other, vocabularies.short) { $0 == .name || $0 == .opening }
      ), of: around)
    guard !names.0.isEmpty, !names.1.isEmpty else { return 0 }
    let areSure = names.0.contains(where: isName) && names.1.contains(where: isName)
    return areSure ? 1 : Self.openingWeight
  }

  /// Words of a kind that the other text has nowhere.
  private func news(
    _ words: ArraySlice<StoryWord>, _ other: WordSet, _ isWanted: (StoryWord.Kind) -> Bool
  ) -> [StoryWord] {
    words.filter {
      isWanted($0.kind) && !other.contains($0.hash) && !Phrases.outlets.holds($0.hash)
        && ($0.kind == .number || !small.contains($0.hash))
    }
  }

  private func isName(_ word: StoryWord) -> Bool { word.kind == .name }

  // MARK: - Titles

  /// In titles that are otherwise alike another number or name tells stories apart.
  private mutating func compareTitles(_ mine: [StoryWord], _ other: [StoryWord]) {
    let alignment = Alignment(mine[...], other[...])
    guard 2 * alignment.matched >= min(mine.count, other.count) else { return }
    for gap in alignment.gaps {
      let (mine, other) = (mine[gap.first], other[gap.second])
      guard !mine.isEmpty, !other.isEmpty, mine.count <= Self.maxTitleWords,
        other.count <= Self.maxTitleWords
      else { continue }
      if Self.saysMore(mine, numbers.long) || Self.saysMore(other, numbers.short) {
        isUpFront = true
      }
      let names = Contradiction.inNames(
        (
          news(mine, vocabularies.long) { $0 != .plain && $0 != .number },
          news(other, vocabularies.short) { $0 != .plain && $0 != .number }
        ), of: (mine, other))
      if !names.0.isEmpty, !names.1.isEmpty { weight += Self.openingWeight }
    }
  }

  /// Whether words of a title hold a number that the other item says nowhere: `Dihukum Lima Tahun` in
  /// place of `Disidang` is news.
  private static func saysMore(_ title: ArraySlice<StoryWord>, _ numbers: [StoryWord]) -> Bool {
    title.contains { word in
      word.kind == .number && !numbers.contains { $0.isAbout(word) }
        && !word.isDifference(in: numbers)
    }
  }
}
