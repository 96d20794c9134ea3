/// Whether one text tells what another does in other words, as newsrooms rewrite the wire's copy.
///
/// Such texts share few rows of words, but what is told: most words in another order and form, the
/// numbers, the names. One score says how far: the share of the shorter text's words, more for
/// numbers that both tell, less for what each tells alone. What stands in one text where the other
/// has something else tells them apart, whatever the score.
struct Retelling {
  let text: StoryText
  /// The words and stems of title and text.
  let known: WordSet
  /// The stems of the text's longer words, in its order; each again where it stands again.
  private let stems: [UInt64]
  /// Each of them once.
  private let different: [UInt64]
  let stemSet: WordSet
  private let quotes: [UInt64]

  init(_ text: StoryText) {
    self.text = text.stemmed
    quotes = text.quotes
    stems = self.text.body.lazy.filter(\.isLong).map(\.stem)
    (different, stemSet) = Self.eachOnce(stems)
    var known = WordSet(capacity: 2 * text.count)
    for word in [self.text.title, self.text.body].joined() {
      known.insert(word.hash)
      known.insert(word.stem)
    }
    self.known = known
  }

  /// Texts of fewer words say too little to be known again.
  private static let leastWords = 12
  /// How many numbers and names both must hold.
  static let leastFacts = 3
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
  private static let leadStems = 20
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
  /// The share of the shorter text's words, as they stand there, that the longer one has.
  static let leastCommonWords = 0.35

  /// Whether numbers and words of two texts allow it; cheap, and no for nearly all that are not one
  /// story.
  static func mayBe(_ first: StoryText, _ second: StoryText) -> Bool {
    guard min(first.body.count, second.body.count) >= leastWords else { return false }
    let (mine, other) = (first.numbers, second.numbers)
    let (few, many) = mine.count <= other.count ? (mine, second) : (other, first)
    let told = few.count { many.tells($0) }
    guard 2 * told >= few.count else { return false }
    let (short, long) =
      first.body.count <= second.body.count ? (first, second) : (second, first)
    let words = long.vocabulary
    return Double(short.body.count { words.contains($0.hash) })
      >= leastCommonWords * Double(short.body.count)
  }

  private var stages: StageWords { StageWords(text) }

  /// How alike two texts are: the share of the stems of the one with fewer; nil where they are not
  /// one story.
  func likeness(to other: Retelling) -> Double? {
    let shared = Double(different.count { other.stemSet.contains($0) })
    let counts = (Double(different.count), Double(other.different.count))
    let likeness = shared / max(1, min(counts.0, counts.1))
    let isQuoted = quotes.contains { other.quotes.contains($0) }
    let leastOfLead = isQuoted ? Self.quotedShareOfLead : Self.leastShareOfLead
    guard likeness >= Self.toldLikeness,
      shared >= Self.leastShareOfLonger * max(counts.0, counts.1),
      knownLead(in: other) >= leastOfLead, other.knownLead(in: self) >= leastOfLead
    else { return nil }
    let facts = FactComparison(self, other)
    let leastLikeness =
      facts.areTheSame
      ? Self.toldLikeness : isQuoted ? Self.quotedLikeness : Self.leastLikeness
    guard likeness >= leastLikeness, facts.shared >= Self.leastFacts, !facts.numbersContradict,
      isQuoted && isReworded(other)
        || !titlesTellApart(other) && !facts.namesContradict
          && !stages.tellApart(from: other.stages)
    else { return nil }
    let lost =
      Self.forOwnFact
      * Double(min(Self.mostOwnFacts, facts.ownNumbers) + min(Self.mostOwnFacts, facts.ownNames))
      + Self.forTitleNumber * Double(min(2, ownTitleNumbers(other) + other.ownTitleNumbers(self)))
      + Self.forOwnTheme * Double(max(ownThemes(other), other.ownThemes(self)))
    let gained =
      (isQuoted ? Self.forQuotation : 0) + (facts.areTheSame ? Self.forSameFacts : 0)
    let score = likeness + gained + Self.forNumbers * min(Self.mostWeight, facts.weight) - lost
    return score >= Self.leastScore ? likeness : nil
  }

  /// Whether words and names may well differ that tell texts apart where all others are the same.
  private func isReworded(_ other: Retelling) -> Bool {
    let (mine, theirs) = (text.body[...], other.text.body[...])
    let (short, long) = mine.count <= theirs.count ? (mine, theirs) : (theirs, mine)
    return Double(Alignment(short, long).matched) < Self.mostOfRewording * Double(short.count)
  }

  private static func eachOnce(_ words: [UInt64]) -> ([UInt64], WordSet) {
    var set = WordSet(capacity: words.count)
    var different: [UInt64] = []
    for word in words where !set.contains(word) {
      set.insert(word)
      different.append(word)
    }
    return (different, set)
  }

  /// The share of the first stems that another text has.
  private func knownLead(in other: Retelling) -> Double {
    let lead = stems.prefix(Self.leadStems)
    return Double(lead.count { other.stemSet.contains($0) }) / Double(max(1, lead.count))
  }

  // MARK: - Titles

  /// How many words of the title and the text another item has nowhere: what is new in it.
  private func ownThemes(_ other: Retelling) -> Int {
    Self.eachOnce(text.title.filter(\.isLong).map(\.stem)).0.count {
      stemSet.contains($0) && !other.known.contains($0)
    }
  }

  /// How many numbers of the title another item has nowhere.
  private func ownTitleNumbers(_ other: Retelling) -> Int {
    text.title.count {
      $0.kind == .number && !other.text.tells($0) && !$0.isDifference(in: other.text.body)
    }
  }

  /// In titles otherwise alike another number or name tells stories apart; a word that the own text
  /// writes small is none.
  private func titlesTellApart(_ other: Retelling) -> Bool {
    let alignment = Alignment(text.title[...], other.text.title[...])
    guard 2 * alignment.matched >= min(text.title.count, other.text.title.count) else {
      return false
    }
    if ownTitleNumbers(other) + other.ownTitleNumbers(self) > 0 { return true }
    return alignment.gaps.contains { gap in
      hasTitleName(gap.first, other) && other.hasTitleName(gap.second, self)
    }
  }

  private func hasTitleName(_ gap: Range<Int>, _ other: Retelling) -> Bool {
    text.title[gap].contains { word in
      word.kind != .plain && word.kind != .number && !other.known.contains(word.hash)
        && !Phrases.offices.holds(word.hash)
        && !text.body.contains { $0.kind == .plain && $0.stem == word.stem }
    }
  }
}

extension StoryWord {
  /// Words of fewer letters are of the kind that every text holds.
  private static let leastLetters = 4

  /// Whether it is no number and says something.
  var isLong: Bool { kind != .number && letters.count >= Self.leastLetters }
}

extension StoryText {
  /// The numbers of the text, each once; 1 is an article.
  var numbers: [StoryWord] {
    body.reduce(into: []) { numbers, word in
      if word.kind == .number, word.value != 1, !numbers.contains(where: { $0.hash == word.hash }) {
        numbers.append(word)
      }
    }
  }

  /// Whether title or text says a number.
  func tells(_ number: StoryWord) -> Bool {
    body.contains { $0.saysNumber && $0.isAbout(number) }
      || title.contains { $0.saysNumber && $0.isAbout(number) }
  }
}
