/// Whether one text tells what another does in other words, and nothing that contradicts it.
///
/// Such texts share few rows of words, but what is told: most words in another order and form, the
/// numbers, the names. One score says how far: the share of the shorter text's words, more for
/// numbers that both tell, less for what each tells alone. What stands in one text where the other
/// has something else tells them apart, whatever the score.
enum Retold {
  private static let leastScore = 0.76
  /// The share of the shorter text's stems; of texts that quote the same words, or tell the same
  /// (``FactComparison/areTheSame``), a smaller one.
  private static let leastLikeness = 0.45
  private static let quotedLikeness = 0.4
  private static let toldLikeness = 0.35
  /// The share of the longer text's stems; and of each text's first ones, where nothing is quoted and
  /// where something is.
  private static let leastShareOfLonger = 0.3
  private static let leastShareOfLead = 0.35
  private static let quotedShareOfLead = 0.25
  /// Texts that share more of the shorter one's words in one order were not written anew.
  private static let mostOfRewording = 0.75
  /// What the score gains where both quote the same words, and where they tell the same.
  private static let forQuotation = 0.4
  private static let forSameFacts = 0.2
  /// What the score gains for numbers that both tell, up to so much of their weight.
  private static let forNumbers = 0.05
  private static let mostWeight = 10.0
  /// What it loses for each number or name that either text tells alone, up to two of each; for each
  /// number of a title, and each word of a title and its text, that the other item has nowhere.
  private static let forOwnFact = 0.1
  private static let mostOwnFacts = 2
  private static let forTitleNumber = 0.15
  private static let forOwnTheme = 0.1

  /// Whether two texts are one story by it.
  static func holds(_ pair: inout TextPair) -> Bool {
    let leastOfLead = pair.isQuoted ? quotedShareOfLead : leastShareOfLead
    guard pair.shareOfShorter >= toldLikeness, pair.shareOfLonger >= leastShareOfLonger,
      pair.shareOfLead >= leastOfLead
    else { return false }
    let facts = pair.facts
    let least =
      facts.areTheSame ? toldLikeness : pair.isQuoted ? quotedLikeness : leastLikeness
    guard pair.shareOfShorter >= least, facts.shared >= Retelling.leastFacts,
      !facts.numbersContradict, mayDiffer(&pair)
    else { return false }
    return score(&pair) >= leastScore
  }

  /// Whether nothing but numbers tells the texts apart; words and names may well differ where texts that
  /// quote the same were written anew.
  private static func mayDiffer(_ pair: inout TextPair) -> Bool {
    pair.isQuoted && pair.aligned < mostOfRewording
      || !pair.titles.tellApart && pair.facts.otherNames == 0 && !pair.stagesDiffer
  }

  private static func score(_ pair: inout TextPair) -> Double {
    let (facts, titles) = (pair.facts, pair.titles)
    let own = min(mostOwnFacts, facts.ownNumbers) + min(mostOwnFacts, facts.ownNames)
    let lost =
      forOwnFact * Double(own) + forTitleNumber * Double(min(2, titles.ownNumbers))
      + forOwnTheme * Double(titles.mostThemes)
    let gained = (pair.isQuoted ? forQuotation : 0) + (facts.areTheSame ? forSameFacts : 0)
    return pair.shareOfShorter + gained + forNumbers * min(mostWeight, facts.weight) - lost
  }
}
