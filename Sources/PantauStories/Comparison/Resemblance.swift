/// Whether two texts tell one story although they differ in what may tell stories apart.
///
/// Agencies send a story again with another toll, the next day's place or the next stage; desks write
/// numbers in a style that is not read here. Weekly prices and match reports differ in the same. No one
/// trait decides it: they are weighed against each other, by weights fitted to labelled pairs
/// (logistic regression).
struct Resemblance {
  /// By ``StoryTrait``, in the order of its cases.
  let traits: [Double]
  /// Whether something tells the texts apart however much is the same.
  let isRefused: Bool

  /// Texts so alike under titles that have no more in common, of which one says nothing of its title, are
  /// a notice that stands in every item.
  private static let alignedNotice = 0.6
  private static let titlesOfNotice = 0.5
  private static let leastOwnTitle = 0.25
  /// What both must share for the rest to be looked at.
  private static let leastOfShorter = 0.35
  private static let leastOfLonger = 0.3
  private static let leastOfLead = 0.2
  /// The logarithm of the odds without any trait.
  private static let bias = 3.39
  /// The logarithm of the odds of one story, 0.9 to 0.1.
  private static let leastScore = 2.25

  /// Weighs two texts; nil where they share too little.
  init?(_ pair: inout TextPair) {
    guard pair.shareOfShorter >= Self.leastOfShorter, pair.shareOfLonger >= Self.leastOfLonger,
      pair.shareOfLead >= Self.leastOfLead, pair.facts.shared >= Retelling.leastFacts
    else { return nil }
    let titles = pair.titles
    isRefused = titles.areAlike && titles.namesDiffer || Self.isNotice(&pair)
    traits = StoryTrait.allCases.map { $0.value(in: &pair) }
  }

  private static func isNotice(_ pair: inout TextPair) -> Bool {
    pair.aligned >= alignedNotice && pair.titles.common < titlesOfNotice
      && min(pair.first.shareOfTitle, pair.second.shareOfTitle) < leastOwnTitle
  }

  /// Whether it is one story.
  var isOneStory: Bool { !isRefused && score >= Self.leastScore }

  private var score: Double {
    zip(StoryTrait.allCases, traits).reduce(Self.bias) { $0 + $1.0.weight * $1.1 }
  }
}
