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
  ///   - words: the hashes of a field's words, equal for words that count as equal; the same for every
  ///     item that is kept.
  /// - Returns: keys to keep it under and to look others up by; none for an item that has neither
  ///   enough words nor a text.
  public static func print(
    of item: Item, link: Int64, words: (ItemField) -> [UInt64]
  ) -> StoryPrint {
    var sketch = StorySketch()
    if item.title != nil { sketch.add(words(.title), isText: false) }
    let titleWords = sketch.words
    if let body = item.storyBodyField { sketch.add(words(body), isText: true) }
    var keys: [UInt32] = []
    var probes: [UInt32] = []
    if sketch.words >= shortWords {
      if let text = item.storyBody {
        FactHashes.add(text, to: &sketch.facts, quotes: &sketch.quotes)
      }
      (keys, probes) = sketch.shingleKeys()
    } else if sketch.words > titleWords {
      keys = [key(sketch.sum)]
      probes = keys
    }
    if link != 0 {
      let key = UInt32(truncatingIfNeeded: link) | 1
      keys.append(key)
      probes.append(key)
    }
    return StoryPrint(keys: keys, probes: probes)
  }

  private func shingleKeys() -> (keys: [UInt32], probes: [UInt32]) {
    var probes: [UInt32] = []
    probes.reserveCapacity(StoryPrint.maxProbes)
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
    return (Array(probes.prefix(StoryPrint.maxKeys - 1)), probes)
  }

  private mutating func add(_ field: [UInt64], isText: Bool) {
    words += field.count
    sum = Self.mixed(sum &+ 1)
    if words < Self.shortWords {
      for word in field { sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15 }
    }
    let first = isText ? min(field.count, Self.leadShingles + 3) : 0
    Self.forEachShingle(field[..<first]) {
      lead.offer($0)
      whole.offer($0)
    }
    Self.forEachShingle(field[max(0, first - 3)...]) { whole.offer($0) }
  }

  @inline(__always)
  private static func forEachShingle(_ words: ArraySlice<UInt64>, _ body: (UInt32) -> Void) {
    guard words.count >= 4 else { return }
    words.withUnsafeBufferPointer { words in
      var window = (words[0], words[1], words[2])
      for word in words[3...] {
        // Odd factors, one a place, so that the same words in another order are another shingle.
        let shingle =
          window.0 &* 0x9E37_79B9_7F4A_7C15 &+ window.1 &* 0xC2B2_AE3D_27D4_EB4F
          &+ window.2 &* 0x1656_67B1_9E37_79F9 &+ word &* 0x27D4_EB2F_1656_67C5
        body(key(shingle))
        window = (window.1, window.2, word)
      }
    }
  }

  /// A key of what a hash stands for.
  @inline(__always)
  static func key(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: mixed(value) >> 32) }

  /// Spreads all bits over all others (the finalizer of SplitMix64).
  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
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
