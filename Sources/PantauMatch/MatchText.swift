import PantauCore

/// Matches as people read them: the words found, and the excerpt around them.
enum MatchText {
  /// Longer finds of regular expressions are shown cut.
  static let maxTextCharacters = 200

  /// Makes a keyword's match that shows one of its hits, without `excerpts` in its words alone.
  static func match(
    _ keyword: String, _ hits: [Hit], shown: Int, _ text: FoldedText, excerpts: Bool
  ) -> KeywordMatch {
    let hit = hits[shown]
    let segment = text.segments[hit.segment]
    let found = self.text(hit, text)
    var match = KeywordMatch(keyword: keyword, field: segment.field, text: found, excerpt: "")
    match.isInText = hits.contains {
      $0.term == hit.term && !text.segments[$0.segment].fields.isDisjoint(with: .texts)
    }
    guard excerpts else { return match }
    let places = hits.filter { $0.segment == hit.segment }.map { text.originalPlaces(of: $0) }
    match.excerpt =
      Excerpt(segment.original, hits: places, shown: text.originalPlaces(of: hit)).text
    return match
  }

  /// The words of a hit as they stand in the item.
  static func text(_ hit: Hit, _ text: FoldedText) -> String {
    let utf8 = text.segments[hit.segment].original.utf8
    let places = text.originalPlaces(of: hit)
    let start = utf8.index(utf8.startIndex, offsetBy: places.lowerBound)
    let found = text.segments[hit.segment].original[
      start..<utf8.index(start, offsetBy: places.count)]
    return places.count <= maxTextCharacters
      ? String(found) : String(found.prefix(maxTextCharacters))
  }
}
