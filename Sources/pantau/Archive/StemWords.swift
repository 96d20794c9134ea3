import PantauCore
import PantauMatch
import PantauStore

/// The words of the archive that share one stem, the most frequent first.
struct StemWords {
  var stem: String
  var words: [(word: String, items: Int)]

  /// How many of the archive's items are looked at, the oldest of them first.
  private static let maxItems = 50_000
  private static let maxWords = 30

  /// Walks the archive and stems each different word once.
  static func collect(
    _ stems: [String], _ stemmer: WordStems, from store: Store
  ) throws(StoreError) -> [StemWords] {
    var tally = WordTally()
    var reader = ArchiveReader(store)
    var count = 0
    while count < maxItems {
      let page = try reader.nextPage()
      guard !page.isEmpty else { break }
      count += page.count
      for item in page { tally.add(MatchInput(item.item)) }
    }
    var found = Dictionary(uniqueKeysWithValues: stems.map { ($0, [(word: String, items: Int)]()) })
    for (word, items) in tally.counts {
      found[stemmer.stem(of: word)]?.append((word, items))
    }
    return stems.map { stem in
      let words = (found[stem] ?? []).sorted { ($1.items, $0.word) < ($0.items, $1.word) }
      return StemWords(stem: stem, words: Array(words.prefix(maxWords)))
    }
  }

  /// For a person.
  var line: String {
    guard !words.isEmpty else { return "stem \(stem): no word of the archive" }
    return "stem \(stem): " + words.map { "\($0.word) (\($0.items))" }.joined(separator: ", ")
  }

  var object: String {
    var json = JSONWriter()
    json.object { json in
      json.name("stem")
      json.value(stem)
      json.name("words")
      json.array { json in
        for (word, items) in words {
          json.object { json in
            json.name("word")
            json.value(word)
            json.name("items")
            json.value(items)
          }
        }
      }
    }
    return json.text
  }
}
