@testable import PantauMatch

/// Queries evaluated the slow and plain way, to compare the matcher with: no hashes, no bit masks,
/// every term tried at every place.
indirect enum NaiveQuery {
  case phrase([NaiveWord])
  case and([NaiveQuery])
  case or([NaiveQuery])
  case not(NaiveQuery)
  case near(Int, NaiveQuery, NaiveQuery)

  /// The query as a user would write it.
  var text: String {
    switch self {
    case .phrase(let words): words.map(\.text).joined(separator: " ")
    case .and(let parts): parts.map { "(\($0.text))" }.joined(separator: " AND ")
    case .or(let parts): parts.map { "(\($0.text))" }.joined(separator: " OR ")
    case .not(let part): "NOT (\(part.text))"
    case .near(let distance, let left, let right): "(\(left.text)) NEAR/\(distance) (\(right.text))"
    }
  }
}

/// A word with its sign.
struct NaiveWord {
  enum Sign: CaseIterable { case plain, exact, prefix, stem }

  var letters: String
  var sign: Sign

  var text: String {
    switch sign {
    case .plain: letters
    case .exact: "=" + letters
    case .prefix: letters + "*"
    case .stem: "~" + letters
    }
  }
}

/// A text, scalar by scalar.
struct NaiveText {
  struct Letter {
    var folded: Unicode.Scalar
    /// The place of the original scalar it came from.
    var origin: Int
  }

  let original: [Unicode.Scalar]
  private(set) var letters: [Letter] = []
  /// Places among the letters where a word begins or ends.
  private(set) var words: [Range<Int>] = []

  init(_ text: String) {
    original = Array(text.unicodeScalars)
    for (origin, scalar) in original.enumerated() {
      letters += Self.folded(scalar).map { Letter(folded: $0, origin: origin) }
    }
    findWords()
  }

  static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    let record = UnicodeRecord(scalar.value)
    guard record.isChanged else { return [scalar] }
    let bytes = UnsafeBufferPointer(start: record.foldedBytes, count: record.foldedCount)
    return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }

  /// The rules over the whole text at once, with the departures made by class.
  private mutating func findWords() {
    let units = letters.map { letter -> WordBreaks.Unit in
      let record = UnicodeRecord(letter.folded.value)
      var wordBreak = record.wordBreak
      if letter.folded == ":" { wordBreak = .other }
      if letter.folded == "." { wordBreak = .midNum }
      if record.isUnspaced && wordBreak == .aLetter { wordBreak = .katakana }
      return WordBreaks.Unit(wordBreak: wordBreak, isPictographic: record.isPictographic)
    }
    var first = 0
    for next in WordBreaks(units).boundaries() + [units.count] where next > first {
      var end = next
      if end - first > 2, letters[end - 1].folded == "s", letters[end - 2].folded == "'" {
        end -= 2
      }
      let isWord = (first..<next).contains { index in
        let record = UnicodeRecord(letters[index].folded.value)
        return [.aLetter, .numeric, .katakana, .extendNumLet, .hebrewLetter].contains(
          units[index].wordBreak) || record.isUnspaced && !record.isKeptMark
      }
      if isWord { words.append(first..<end) }
      first = next
    }
  }

  func isBorder(_ place: Int) -> Bool {
    if place < letters.count, UnicodeRecord(letters[place].folded.value).isKeptMark { return false }
    return !words.contains { $0.lowerBound < place && place < $0.upperBound }
  }

  func isSeparator(_ place: Int) -> Bool {
    place < letters.count && (letters[place].folded.value <= 0x20 || letters[place].folded == "-")
  }

  /// The original letters of a row of folded ones, marks and invisible ones after them included.
  func originalText(_ range: Range<Int>) -> String {
    let start = letters[range.lowerBound].origin
    let end = range.upperBound < letters.count ? letters[range.upperBound].origin : original.count
    var text = String.UnicodeScalarView()
    text.append(contentsOf: original[start..<end])
    return String(text)
  }
}

/// Evaluates naive queries on one text.
struct NaiveEvaluator {
  let text: NaiveText
  let stemmer: Stemmer
  let clitics: Bool

