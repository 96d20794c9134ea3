/// The numbers and names of two texts: what both tell, and what one says in place of the other's.
///
/// Facts that only one text has were added or cut, as copies do. Facts of both that stand among the
/// same words, in whatever order the texts are, contradict each other.
struct FactComparison {
  /// How many numbers, and names, both tell.
  private(set) var sharedNumbers = 0
  private(set) var sharedNames = 0
  /// The share of the numbers that both tell, of the text that has fewer.
  private(set) var shareOfNumbers = 0.0
  /// How much the numbers that both tell say: large ones more than those that stand in every text.
  private(set) var weight = 0.0
  /// How many numbers, and names, each text tells alone: of the text that has fewer of those.
  private(set) var ownNumbers = 0
  private(set) var ownNames = 0
  /// How many numbers, and names, the first says in place of another one.
  private(set) var otherNumbers = 0
  private(set) var otherNames = 0
  /// Whether each gives a day or month of its own.
  private(set) var daysDiffer = false

  /// How many numbers and names both tell.
  var shared: Int { sharedNumbers + sharedNames }
  /// Whether one says a number or day in place of another one.
  var numbersContradict: Bool { otherNumbers > 0 || daysDiffer }

  /// Whether the text that tells less tells nothing else, and numbers that say something.
  var areTheSame: Bool {
    ownNumbers == 0 && ownNames == 0 && weight >= Self.leastWeightOfSame
  }

  private static let leastWeightOfSame = 5.0

  private let sides: (Retelling, Retelling)

  init(_ first: Retelling, _ second: Retelling) {
    sides = (first, second)
    compareNumbers()
    compareNames()
  }

  private mutating func compareNumbers() {
    let numbers = (sides.0.text.numbers, sides.1.text.numbers)
    let own = (
      numbers.0.filter { !sides.1.text.tells($0) }, numbers.1.filter { !sides.0.text.tells($0) }
    )
    for number in numbers.0 where sides.1.text.tells(number) { weight += Self.weight(number) }
    sharedNumbers = min(numbers.0.count - own.0.count, numbers.1.count - own.1.count)
    shareOfNumbers =
      Double(sharedNumbers) / Double(max(1, min(numbers.0.count, numbers.1.count)))
    ownNumbers = min(own.0.count, own.1.count)
    otherNumbers = inPlaceOfOthers(own)
  }

  private static func weight(_ number: StoryWord) -> Double {
    let value = number.value
    if value < 10, value == value.rounded() { return 0.5 }
    return value < 100 || 1900...2100 ~= value ? 1.5 : 2.5
  }

  private mutating func compareNames() {
    let names = (Self.names(sides.0), Self.names(sides.1))
    var own = (
      names.0.filter { !sides.1.knows($0) }, names.1.filter { !sides.0.knows($0) }
    )
    sharedNames = min(names.0.count - own.0.count, names.1.count - own.1.count)
    for kind in CalendarWords.Kind.allCases {
      let isOne: (StoryWord) -> Bool = { CalendarWords.kind(of: $0.hash) == kind }
      if own.0.contains(where: isOne), own.1.contains(where: isOne) {
        if kind == .region { continue }
        daysDiffer = true
      }
      own.0.removeAll(where: isOne)
      own.1.removeAll(where: isOne)
    }
    let texts = (sides.0.text.body[...], sides.1.text.body[...])
    Shortening.takeOut(&own.0, &own.1, in: texts)
    Shortening.takeOutSpelled(&own.0, by: names.0 + names.1, in: texts.0)
    Shortening.takeOutSpelled(&own.1, by: names.0 + names.1, in: texts.1)
    own.0.removeAll { Phrases.offices.holds($0.hash) }
    own.1.removeAll { Phrases.offices.holds($0.hash) }
    ownNames = min(own.0.count, own.1.count)
    otherNames = inPlaceOfOthers(own)
  }

  /// Each name of the text once.
  private static func names(_ side: Retelling) -> [StoryWord] {
    var seen: Set<UInt64> = []
    return side.text.body.filter {
      $0.kind == .name && !Phrases.outlets.holds($0.hash) && seen.insert($0.hash).inserted
    }
  }

  /// How many facts of one text stand among the same words as one of the other's; numbers of two kinds
  /// contradict nothing.
  private func inPlaceOfOthers(_ facts: ([StoryWord], [StoryWord])) -> Int {
    guard !facts.0.isEmpty, !facts.1.isEmpty else { return 0 }
    let second = facts.1.map { Surroundings(of: $0, sides.1, sides.0) }
    return facts.0.count { fact in
      let mine = Surroundings(of: fact, sides.0, sides.1)
      return second.contains { mine.contradict($0) }
    }
  }
}

/// What stands around a fact of a text: the nearest stems that the other text has too.
private struct Surroundings {
  private var stems: [UInt64] = []
  private var kind: NumberKind?

  /// How many words on each side count, and how far away they may stand.
  private static let wordsBeside = 3
  private static let reach = 10
  /// How many words, and which share of the fewer, must stand around both.
  private static let leastCommon = 2
  private static let leastShare = 0.4

  init(of fact: StoryWord, _ side: Retelling, _ other: Retelling) {
    let words = side.text.body
    guard let place = words.firstIndex(where: { $0.hash == fact.hash }) else { return }
    kind = NumberKind(at: place, in: words)
    take(words[max(0, place - Self.reach)..<place].reversed(), other)
    take(words[(place + 1)...].prefix(Self.reach), other)
  }

  private mutating func take(_ words: some Sequence<StoryWord>, _ other: Retelling) {
    var left = Self.wordsBeside
    for word in words where left > 0 {
      // The same day and region stand around facts of all kinds.
      guard word.isLong, CalendarWords.kind(of: word.hash) == nil, other.stemSet.contains(word.stem)
      else { continue }
      left -= 1
      if !stems.contains(word.stem) { stems.append(word.stem) }
    }
  }

  /// Whether two facts stand among so many of the same words that one is in the place of the other.
  func contradict(_ other: Self) -> Bool {
    if let kind, let otherKind = other.kind, kind != otherKind { return false }
    let common = stems.count { other.stems.contains($0) }
    return common >= Self.leastCommon
      && Double(common) >= Self.leastShare * Double(min(stems.count, other.stems.count))
  }
}

extension Retelling {
  /// Whether the item has a name, or a word of the same stem.
  fileprivate func knows(_ name: StoryWord) -> Bool {
    known.contains(name.hash) || known.contains(name.stem)
  }
}
