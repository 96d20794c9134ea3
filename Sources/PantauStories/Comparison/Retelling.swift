import PantauCore

/// Whether one text tells what another does in other words, as newsrooms rewrite the wire's copy.
///
/// Such texts share few rows of words, but what is told: the numbers, the names, and most words in
/// another order and form. What comes later in the same matter shares much of that too, so each
/// stretch of either text must be known to the other one.
struct Retelling {
  private let item: StoryText
  private let words: SpelledWords

  init(_ item: Item, _ text: StoryText) {
    self.item = text
    let body = item.storyBody ?? ""
    words = SpelledWords(
      title: item.title ?? "", text: body, from: Dateline.length(in: body))
  }

  /// Texts of fewer words say too little to be known again.
  private static let leastWords = 18
  /// How many numbers and names both must hold, one number among them.
  private static let leastFacts = 4
  /// The share of the numbers of the text with more of them.
  private static let leastShareOfNumbers = 0.5
  /// The share of word stems, of the shorter text and of the longer one.
  private static let leastLikeness = 0.58
  private static let leastShareOfLonger = 0.5
  /// The same where each text may have a stretch of its own.
  private static let editedLikeness = 0.7
  private static let editedShare = 0.6
  private static let editedStems = 30
  /// The share of each text's first stems, of each of its stretches, and of its title.
  private static let leastShareOfLead = 0.55
  private static let leastShareOfStretch = 0.3
  private static let leastShareOfTitle = 0.35
  private static let leadStems = 20
  private static let stretchStems = 10

  /// Whether the numbers of two texts allow it; cheap, and no for nearly all that are not one story.
  static func mayBe(_ first: StoryText, _ second: StoryText) -> Bool {
    guard min(first.body.count, second.body.count) >= leastWords else { return false }
    let (mine, other) = (Numbers(first), Numbers(second))
    let left = (Numbers.left(mine.facts, other.facts), Numbers.left(other.facts, mine.facts))
    let shared = min(mine.facts.count - left.0, other.facts.count - left.1)
    guard shared > 0, min(left.0, left.1) == 0,
      min(Numbers.left(mine.dates, other.dates), Numbers.left(other.dates, mine.dates)) == 0,
      Double(shared) >= leastShareOfNumbers * Double(max(mine.facts.count, other.facts.count))
    else { return false }
    return isTold(first.title, in: second) && isTold(second.title, in: first)
  }

  /// How alike two texts are: the share of the stems of the one with fewer; nil where they are not
  /// one story.
  func likeness(to other: Retelling) -> Double? {
    guard factsFit(other) else { return nil }
    let (mine, theirs) = (words.stemSet, other.words.stemSet)
    let shared = Double(mine.intersection(theirs).count)
    let likeness = shared / Double(max(1, min(mine.count, theirs.count)))
    let share = shared / Double(max(1, mine.count, theirs.count))
    guard likeness >= Self.leastLikeness, share >= Self.leastShareOfLonger else { return nil }
    // Of texts that are mostly alike, each may add something behind what both begin with.
    let isEdited = likeness >= Self.editedLikeness && share >= Self.editedShare
    let known = !isEdited ? Int.max : sameNumbers(other) ? 0 : Self.editedStems
    guard isKnown(to: other.words, upTo: known), other.isKnown(to: words, upTo: known) else {
      return nil
    }
    return likeness
  }

  // MARK: - Facts

  /// Whether an item says each number of a title.
  private static func isTold(_ title: [StoryWord], in text: StoryText) -> Bool {
    title.allSatisfy { number in
      number.kind != .number || text.title.contains { $0.isAbout(number) }
        || text.body.contains { $0.isAbout(number) }
    }
  }

