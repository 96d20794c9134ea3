import PantauCore

/// An item beside older ones, by words as they are written: refuses nearly all that tell another
/// story, before numbers are read and words looked at.
///
/// Sure: what ``StoryText`` would let pass is not refused. The item is made ready once.
struct RoughComparison {
  private let text: RoughText
  /// How often each word stands in the text.
  private let counts: WordCounts
  /// The words of title and text.
  private lazy var vocabulary = text.vocabulary

  /// Makes an item ready.
  init(_ item: Item) {
    text = RoughText(item)
    counts = WordCounts(text.words)
  }

  /// Whether one of two items may be a copy of the other.
  func mayBeCopy(_ old: RoughText) -> Bool {
    if text.mayBeShort || old.mayBeShort { return true }
    // A word is alike with one word at the most. Were the others fewer, as many fewer were alike: no
    // larger share.
    let shorter = Double(min(text.least, old.most - old.credits))
    let share = StoryComparison.leastLikeness(ofWords: min(text.most, old.most))
    let alike = Int(share * shorter) - old.others
    return counts.hold(old.words, butFor: old.words.count - alike)
  }

  /// Whether one of two items may be the other told anew.
  mutating func mayBeRetelling(_ old: RoughText) -> Bool {
    if text.mayBeShort || old.mayBeShort { return true }
    guard min(text.facts, old.facts) >= Retelling.leastFacts else { return false }
    return old.least < text.most && old.mayBeRetold(in: vocabulary)
      || text.least <= old.most && text.mayBeRetold(in: old.vocabulary)
  }
}
