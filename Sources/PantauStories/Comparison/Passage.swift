public import PantauCore

/// Tells whether the words around a keyword's hit stand nearly the same in another item.
///
/// What bounds the harm of a story wrongly joined: a copy is silent only for what was said already.
public struct Passages {
  private let words: [ItemField: [StoryWord]]

  /// How many words on each side belong to the passage.
  private static let reach = 8
  /// The share of a passage's words that must stand there.
  private static let leastShare = 0.7

  /// Takes an item's fields.
  public init(_ item: Item) {
    var words: [ItemField: [StoryWord]] = [:]
    for field in ItemField.allCases {
      let text: String? =
        switch field {
        case .title: item.title
        case .summary: item.summary == item.content ? nil : item.summary
        case .content: item.content
        case .author: item.authors.joined(separator: "; ")
        case .category: item.categories.joined(separator: "; ")
        case .url: item.url
        }
      guard let text, !text.isEmpty else { continue }
      let isText = field == .summary || field == .content
      words[field] = isText ? Dateline.neutralWords(of: text) : NumberWords.words(of: text)
    }
    self.words = words
  }

  /// Whether a match of this item was told by one of others.
  ///
  /// A copy has a headline of its own, so where the keyword found the words in the text itself, the
  /// text decides: at least half of the places must stand nearly the same. A keyword that asks for
  /// the headline is told by a headline, or by a text that says the same.
  ///
  /// - Parameters:
  ///   - match: what was found in this item.
  ///   - others: items that were alerted for the same keyword.
  /// - Returns: whether it says nothing new.
  public func holds(_ match: KeywordMatch, saidIn others: [Passages]) -> Bool {
    let found = NumberWords.words(of: match.text).map(\.hash)
    guard !found.isEmpty else { return false }
    let inText =
      match.isInText ? [ItemField.content, .summary].flatMap { passages(of: found, in: $0) } : []
    let mine = inText.isEmpty ? passages(of: found, in: match.field) : inText
    guard !mine.isEmpty else { return false }
    let said = mine.count { passage in others.contains { $0.says(passage, around: found) } }
    return 2 * said >= mine.count
  }

  private func says(_ passage: [StoryWord], around found: [UInt64]) -> Bool {
    words.keys.contains { field in
      passages(of: found, in: field).contains { Self.areAlike(passage, $0) }
    }
  }

  /// The words around each place where these stand.
  private func passages(of found: [UInt64], in field: ItemField) -> [[StoryWord]] {
    guard let words = words[field], words.count >= found.count else { return [] }
    var passages: [[StoryWord]] = []
    for start in 0...(words.count - found.count)
    where zip(found, words[start...]).allSatisfy({ $0 == $1.hash }) {
      let end = start + found.count
      passages.append(
        Array(words[max(0, start - Self.reach)..<min(words.count, end + Self.reach)]))
    }
    return passages
  }

  private static func areAlike(_ mine: [StoryWord], _ other: [StoryWord]) -> Bool {
    let alignment = Alignment(mine[...], other[...])
    guard Double(alignment.matched) >= leastShare * Double(min(mine.count, other.count)),
      Double(alignment.matched) >= leastShare / 2 * Double(max(mine.count, other.count))
    else { return false }
    return alignment.gaps.allSatisfy { gap in
      let (mine, other) = (mine[gap.first], other[gap.second])
      if Contradiction.inNumbers(words(mine, .number), words(other, .number)) { return false }
      let names = Contradiction.inNames(
        (words(mine, .name), words(other, .name)), of: (mine, other))
      return names.0.isEmpty || names.1.isEmpty
    }
  }

  private static func words(_ words: ArraySlice<StoryWord>, _ kind: StoryWord.Kind) -> [StoryWord] {
    words.filter { $0.kind == kind && !Phrases.outlets.holds($0.hash) }
  }
}
