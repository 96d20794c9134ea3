/// Whether two texts tell one story although they differ in what may tell stories apart.
///
/// Agencies send a story again with another toll, the next day's place or the next stage; desks write
/// numbers in a style that is not read here. Weekly prices and match reports differ in the same. No one of
/// these traits decides it: they are weighed against each other, by weights fitted to labelled pairs
/// (logistic regression; `scripts/bench-stories --fit` prints them).
struct Resemblance {
  /// What is weighed.
  enum Trait: Int, CaseIterable {
    /// ``TextPair/shareOfShorter``, ``TextPair/shareOfLonger`` and ``TextPair/isQuoted``.
    case shareOfShorter, shareOfLonger, isQuoted
    /// ``FactComparison/shareOfNumbers``, and how many each text tells alone.
    case shareOfNumbers, ownNumbers
    /// How many names both tell, each tells alone, and one tells in place of another one.
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
  }

  /// By ``Trait``.
  let traits: [Double]
  /// Whether something tells the texts apart however much is the same.
  let isRefused: Bool

  /// The most that is counted of each.
  private static let mostFacts = 8
  private static let mostNames = 10
  private static let mostOtherNames = 4
  /// Titles so alike are seldom those of copies that differ elsewhere.
  private static let alikeTitles = 0.6
  /// Texts so alike under titles that have no more in common, of which one says nothing of its title, are
  /// a notice that stands in every item.
  private static let alignedNotice = 0.6
  private static let titlesOfNotice = 0.5
  private static let leastOwnTitle = 0.25
  /// What both must share for the rest to be looked at.
  private static let leastOfShorter = 0.35
  private static let leastOfLonger = 0.3
  private static let leastOfLead = 0.2

  /// Weighs two texts; nil where they share too little.
  init?(_ pair: inout TextPair) {
    guard pair.shareOfShorter >= Self.leastOfShorter, pair.shareOfLonger >= Self.leastOfLonger,
      pair.shareOfLead >= Self.leastOfLead
    else { return nil }
    let (facts, titles, aligned) = (pair.facts, pair.titles, pair.aligned)
    guard facts.shared >= Retelling.leastFacts else { return nil }
    let besideNumbers = facts.otherNumbers > 0 ? titles.common : 0
    traits = [
      pair.shareOfShorter, pair.shareOfLonger, pair.isQuoted ? 1 : 0, facts.shareOfNumbers,
      Double(min(Self.mostFacts, facts.ownNumbers)),
      Double(min(Self.mostNames, facts.sharedNames)),
      Double(min(Self.mostFacts, facts.ownNames)),
      Double(min(Self.mostOtherNames, facts.otherNames)), facts.daysDiffer ? 1 : 0,
      titles.areAlike && titles.ownNumbers > 0 ? 1 : 0, Double(titles.fewestThemes),
      pair.stagesDiffer ? 1 : 0, besideNumbers, max(0, titles.common - Self.alikeTitles),
      facts.otherNames > 0 ? aligned : 0,
    ]
    let isNotice =
      aligned >= Self.alignedNotice && titles.common < Self.titlesOfNotice
      && min(pair.first.shareOfTitle, pair.second.shareOfTitle) < Self.leastOwnTitle
    isRefused = titles.areAlike && titles.namesDiffer || isNotice
  }

  /// Whether it is one story.
  var isOneStory: Bool { !isRefused && score >= Self.leastScore }

  private var score: Double {
    zip(Self.weights, traits).reduce(Self.bias) { $0 + $1.0 * $1.1 }
  }

  // MARK: - Weights

  /// The logarithm of the odds, 0.9 to 0.1.
  private static let leastScore = 2.25

  private static let bias = 3.39
  /// By ``Trait``.
  private static let weights = [
    7.7, -7.59, 1.92, 0.48, -0.82, 0.29, -0.85, -0.31, -3.26, -0.72, -1.84, -0.46, -3.32, -7.95,
    -2.52,
  ]
}