  func holds(_ query: NaiveQuery) -> Bool {
    switch query {
    case .phrase(let words): return !places(of: words).isEmpty
    case .and(let parts): return parts.allSatisfy { holds($0) }
    case .or(let parts): return parts.contains { holds($0) }
    case .not(let part): return !holds(part)
    case .near(let distance, let left, let right):
      return sides(left).contains { a in
        sides(right).contains { b in !a.overlaps(b) && self.distance(a, b) <= distance }
      }
    }
  }

  private func sides(_ query: NaiveQuery) -> [Range<Int>] {
    switch query {
    case .phrase(let words): places(of: words)
    case .or(let parts): parts.flatMap { sides($0) }
    default: []
    }
  }

  private func distance(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    let (a, b) = (wordNumbers(left), wordNumbers(right))
    return max(0, max(b.lowerBound - a.upperBound, a.lowerBound - b.upperBound))
  }

  private func wordNumbers(_ range: Range<Int>) -> ClosedRange<Int> {
    let first = text.words.firstIndex { $0.upperBound > range.lowerBound } ?? text.words.count
    let last = text.words.lastIndex { $0.lowerBound < range.upperBound } ?? first
    return first...max(first, last)
  }

  private func places(of words: [NaiveWord]) -> [Range<Int>] {
    text.letters.indices.compactMap { start in end(of: words, from: start).map { start..<$0 } }
  }

  private func end(of words: [NaiveWord], from start: Int) -> Int? {
    var place = start
    for (index, word) in words.enumerated() {
      if index > 0 {
        guard text.isSeparator(place) else { return nil }
        while text.isSeparator(place) { place += 1 }
      }
      guard
        let end = end(of: word, from: place, isFirst: index == 0, isLast: index == words.count - 1)
      else { return nil }
      place = end
    }
    return place
  }

  private func end(of word: NaiveWord, from start: Int, isFirst: Bool, isLast: Bool) -> Int? {
    if word.sign == .stem {
      guard let found = text.words.first(where: { $0.lowerBound == start }) else { return nil }
      let stem = stemmer.foldedStem(text.originalText(found))
      return stem == stemmer.foldedStem(word.letters) ? found.upperBound : nil
    }
    let folded = word.letters.unicodeScalars.flatMap(NaiveText.folded)
    let end = start + folded.count
    guard end <= text.letters.count,
      zip(text.letters[start..<end], folded).allSatisfy({ $0.folded == $1 })
    else { return nil }
    if word.sign == .exact && visible(text.originalText(start..<end)) != word.letters { return nil }
    if isFirst, isSpacedWord(folded[0]), !text.isBorder(start) { return nil }
    if word.sign == .prefix {
      return text.words.first { $0.lowerBound <= start && start < $0.upperBound }.map {
        max(end, $0.upperBound)
      } ?? end
    }
    guard isLast else { return end }
    guard isSpacedWord(folded[folded.count - 1]) else {
      let isBeforeMark =
        end < text.letters.count && UnicodeRecord(text.letters[end].folded.value).isKeptMark
      return isBeforeMark ? nil : end
    }
    return text.isBorder(end) ? end : endAfterClitics(end)
  }

  /// Without zero-width characters at the ends: they stand beside the word.
  private func visible(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.last?.properties.generalCategory == .format { scalars.removeLast() }
    while scalars.first?.properties.generalCategory == .format { scalars.removeFirst() }
    return String(scalars)
  }

  private func endAfterClitics(_ place: Int) -> Int? {
    guard clitics,
      let word = text.words.first(where: { $0.lowerBound < place && place < $0.upperBound })
    else { return nil }
    let rest = text.letters[place..<word.upperBound].map { String($0.folded) }.joined()
    for possessive in ["", "nya", "ku", "mu"] {
      for particle in ["", "lah", "kah", "pun"] where rest == possessive + particle {
        return word.upperBound
      }
    }
    return nil
  }

  /// Whether a term that ends in this character asks for a border there.
  private func isSpacedWord(_ scalar: Unicode.Scalar) -> Bool {
    let record = UnicodeRecord(scalar.value)
    let isWord = [.aLetter, .numeric, .katakana, .extendNumLet, .hebrewLetter].contains(
      record.wordBreak)
    return isWord && !record.isUnspaced
  }
}
