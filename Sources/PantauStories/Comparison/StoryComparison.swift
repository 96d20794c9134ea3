public import PantauCore

/// Says whether two items tell the same story; precise where ``StoryPrint`` only finds candidates.
///
/// An item is compared with several candidates, and made ready once.
///
/// In doubt they are different stories, for a missed alert is worse than a double one:
/// - of fewer than 20 words only what has the same title and the same text;
/// - other numbers or names in the same place make no copy, nor does the next stage of a matter
///   (``StageWords``);
/// - a text told anew (``Retold``) is a copy only across feeds, and with the same facts;
/// - a text that does not speak of its own title is no proof (a notice that stands in every item);
/// - what is no copy may be an update of the story, across feeds (``Resemblance``).
public struct StoryComparison {
  private let item: Item
  private var rough: RoughComparison
  private lazy var text = StoryText(item)
  /// Whether the text last compared is alike but for numbers or names that stand in place of others.
  private var isSubstituted = false
  /// The words of its body.
  private lazy var words = WordSet(text.body)
  private lazy var retelling = Retelling(text)

  /// Makes an item ready.
  public init(_ item: Item) {
    self.item = item
    rough = RoughComparison(item)
  }

  /// How alike two texts must be: the share of the shorter one's words that the longer one has.
  private static let leastLikeness = 0.6
  /// The same where the shorter has fewer than ``fewWords``.
  private static let leastLikenessOfFew = 0.75
  private static let fewWords = 60
  /// The least share of the longer text, where the words alike do not stand at its beginning.
  private static let leastShareOfLonger = 0.25
  /// Both shares, for two items of one feed: outlets seldom tell a story twice, and often use a form.
  private static let leastShareInOneFeed = 0.8

  /// Title and text of a short notice have fewer words.
  private static let wordsOfNotice = 35

  /// How alike two texts must be, of which the shorter has so many words.
  static func leastLikeness(ofWords count: Int) -> Double {
    count < fewWords ? leastLikenessOfFew : leastLikeness
  }

  /// How alike an item is to an older one.
  ///
  /// - Parameters:
  ///   - other: the item of the archive.
  ///   - isSameFeed: whether one feed brought both.
  /// - Returns: what it is to the other one; nil where they are different stories.
  public mutating func verdict(on other: Item, isSameFeed: Bool) -> StoryVerdict? {
    let written = RoughText(other)
    let mayBeCopy = rough.mayBeCopy(written)
    let mayBeRetelling = !isSameFeed && rough.mayBeRetelling(written)
    guard mayBeCopy || mayBeRetelling else { return nil }
    return verdict(
      on: other, isSameFeed: isSameFeed, mayBeCopy: mayBeCopy, mayBeRetelling: mayBeRetelling)
  }

  /// The same once it is known what it may be.
  mutating func verdict(
    on other: Item, isSameFeed: Bool, mayBeCopy: Bool, mayBeRetelling: Bool
  ) -> StoryVerdict? {
    isSubstituted = false
    let old = StoryText(other)
    if text.count < StorySketch.shortWords || old.count < StorySketch.shortWords {
      return isEqualShort(old) ? StoryVerdict(likeness: 1, isCopy: true) : nil
    }
    if mayBeCopy, let likeness = copyLikeness(old, isSameFeed),
      !StageWords(text).tellApart(from: StageWords(old))
    {
      return StoryVerdict(likeness: likeness, isCopy: true)
    }
    guard mayBeRetelling, Retelling.mayBe(text, old) else { return nil }
    var pair = TextPair(retelling, Retelling(old))
    // What stands word for word, with other facts in it, was not told anew; a notice of two lines is another
    // one then.
    let isCopy = !isSubstituted && Retold.holds(&pair)
    let mayResemble = !isSubstituted || min(text.count, old.count) >= Self.wordsOfNotice
    guard isCopy || mayResemble && Resemblance(&pair)?.isOneStory == true else { return nil }
    return StoryVerdict(likeness: pair.shareOfShorter, isCopy: isCopy)
  }

