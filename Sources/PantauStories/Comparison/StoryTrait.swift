/// What is weighed of two texts that may tell one story (``Resemblance``).
package enum StoryTrait: CaseIterable {
  /// ``TextPair/shareOfShorter``, ``TextPair/shareOfLonger`` and ``TextPair/isQuoted``.
  case shareOfShorter, shareOfLonger, isQuoted
  /// ``FactComparison/shareOfNumbers``, and how many numbers the text with fewer tells alone.
  case shareOfNumbers, ownNumbers
  /// How many names both tell, the text with fewer tells alone, and one tells in place of another one.
  case sharedNames, ownNames, otherNames
  /// Whether each gives a day of its own.
  case otherDays
  /// Whether titles otherwise alike say another number.
  case otherTitleNumber
  /// How many words of either title are new.
  case newThemes
  /// Whether one tells another stage.
  case nextStage
  /// How alike titles are beside a number in place of another one; and beyond what copies have.
  case alikeBesideNumbers, nearlyOneTitle
  /// How much stands in the same order beside a name in place of another one.
  case alignedBesideNames

  /// The most that is counted of each.
  private static let mostFacts = 8
  private static let mostNames = 10
  private static let mostOtherNames = 4
  /// Titles so alike are seldom those of copies that differ elsewhere.
  private static let alikeTitles = 0.6

  /// How much of it there is: a share, a number of words, or 1 for yes.
  func value(in pair: inout TextPair) -> Double {
    switch self {
    case .shareOfShorter: pair.shareOfShorter
    case .shareOfLonger: pair.shareOfLonger
    case .isQuoted: pair.isQuoted ? 1 : 0
    case .shareOfNumbers: pair.facts.shareOfNumbers
    case .ownNumbers: Double(min(Self.mostFacts, pair.facts.ownNumbers))
    case .sharedNames: Double(min(Self.mostNames, pair.facts.sharedNames))
    case .ownNames: Double(min(Self.mostFacts, pair.facts.ownNames))
    case .otherNames: Double(min(Self.mostOtherNames, pair.facts.otherNames))
    case .otherDays: pair.facts.daysDiffer ? 1 : 0
    case .otherTitleNumber: pair.titles.areAlike && pair.titles.ownNumbers > 0 ? 1 : 0
    case .newThemes: Double(pair.titles.fewestThemes)
    case .nextStage: pair.stagesDiffer ? 1 : 0
    case .alikeBesideNumbers: pair.facts.otherNumbers > 0 ? pair.titles.common : 0
    case .nearlyOneTitle: max(0, pair.titles.common - Self.alikeTitles)
    case .alignedBesideNames: pair.facts.otherNames > 0 ? pair.aligned : 0
    }
  }

  /// What it adds to the logarithm of the odds, for each 1 of it; fitted (`scripts/bench-stories --fit`).
  var weight: Double {
    switch self {
    case .shareOfShorter: 7.7
    case .shareOfLonger: -7.59
    case .isQuoted: 1.92
    case .shareOfNumbers: 0.48
    case .ownNumbers: -0.82
    case .sharedNames: 0.29
    case .ownNames: -0.85
    case .otherNames: -0.31
    case .otherDays: -3.26
    case .otherTitleNumber: -0.72
    case .newThemes: -1.84
    case .nextStage: -0.46
    case .alikeBesideNumbers: -3.32
    case .nearlyOneTitle: -7.95
    case .alignedBesideNames: -2.52
    }
  }
}
