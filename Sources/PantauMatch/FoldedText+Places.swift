/// The way back from folded places to the original text, and what stands at a place.
extension FoldedText {
  /// The original letters of folded bytes, widened to whole characters of UTF-8.
  func original(_ range: Range<Int>, in segment: Segment) -> Substring {
    let places = originalPlaces(range, in: segment)
    let text = segment.original
    let start = text.utf8.index(text.startIndex, offsetBy: places.lowerBound)
    let end = text.utf8.index(start, offsetBy: places.count)
    return text[start..<end]
  }

  /// The places in the original's UTF-8 of folded bytes, widened to whole characters of UTF-8.
  func originalPlaces(_ range: Range<Int>, in segment: Segment) -> Range<Int> {
    let utf8 = segment.original.utf8
    var start = min(originalPlace(range.lowerBound, in: segment), utf8.count)
    var end = min(max(start, originalPlace(range.upperBound, in: segment)), utf8.count)
    func continues(_ place: Int) -> Bool {
      place < utf8.count && utf8[utf8.index(utf8.startIndex, offsetBy: place)] & 0xC0 == 0x80
    }
    while start > 0, continues(start) { start -= 1 }
    while continues(end) { end += 1 }
    return start..<end
  }

  private func originalPlace(_ folded: Int, in segment: Segment) -> Int {
    var (low, high) = (segment.firstCheckpoint, segment.endCheckpoint)
    while low < high {
      let middle = (low + high) / 2
      if Int(checkpoints[middle].folded) <= folded { low = middle + 1 } else { high = middle }
    }
    guard low > segment.firstCheckpoint else { return folded - segment.start }
    let last = checkpoints[low - 1]
    return Int(last.original) + folded - Int(last.folded)
  }

  /// The folded place of a place in the original's UTF-8.
  func foldedPlace(_ original: Int, in segment: Segment) -> Int {
    var (low, high) = (segment.firstCheckpoint, segment.endCheckpoint)
    while low < high {
      let middle = (low + high) / 2
      if Int(checkpoints[middle].original) <= original { low = middle + 1 } else { high = middle }
    }
    guard low > segment.firstCheckpoint else { return min(segment.start + original, segment.end) }
    let last = checkpoints[low - 1]
    return min(Int(last.folded) + original - Int(last.original), segment.end)
  }

  /// The first word of the segment that ends after a place, or the segment's `endWord`.
  func wordEnding(after place: Int, in segment: Segment) -> Int {
    var (low, high) = (segment.firstWord, segment.endWord)
    while low < high {
      let middle = (low + high) / 2
      if Int(words[middle].end) <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether no word and no letter with its marks reaches across a place.
  func isBorder(_ place: Int, in segment: Segment) -> Bool {
    let index = wordEnding(after: place, in: segment)
    if index < segment.endWord, Int(words[index].start) < place { return false }
    return !isBeforeMark(place, in: segment)
  }

  /// Whether a mark that belongs to the letter before follows.
  func isBeforeMark(_ place: Int, in segment: Segment) -> Bool {
    guard place < segment.end, bytes[place] >= 0x80 else { return false }
    return UnicodeRecord(UTF8Scalar.decode(bytes.base + place).scalar).isKeptMark
  }
}
