import CUnicode
public import PantauCore

/// Makes the keys under which an item's copies find it.
///
/// Shingles are four words in a row, of the title and of the text. The smallest hashes are taken
/// twice: of all shingles, and of the first of the text alone, for copies are cut at their end and
/// many feeds carry nothing but the first sentences. Beside them stand a text's facts, names with
/// numbers, which a text written anew keeps. Words come as hashes: whoever looks for keywords in
/// an item has cut it up already.
public struct StorySketch {
  private var whole = SmallestHashes(
    StoryPrint.maxProbes - Self.leadProbes - Self.factProbes - Self.quoteProbes - 1)
  private var lead = SmallestHashes(Self.leadProbes)
  private var facts = SmallestHashes(Self.factProbes)
  private var quotes = SmallestHashes(Self.quoteProbes)
  /// The hash of the words of title and text, for items too short for shingles; of others of no use.
  private var sum: UInt64 = 0
  private var words = 0

  /// Items of fewer words are one story only when title and text are equal.
  static let shortWords = 20
  /// How many keys come from the text's first shingles, and how many of those are looked for.
  private static let leadKeys = 3
  private static let leadProbes = 5
  /// How many shingles those are.
  private static let leadShingles = 40
  /// How many keys come from what the text tells, one less where it quotes; and how many of those are
  /// looked for.
  private static let factKeys = 3
  private static let factProbes = 12
  /// How many quotations are looked for; one is a key.
  private static let quoteProbes = 3

  /// The print of an item.
  ///
  /// - Parameters:
  ///   - item: the item as parsed.
  ///   - link: the hash of its canonical link; 0 where it has none.
  ///   - words: hands on the hashes of a field's words, equal for words that count as equal; the same
  ///     for every item that is kept.
  /// - Returns: keys to keep it under and to look others up by; none for an item that has neither
  ///   enough words nor a text.
  public static func print(
    of item: Item, link: Int64, words: (ItemField, (Span<UInt64>) -> Void) -> Void
  ) -> StoryPrint {
    var sketch = StorySketch()
    if item.title != nil { words(.title) { sketch.add($0, isText: false) } }
    let titleWords = sketch.words
    if let body = item.storyBodyField { words(body) { sketch.add($0, isText: true) } }
    var keys: [UInt32] = []
    var probes: [UInt32] = []
    keys.reserveCapacity(StoryPrint.maxKeys)
    probes.reserveCapacity(StoryPrint.maxProbes)
    if sketch.words >= shortWords {
      if let text = item.storyBody {
        FactHashes.add(text, to: &sketch.facts, quotes: &sketch.quotes)
      }
      sketch.addProbes(to: &probes)
      keys.append(contentsOf: probes.prefix(StoryPrint.maxKeys - 1))
    } else if sketch.words > titleWords {
      keys.append(key(sketch.sum))
      probes.append(key(sketch.sum))
    }
    if link != 0 {
      let key = UInt32(truncatingIfNeeded: link) | 1
      keys.append(key)
      probes.append(key)
    }
    return StoryPrint(keys: keys, probes: probes)
  }

  /// Adds the hashes to look for; the first of them are the item's own keys.
  private func addProbes(to probes: inout [UInt32]) {
    let first = min(lead.count, Self.leadKeys)
    for place in 0..<first { probes.append(lead[place]) }
    let quoted = min(quotes.count, 1)
    let told = min(facts.count, Self.factKeys - quoted)
    for place in 0..<told { probes.append(facts[place]) }
    for place in 0..<quoted { probes.append(quotes[place]) }
    for place in 0..<whole.count where !probes.contains(whole[place]) {
      probes.append(whole[place])
    }
    for place in first..<lead.count where !probes.contains(lead[place]) {
      probes.append(lead[place])
    }
    for place in told..<facts.count { probes.append(facts[place]) }
    for place in quoted..<quotes.count { probes.append(quotes[place]) }
  }

  private mutating func add(_ field: Span<UInt64>, isText: Bool) {
    words += field.count
    sum = pantau_mixed(sum &+ 1)
    if words < Self.shortWords {
      for place in field.indices { sum = (sum ^ field[place]) &* 0x9E37_79B9_7F4A_7C15 }
    }
    if isText { lead.offerRows(of: field.extracting(first: Self.leadShingles + 3)) }
    whole.offerRows(of: field)
  }

  /// A key of what a hash stands for.
  @inline(__always)
  static func key(_ value: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: pantau_mixed(value) >> 32)
  }
}

extension Item {
  /// The longest text: the content, which is the summary again in feeds of one body.
  var storyBody: String? { storyBodyField == .summary ? summary : content }

  /// Which field that is; nil where there is neither.
  fileprivate var storyBodyField: ItemField? {
    guard let content else { return summary == nil ? nil : .summary }
    guard let summary, summary.utf8.count > content.utf8.count else { return .content }
    return .summary
  }
}