  private func factsFit(_ other: Retelling) -> Bool {
    let known = (item.vocabulary, other.item.vocabulary)
    guard !titlesTellApart(other, known) else { return false }
    let (mine, theirs) = (names, other.names)
    var left = mine.filter { !known.1.contains($0.hash) }
    var right = theirs.filter { !known.0.contains($0.hash) }
    let numbers = min(Numbers(item).facts.count, Numbers(other.item).facts.count)
    let shared = min(mine.count - left.count, theirs.count - right.count) + numbers
    guard shared >= Self.leastFacts else { return false }
    for kind in CalendarWords.Kind.allCases {
      let isOne: (StoryWord) -> Bool = { CalendarWords.kind(of: $0.hash) == kind }
      if left.contains(where: isOne), right.contains(where: isOne) { return false }
      left.removeAll(where: isOne)
      right.removeAll(where: isOne)
    }
    Shortening.takeOut(&left, &right, in: (item.body[...], other.item.body[...]))
    Shortening.takeOutSpelled(&left, by: mine + theirs, in: item.body[...])
    Shortening.takeOutSpelled(&right, by: mine + theirs, in: other.item.body[...])
    left.removeAll { Phrases.offices.holds($0.hash) }
    right.removeAll { Phrases.offices.holds($0.hash) }
    return left.isEmpty || right.isEmpty
  }

  private func sameNumbers(_ other: Retelling) -> Bool {
    let (mine, theirs) = (Numbers(item).facts, Numbers(other.item).facts)
    return Numbers.left(mine, theirs) == 0 && Numbers.left(theirs, mine) == 0
  }

  /// In titles otherwise alike another name tells stories apart; a word that the own text writes small
  /// is none.
  private func titlesTellApart(_ other: Retelling, _ known: (WordSet, WordSet)) -> Bool {
    let alignment = Alignment(item.title[...], other.item.title[...])
    guard 2 * alignment.matched >= min(item.title.count, other.item.title.count) else {
      return false
    }
    return alignment.gaps.contains { gap in
      titleNames(gap.first, known.1).count > 0 && other.titleNames(gap.second, known.0).count > 0
    }
  }

  private func titleNames(_ gap: Range<Int>, _ known: WordSet) -> [StoryWord] {
    item.title[gap].filter {
      $0.kind != .plain && $0.kind != .number && !known.contains($0.hash)
        && !words.writesSmall($0.hash) && !Phrases.offices.holds($0.hash)
    }
  }

  /// Each name of the text once.
  private var names: [StoryWord] {
    var seen: Set<UInt64> = []
    return item.body.filter {
      $0.kind == .name && !Phrases.outlets.holds($0.hash) && seen.insert($0.hash).inserted
    }
  }

  // MARK: - Stretches

  private func isKnown(to other: SpelledWords, upTo end: Int) -> Bool {
    let told = other.stemSet
    let title = words.titleStems.values.map {
      told.contains($0) || other.titleStems.values.contains($0)
    }
    let hits = words.stems.map { told.contains($0) }
    func share(_ part: ArraySlice<Bool>) -> Double {
      Double(part.count { $0 }) / Double(max(1, part.count))
    }
    guard title.isEmpty || share(title[...]) >= Self.leastShareOfTitle,
      share(hits.prefix(Self.leadStems)) >= Self.leastShareOfLead
    else { return false }
    let known = hits.prefix(end)
    let length = min(known.count, Self.stretchStems)
    return (0...(known.count - length)).allSatisfy {
      length == 0 || share(known[$0..<$0 + length]) >= Self.leastShareOfStretch
    }
  }
}

/// The numbers of a text: those that say when, and the others, each once.
private struct Numbers {
  var facts: [StoryWord] = []
  var dates: [StoryWord] = []

  init(_ text: StoryText) {
    let words = text.body
    for place in words.indices where words[place].kind == .number {
      let word = words[place]
      let isDate =
        Self.isCalendar(words, place + 1, .month) || Self.isCalendar(words, place - 1, .month)
        || Self.isCalendar(words, place - 1, .weekday)
        || place > 0 && words[place - 1].hash == dates.last?.hash
          && (2...3).contains { Self.isCalendar(words, place - $0, .weekday) }
      if isDate {
        dates.append(word)
      } else if word.value != 1, !facts.contains(where: { $0.hash == word.hash }) {
        facts.append(word)
      }
    }
  }

  private static func isCalendar(
    _ words: [StoryWord], _ place: Int, _ kind: CalendarWords.Kind
  ) -> Bool {
    words.indices.contains(place) && CalendarWords.kind(of: words[place].hash) == kind
  }

  /// How many numbers others do not hold.
  static func left(_ mine: [StoryWord], _ other: [StoryWord]) -> Int {
    mine.count { number in !other.contains { $0.isAbout(number) } }
  }
}
