import PantauCore

/// An item's words as they are written: refuses nearly all that tell another story, before numbers are
/// read and words looked at.
///
/// Sure: what ``StoryText`` would let pass is not refused. A word that may be read as another one (`dua`
/// as 2) counts as one that the other text has.
struct RoughText {
  /// The text's words, but those that may be read as others.
  private let words: [UInt64]
  /// How many words those may become at the most.
  private let others: Int
  /// The same of the title.
  private let title: [UInt64]
  /// How many words may be cut off as credits.
  private let credits: Int
  /// How many numbers and names the text may tell; enough of them are counted.
  private let facts: Int

  init(_ item: Item) {
    let body = item.storyBody ?? ""
    let (title, text) = (
      RoughWords(item.title ?? ""), RoughWords(body, from: Dateline.length(in: body))
    )
    self.title = title.words
    (words, others, facts) = (text.words, text.others, text.numbers + text.names)
    credits = Phrases.credits.occur(in: words) ? StoryText.lastWords : 0
  }

  /// The words of title and text as a set.
  var vocabulary: WordSet {
    var all = WordSet(capacity: title.count + words.count)
    for word in title { all.insert(word) }
    for word in words { all.insert(word) }
    return all
  }

  /// How many words the text has at least, and at most.
  private var least: Int { words.count - credits }
  private var most: Int { words.count + others }

  /// Whether it may be so short that items are compared by rules of their own.
  private var mayBeShort: Bool {
    title.count + least < StorySketch.shortWords || least < StoryComparison.leastBodyWords
  }

  /// What two items may be to each other.
  struct Verdict {
    /// Whether one may be a copy of the other.
    var mayBeCopy = true
    /// Whether one may be the other told anew.
    var mayBeRetelling = true
  }

  /// Compares with an older item.
  ///
  /// - Parameters:
  ///   - old: the other item.
  ///   - vocabulary: this one's.
  /// - Returns: what is not sure to be false.
  func verdict(on old: RoughText, by vocabulary: WordSet) -> Verdict {
    if mayBeShort || old.mayBeShort { return Verdict() }
    let known = old.known(in: vocabulary)
    // Were the others fewer, there would be as many known ones fewer: no larger share.
    let share = Double(known) / Double(min(least, old.most - old.credits))
    return Verdict(
      mayBeCopy: share >= StoryComparison.leastLikeness(ofWords: min(most, old.most)),
      mayBeRetelling: min(facts, old.facts) >= Retelling.leastFacts
        && (old.least < most && old.mayBeRetold(known: known)
          || least <= old.most && mayBeRetold(known: self.known(in: old.vocabulary)))
    )
  }

  /// How many of the text's words another item may have.
  private func known(in vocabulary: WordSet) -> Int {
    words.count { vocabulary.contains($0) } + others
  }

  /// Whether another item that has so many of the words may tell them anew, this one being the shorter.
  private func mayBeRetold(known: Int) -> Bool {
    Double(known) >= Retelling.leastCommonWords * Double(most - credits)
  }
}