  /// What ``Resemblance`` weighs of two items of different feeds, for fitting its weights; nil where
  /// others decide.
  package mutating func traits(beside other: Item) -> [Double]? {
    let old = StoryText(other)
    guard rough.mayBeRetelling(RoughText(other)),
      min(text.count, old.count) >= StorySketch.shortWords, Retelling.mayBe(text, old)
    else { return nil }
    var pair = TextPair(retelling, Retelling(old))
    return Resemblance(&pair).flatMap { $0.isRefused ? nil : $0.traits }
  }

  private mutating func copyLikeness(_ old: StoryText, _ isSameFeed: Bool) -> Double? {
    let mineIsShorter = text.body.count <= old.body.count
    let (short, long) = mineIsShorter ? (text, old) : (old, text)
    guard short.body.count >= Self.leastBodyWords else { return isEqualShort(old) ? 1 : nil }
    let least = Self.leastLikeness(ofWords: short.body.count)
    // No more of them can stand in the same order than stand there at all: sure, and no for nearly all
    // that are not one story.
    let known = old.body.count { words.contains($0.hash) }
    guard Double(known) / Double(short.body.count) >= least else { return nil }
    let alignment = Alignment(short.body[...], long.body[...])
    let likeness = Double(alignment.matched) / Double(short.body.count)
    let share = Double(alignment.matched) / Double(long.body.count)
    guard likeness >= least else { return nil }
    if share < Self.leastShareOfLonger, alignment.start ?? 0 > Self.fewWords { return nil }
    if isSameFeed, share < Self.leastShareInOneFeed { return nil }
    let isWhole = likeness >= Self.wholeLikeness && share >= Self.wholeShare
    guard titlesFit(old, isSameFeed: isSameFeed, isWhole: isWhole) else { return nil }
    let difference = Substitutions(
      short: short, long: long, vocabularies: (short.vocabulary, long.vocabulary),
      alignment: alignment)
    isSubstituted = difference.makeAnotherStory(matched: alignment.matched)
    return isSubstituted ? nil : likeness
  }

  /// Texts so alike, where one of them speaks of its own title, are one under any headline.
  private static let wholeLikeness = 0.9
  private static let wholeShare = 0.8

  /// Texts of fewer words prove nothing by being alike.
  static let leastBodyWords = 12

  private mutating func isEqualShort(_ old: StoryText) -> Bool {
    !text.body.isEmpty && text.title.map(\.hash) == old.title.map(\.hash)
      && text.body.map(\.hash) == old.body.map(\.hash)
  }

  /// Whether the texts are about what the titles say.
  private mutating func titlesFit(_ old: StoryText, isSameFeed: Bool, isWhole: Bool) -> Bool {
    let titles = (Self.different(text.title), Self.different(old.title))
    let common = titles.0.count { titles.1.contains($0) }
    let isAlike = 2 * common >= min(titles.0.count, titles.1.count)
    if isAlike { return true }
    guard !isSameFeed else { return false }
    let shares = (
      Self.share(of: titles.0, in: text.body), Self.share(of: titles.1, in: old.body)
    )
    if isWhole, max(shares.0, shares.1) >= 0.5 { return true }
    return shares.0 >= 0.25 && shares.1 >= 0.25
  }

  /// A title's words, each once.
  private static func different(_ title: [StoryWord]) -> [UInt64] {
    title.lazy.map(\.hash).reduce(into: []) { words, word in
      if !words.contains(word) { words.append(word) }
    }
  }

  private static func share(of words: [UInt64], in body: [StoryWord]) -> Double {
    guard !words.isEmpty else { return 1 }
    let found = words.count { word in body.contains { $0.hash == word } }
    return Double(found) / Double(words.count)
  }
}
