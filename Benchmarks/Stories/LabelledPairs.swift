import FoundationEssentials
import PantauCore
import PantauMatch
import PantauStories

/// Pairs of items of which a person has said whether they tell one story.
///
/// A file holds five lines a pair (`same: kind` or `different: kind`, title, text, title, text) with
/// an empty line before each. `seen.txt` is what the rules were made with; what is called `held-out`
/// was written and judged before they were tried on it.
struct LabelledPairs {
  struct Pair {
    var isSame: Bool
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
      pairs.append(
        Pair(
          isSame: label[0] == "same", kind: label[1].drop { $0 == " " }.description,
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
        score.count(pair, merged: Self.areOneStory(old, new))
      }
    }
    return score
  }

  /// Whether the newer item joins the story of the older one, seen in another feed.
  static func areOneStory(_ old: Item, _ new: Item) -> Bool {
    guard let matcher = try? Matcher([]) else { return false }
    func print(_ item: Item) -> StoryPrint {
      let text = matcher.read(MatchInput(item))
      return StorySketch.print(of: item, link: 0) { text.withWordHashes(of: $0, $1) }
    }
    let (keys, probes) = (print(old).keys, print(new).probes)
    guard !Set(keys).isDisjoint(with: probes) else { return false }
    var comparison = StoryComparison(new)
    return comparison.likeness(to: old, isSameFeed: false) != nil
  }
}

/// How many pairs were judged rightly.
struct LabelledScore {
  private(set) var truePositives = 0
  private(set) var falsePositives = 0
  private(set) var falseNegatives = 0
  private(set) var trueNegatives = 0
  private(set) var misses: [String] = []

  mutating func count(_ pair: LabelledPairs.Pair, merged: Bool) {
    switch (pair.isSame, merged) {
    case (true, true): truePositives += 1
    case (false, false): trueNegatives += 1
    case (false, true): falsePositives += 1
    case (true, false): falseNegatives += 1
    }
    guard pair.isSame != merged else { return }
    misses.append(
      "\(merged ? "wrongly one story" : "not found"): \(pair.kind): "
        + "\(pair.first.title ?? "") / \(pair.second.title ?? "")")
  }

  /// Counts another file's judgements in.
  mutating func add(_ other: LabelledScore) {
    truePositives += other.truePositives
    falsePositives += other.falsePositives
    falseNegatives += other.falseNegatives
    trueNegatives += other.trueNegatives
    misses += other.misses
  }

  /// Whether precision and recall are what is wanted of a labelled set.
  var reachesGoal: Bool { precision >= 0.99 && recall >= 0.85 }

  /// Of those taken for one story, the share that is.
  var precision: Double { Self.share(truePositives, falsePositives) }
  /// Of those that are one story, the share that was found.
  var recall: Double { Self.share(truePositives, falseNegatives) }

  var line: String {
    let asked = truePositives + falsePositives + falseNegatives + trueNegatives
    func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
    return "\(asked) judgements, precision \(percent(precision)), recall \(percent(recall))"
  }

  private static func share(_ right: Int, _ wrong: Int) -> Double {
    right + wrong == 0 ? 1 : Double(right) / Double(right + wrong)
  }
}
