import FoundationEssentials
import PantauCore
import PantauMatch
import PantauStories

/// Pairs of items of which a person has said whether they tell one story.
///
/// A file holds five lines a pair (`same: kind`, `different: kind` or `later: kind`, title, text, title,
/// text) with an empty line before each. `seen.txt` is what the rules were made with; what is called
/// `held-out` was written and judged before they were tried on it.
struct LabelledPairs {
  enum Label: String {
    case same, different
    /// One matter at two times: some who judged such pairs called them updates of a story, some other
    /// stories. They may join or not, but the second must not be silent.
    case later
  }

  struct Pair {
    var label: Label
    var kind: String
    var first: Item
    var second: Item
  }

  let pairs: [Pair]

  /// Reads a file.
  init(_ text: String) {
    var lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }[...]
    var pairs: [Pair] = []
    while lines.count >= 5 {
      let five = Array(lines.prefix(5))
      lines = lines.dropFirst(5)
      let label = five[0].split(separator: ":", maxSplits: 1)
      guard let name = label.first, let judged = Label(rawValue: String(name)) else { continue }
      pairs.append(
        Pair(
          label: judged, kind: label[1].drop { $0 == " " }.description,
          first: Self.item(five[1], five[2]), second: Self.item(five[3], five[4])))
    }
    self.pairs = pairs
  }

  private static func item(_ title: Substring, _ text: Substring) -> Item {
    Item(title: String(title), summary: String(text), content: String(text))
  }

  /// Tries each pair in both orders, by sketch and comparison as an archive does.
  func score() -> LabelledScore {
    var score = LabelledScore()
    for pair in pairs {
      for (old, new) in [(pair.first, pair.second), (pair.second, pair.first)] {
        score.count(pair, Self.verdict(on: old, new))
      }
    }
    return score
  }

  /// What the newer item is to the older one, seen in another feed.
  static func verdict(on old: Item, _ new: Item) -> StoryVerdict? {
    guard let matcher = try? Matcher([]) else { return nil }
    func print(_ item: Item) -> StoryPrint {
      let text = matcher.read(MatchInput(item))
      return StorySketch.print(of: item, link: 0) { text.withWordHashes(of: $0, $1) }
    }
    let (keys, probes) = (print(old).keys, print(new).probes)
    guard !Set(keys).isDisjoint(with: probes) else { return nil }
    var comparison = StoryComparison(new)
    return comparison.verdict(on: old, isSameFeed: false)
  }
}

/// How many pairs were judged rightly.
struct LabelledScore {
  private(set) var truePositives = 0
  private(set) var falsePositives = 0
  private(set) var falseNegatives = 0
  private(set) var trueNegatives = 0
  /// What came later of one matter: how often it was judged, and how often it joined.
  private(set) var later = 0
  private(set) var updates = 0
  private(set) var misses: [String] = []

  mutating func count(_ pair: LabelledPairs.Pair, _ verdict: StoryVerdict?) {
    if pair.label == .later { later += 1 }
    switch (pair.label, verdict) {
    case (.same, .some): truePositives += 1
    case (.different, .none), (.later, .none): trueNegatives += 1
    case (.later, .some(let verdict)) where !verdict.isCopy: updates += 1
    case (.different, .some), (.later, .some):
      falsePositives += 1
      note("wrongly one story", pair)
    case (.same, .none):
      falseNegatives += 1
      note("not found", pair)
    }
  }

  private mutating func note(_ what: String, _ pair: LabelledPairs.Pair) {
    misses.append(
      "\(what): \(pair.kind): \(pair.first.title ?? "") / \(pair.second.title ?? "")")
  }

  /// Counts another file's judgements in.
  mutating func add(_ other: LabelledScore) {
    truePositives += other.truePositives
    falsePositives += other.falsePositives
    falseNegatives += other.falseNegatives
    trueNegatives += other.trueNegatives
    later += other.later
    updates += other.updates
    misses += other.misses
  }

  /// Whether precision and recall are what is wanted of a labelled set.
  var reachesGoal: Bool { precision >= 0.99 && recall >= 0.85 }

  /// Of those taken for one story, the share that is.
  var precision: Double { Self.share(truePositives, falsePositives) }
  /// Of those that are one story, the share that was found.
  var recall: Double { Self.share(truePositives, falseNegatives) }

  var line: String {
    let asked = truePositives + falsePositives + falseNegatives + trueNegatives + updates
    func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
    let joined = later == 0 ? "" : "; \(updates) of \(later) later ones joined"
    return
      "\(asked) judgements, precision \(percent(precision)), recall \(percent(recall))\(joined)"
  }

  private static func share(_ right: Int, _ wrong: Int) -> Double {
    right + wrong == 0 ? 1 : Double(right) / Double(right + wrong)
  }
}
