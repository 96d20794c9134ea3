import PantauCore

/// An item's words as they are written: refuses nearly all that is no copy, before numbers are read and
/// words looked at.
///
/// Sure: what ``StoryText`` would let pass is not refused. A word that may be read as another one (`dua`
/// as 2) counts as one that the other text has, and as a fact.
struct RoughText {
  /// The text's words, but those that may be read as others.
  private let words: [UInt64]
  /// How many words those may become at the most.
  private let others: Int
  /// How many words of the title stay what they are.
  private let titleWords: Int
  /// How many words may be cut off as credits.
  private let credits: Int
  /// How many numbers and names the text may tell; enough of them are counted.
  private let facts: Int

  init(_ item: Item) {
    let (title, body) = (Reader(item.title ?? "", from: 0), Reader(of: item.storyBody ?? ""))
    titleWords = title.words.count
    (words, others, facts) = (body.words, body.others, body.others + body.names.count)
    credits = Phrases.credits.occur(in: words) ? StoryText.lastWords : 0
  }

  /// The text's words as a set.
  var vocabulary: WordSet { WordSet(hashes: words) }

  /// How many words the text has at least, and at most.
  private var least: Int { words.count - credits }
  private var most: Int { words.count + others }

  /// Whether it may be so short that items are compared by rules of their own.
  private var mayBeShort: Bool {
    titleWords + least < StorySketch.shortWords || least < StoryComparison.leastBodyWords
  }

  /// Whether as many words of the shorter text may stand in the longer one as do in copies.
  ///
  /// - Parameters:
  ///   - old: the other item.
  ///   - vocabulary: this one's.
  /// - Returns: false only where it is none.
  func mayBeCopy(of old: RoughText, by vocabulary: WordSet) -> Bool {
    if mayBeShort || old.mayBeShort { return true }
    let known = old.words.count { vocabulary.contains($0) } + old.others
    // Were the others fewer, there would be as many known ones fewer: no larger share.
    let count = min(least, old.most - old.credits)
    let share = StoryComparison.leastLikeness(ofWords: min(most, old.most))
    return Double(known) >= share * Double(count)
  }

  /// Whether both may tell enough for one to be the other told anew.
  func mayBeRetelling(of old: RoughText) -> Bool {
    min(facts, old.facts) >= Retelling.leastFacts
  }

  /// Takes words as they are scanned.
  private struct Reader {
    var words: [UInt64] = []
    var others = 0
    var names: [UInt64] = []
    private let readAsOthers = RoughText.readAsOthers

    init(of body: String) { self.init(body, from: Dateline.length(in: body)) }

    init(_ text: String, from start: Int) {
      words.reserveCapacity(text.utf8.count / 5)
      WordScanner.scan(text, from: start) { word, _ in take(word) }
    }

    @inline(__always)
    private mutating func take(_ word: ScannedWord) {
      if word.isNumber || readAsOthers.contains(word.hash) {
        others += MeasureUnits.whole(word) == nil ? 1 : 2
        return
      }
      words.append(word.hash)
      if word.isCapital, !word.startsSentence, names.count < Retelling.leastFacts,
        !names.contains(word.hash)
      {
        names.append(word.hash)
      }
    }
  }

  /// The words that ``StoryText`` reads as others in some places, and those that it reads others as.
  private static let readAsOthers = WordSet(
    hashes: NumberWords.changed + MeasureUnits.changed + CalendarWords.changed
      + RomanNumerals.changed)
}
