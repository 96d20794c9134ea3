/// A place of a folded text where a term stands.
struct Hit: Hashable {
  var term: UInt32
  var segment: Int
  /// The folded bytes.
  var range: Range<Int>
  /// The numbers of its first and last word, counted through all segments.
  var firstWord: Int
  var lastWord: Int
  /// The place in the original's UTF-8 where it is known better than from the folded bytes.
  var original: Range<Int>?

  /// Whether both stand on the same letters.
  func overlaps(_ other: Hit) -> Bool {
    segment == other.segment && range.overlaps(other.range)
  }
}

extension FoldedText {
  /// A hit with its words counted; a symbol has the number of the word that follows it.
  func hit(_ term: UInt32, _ range: Range<Int>, segment index: Int) -> Hit {
    let segment = segments[index]
    let first = wordEnding(after: range.lowerBound, in: segment)
    var last = first
    while last + 1 < segment.endWord, Int(words[last + 1].start) < range.upperBound { last += 1 }
    return Hit(term: term, segment: index, range: range, firstWord: first, lastWord: last)
  }

  /// The place of a hit in the original's UTF-8.
  func originalPlaces(of hit: Hit) -> Range<Int> {
    hit.original ?? originalPlaces(hit.range, in: segments[hit.segment])
  }
}
