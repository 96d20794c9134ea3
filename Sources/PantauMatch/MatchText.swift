import PantauCore

/// Matches as people read them: the words found, and the excerpt around them.
enum MatchText {
  /// Longer finds of regular expressions are shown cut.
  static let maxTextCharacters = 200

  /// Makes a keyword's match that shows one of its hits.
  static func match(_ keyword: String, _ hits: [Hit], shown: Int, _ text: FoldedText)
    -> KeywordMatch
  {
    let hit = hits[shown]
    let segment = text.segments[hit.segment]
    let places = hits.filter { $0.segment == hit.segment }.map { text.originalPlaces(of: $0) }
    let excerpt = Excerpt(segment.original, hits: places, shown: text.originalPlaces(of: hit))
    return KeywordMatch(
      keyword: keyword, field: segment.field, text: self.text(hit, text), excerpt: excerpt.text)
  }

  /// The words of a hit as they stand in the item.
  static func text(_ hit: Hit, _ text: FoldedText) -> String {
    let utf8 = text.segments[hit.segment].original.utf8
    let places = text.originalPlaces(of: hit)
    let start = utf8.index(utf8.startIndex, offsetBy: places.lowerBound)
    let found = text.segments[hit.segment].original[
      start..<utf8.index(start, offsetBy: places.count)]
    return String(found.prefix(maxTextCharacters))
  }
}
