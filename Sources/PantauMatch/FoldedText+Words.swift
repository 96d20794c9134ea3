import CUnicode

/// Finding words: ASCII by bit masks, 64 bytes at a time; what holds other characters by the rules
/// of UAX #29 in full. Both give the same words; a test compares them.
extension FoldedText {
  /// The class of each of 64 bytes, one bit a byte.
  private struct Masks {
    var word: UInt64
    var middle: UInt64
    var high: UInt64
  }

  /// Finds the words of a segment.
  func findWords(from start: Int, to end: Int) {
    var at = start
    var floor = start
    var open: Int? = nil
    var skipsFirst = false
    while at < end {
      words.reserve(40)
      var masks = classify(at, count: min(64, end - at))
      if masks.high != 0 {
        let place = at + masks.high.trailingZeroBitCount
        let chunk = chunkAround(place, floor: floor, end: end)
        while words.count > 0, Int(words[words.count - 1].start) >= chunk.lowerBound {
          words.count -= 1
        }
        if chunk.lowerBound > at {
          // What stands before the chunk in this block is ASCII and ends at a space.
          masks.word &= (1 << UInt64(chunk.lowerBound - at)) - 1
          if skipsFirst { masks.word &= ~1 }
          _ = joinMiddles(&masks, at, end, wordBefore: open != nil)
          emit(masks.word, at, &open)
          if let start = open { close(start, chunk.lowerBound) }
        }
        findWords(in: chunk)
        at = chunk.upperBound
        // Texts in other scripts are runs of this kind one after another.
        while let next = runFollowing(at, end) {
          findWords(in: next)
          at = next.upperBound
        }
        floor = at
        open = nil
        skipsFirst = false
        continue
      }
      if skipsFirst { masks.word &= ~1 }
      skipsFirst =
        masks.middle == 0 ? false : joinMiddles(&masks, at, end, wordBefore: open != nil)
      emit(masks.word, at, &open)
      at += 64
    }
    if let start = open { close(start, end) }
  }

  func close(_ start: Int, _ end: Int) {
    words.append(
      Word(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
  }

  /// Turns a block's word bits into words; `open` is where a word begun in an earlier block began.
  @inline(__always)
  private func emit(_ word: UInt64, _ at: Int, _ open: inout Int?) {
    var edges = word ^ (word << 1 | (open == nil ? 0 : 1))
    var count = words.count
    let out = words.base
    let base = UInt32(truncatingIfNeeded: at)
    if let start = open {
      guard edges != 0 else { return }
      out[count] = Word(
        start: UInt32(truncatingIfNeeded: start), end: base &+ UInt32(edges.trailingZeroBitCount))
      count += 1
      edges &= edges &- 1
      open = nil
    }
    while edges != 0 {
      let start = base &+ UInt32(truncatingIfNeeded: edges.trailingZeroBitCount)
      edges &= edges &- 1
      guard edges != 0 else {
        open = Int(start)
        break
      }
      out[count] = Word(
        start: start, end: base &+ UInt32(truncatingIfNeeded: edges.trailingZeroBitCount))
      count += 1
      edges &= edges &- 1
    }
    words.count = count
  }

  /// Sorts the bytes of a block into classes; readers may look beyond the last one.
  @inline(__always)
  private func classify(_ at: Int, count: Int) -> Masks {
    let all = pantau_ascii_classify(bytes.base + at)
    let valid: UInt64 = count < 64 ? (1 << UInt64(count)) - 1 : .max
    return Masks(word: all.word & valid, middle: all.middle & valid, high: all.high & valid)
  }

  /// Adds to the word bits what joins two words: WB6, WB7, WB11 and WB12 for ASCII.
  ///
  /// A final 's is taken out of its word. Returns whether the `s` stands first in the next block.
  @inline(never)
  private func joinMiddles(_ masks: inout Masks, _ at: Int, _ end: Int, wordBefore: Bool) -> Bool {
    var candidates = masks.middle & (masks.word << 1 | (wordBefore ? 1 : 0))
    candidates &= masks.word >> 1 | 1 << 63
    var skipsNext = false
    while candidates != 0 {
      let bit = UInt64(candidates.trailingZeroBitCount)
      candidates &= candidates &- 1
      let place = at + Int(bit)
      switch join(at: place, end) {
      case .none: break
      case .joined: masks.word |= 1 << bit
      case .genitive:
        if bit == 63 { skipsNext = true } else { masks.word &= ~(2 << bit) }
      }
    }
    return skipsNext
  }

  private enum Join { case none, joined, genitive }

  private func join(at place: Int, _ end: Int) -> Join {
    guard place > 0, place + 1 < end else { return .none }
    let text = bytes.base
    let (before, middle, after) = (text[place - 1], text[place], text[place + 1])
    if ASCII.isDigit(before) && ASCII.isDigit(after) && middle != ASCII.hyphen { return .joined }
    guard middle == ASCII.apostrophe, ASCII.isLetter(before), ASCII.isLetter(after) else {
      return .none
    }
    return isGenitive(after: place, end) ? .genitive : .joined
  }

  /// Whether the apostrophe at `place` begins a final 's.
  private func isGenitive(after place: Int, _ end: Int) -> Bool {
    let text = bytes.base
    guard text[place + 1] == ASCII.s else { return false }
    guard place + 2 < end else { return true }
    let next = text[place + 2]
    if next >= 0x80 || ASCII.isWord(next) { return false }
    return !(next == ASCII.apostrophe && place + 3 < end && ASCII.isLetter(text[place + 3]))
  }

  /// The run between ASCII spaces that holds `place`.
  private func chunkAround(_ place: Int, floor: Int, end: Int) -> Range<Int> {
    let text = bytes.base
    var first = place
    while first > floor && text[first - 1] > 0x20 { first -= 1 }
    var last = place
    while last < end && text[last] > 0x20 { last += 1 }
    return first..<last
  }
}
