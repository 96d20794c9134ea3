/// A text made ready to be told from others that say the same in other words, as newsrooms rewrite the
/// wire's copy.
struct Retelling {
  let text: StoryText
  /// The words and stems of title and text.
  let known: WordSet
  /// The stems of the text's longer words, in its order; each again where it stands again.
  private let stems: [UInt64]
  /// Each of them once.
  let different: [UInt64]
  let stemSet: WordSet
  let quotes: [UInt64]

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
  /// The share of the shorter text's words, as they stand there, that the longer one has.
  static let leastCommonWords = 0.35
  private static let leadStems = 20

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

  /// The share of the title's words that stand in the text.
  var shareOfTitle: Double {
    let words = Self.eachOnce(text.title.map(\.hash)).0
    guard !words.isEmpty else { return 1 }
    let found = words.count { word in text.body.contains { $0.hash == word } }
    return Double(found) / Double(words.count)
  }

  static func eachOnce(_ words: [UInt64]) -> ([UInt64], WordSet) {
    var set = WordSet(capacity: words.count)
    var different: [UInt64] = []
    for word in words where !set.contains(word) {
      set.insert(word)
      different.append(word)
    }
    return (different, set)
  }

  /// The share of the first stems that another text has.
  func knownLead(in other: Retelling) -> Double {
    let lead = stems.prefix(Self.leadStems)
    return Double(lead.count { other.stemSet.contains($0) }) / Double(max(1, lead.count))
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
