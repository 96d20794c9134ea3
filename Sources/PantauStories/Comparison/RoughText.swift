import PantauCore

/// An item's words as they are written, for ``RoughComparison``.
///
/// A word that may be read as another one (`dua` as 2) counts as one that the other text has.
struct RoughText {
  /// The text's words, but those that may be read as others.
  let words: [UInt64]
  /// How many words those may become at the most.
  let others: Int
  /// The same of the title.
  private let title: [UInt64]
  /// How many words may be cut off as credits.
  let credits: Int
  /// How many numbers and names the text may tell; enough of them are counted.
  let facts: Int

  init(_ item: Item) {
    let body = item.storyBody ?? ""
    let (title, text) = (
      RoughWords(item.title ?? ""), RoughWords(body, from: Dateline.length(in: body))
    )
    self.title = title.words
    (words, others, facts) = (text.words, text.others, text.numbers + text.names)
    // No more than so many of these are among the text's last words.
    credits = Phrases.credits.occur(in: words.suffix(StoryText.lastWords)) ? StoryText.lastWords : 0
  }

  /// The words of title and text as a set.
  var vocabulary: WordSet {
    var all = WordSet(capacity: title.count + words.count)
    for word in title { all.insert(word) }
    for word in words { all.insert(word) }
    return all
  }

  /// How many words the text has at least, and at most.
  var least: Int { words.count - credits }
  var most: Int { words.count + others }

  /// Whether it may be so short that items are compared by rules of their own.
  var mayBeShort: Bool {
    title.count + least < StorySketch.shortWords || least < StoryComparison.leastBodyWords
  }

  /// Whether another item that has these words may tell them anew, this one being the shorter.
  func mayBeRetold(in vocabulary: WordSet) -> Bool {
    let known = words.count { vocabulary.contains($0) } + others
    return Double(known) >= Retelling.leastCommonWords * Double(most - credits)
  }
}
