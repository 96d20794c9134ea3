/// Which words of two texts are the same in the same order, and what stands in place of what.
///
/// Rows of three words that both texts hold once are anchors; of these the longest row in rising
/// order is kept (patience sorting), grown word by word, and small gaps are aligned exactly. Linear
/// but for the gaps, which are small.
struct Alignment {
  /// A stretch of the first text in whose place the second has another; either may be empty.
  struct Gap {
    var first: Range<Int>
    var second: Range<Int>
  }

  /// How many words are the same.
  private(set) var matched = 0
  /// The differing stretches, in order.
  private(set) var gaps: [Gap] = []
  /// The place in the second text of the first word that is the same.
  private(set) var start: Int?

  /// Gaps up to so many cells are aligned word by word.
  private static let maxCells = 1_024

  /// So many words that both begin with are aligned at once, as in copies of a whole text.
  private static let leastStart = 12

  init(_ first: ArraySlice<StoryWord>, _ second: ArraySlice<StoryWord>) {
    var at = (first.startIndex, second.startIndex)
    let start = zip(first, second).prefix { $0.hash == $1.hash }.count
    if start >= Self.leastStart {
      match(start, at: at.1)
      at = (at.0 + start, at.1 + start)
    }
    for (i, j) in Self.anchors(first[at.0...], second[at.1...]) where i >= at.0 && j >= at.1 {
      var (from, to) = ((i, j), (i, j))
      while from.0 > at.0, from.1 > at.1, first[from.0 - 1].hash == second[from.1 - 1].hash {
        from = (from.0 - 1, from.1 - 1)
      }
      while to.0 < first.endIndex, to.1 < second.endIndex, first[to.0].hash == second[to.1].hash {
        to = (to.0 + 1, to.1 + 1)
      }
      fill(first, second, at.0..<from.0, at.1..<from.1)
      match(to.0 - from.0, at: from.1)
      at = to
    }
    fill(first, second, at.0..<first.endIndex, at.1..<second.endIndex)
  }

  private mutating func match(_ count: Int, at place: Int) {
    matched += count
    if start == nil, count > 0 { start = place }
  }

  // MARK: - Anchors

  private static func anchors(
    _ first: ArraySlice<StoryWord>, _ second: ArraySlice<StoryWord>
  ) -> [(Int, Int)] {
    var places = SinglePlaces(capacity: second.count)
    forEachRow(second) { places.add($1, at: $0) }
    var mine = SinglePlaces(capacity: first.count)
    forEachRow(first) { mine.add($1, at: $0) }
    var pairs: [(Int, Int)] = []
    forEachRow(first) { place, row in
      if mine[row] == place, let other = places[row] { pairs.append((place, other)) }
    }
    return longestRising(pairs)
  }

  private static func forEachRow(
    _ words: ArraySlice<StoryWord>, _ body: (Int, UInt64) -> Void
  ) {
    guard words.count >= 3 else { return }
    for place in words.startIndex..<words.endIndex - 2 {
      let (a, b, c) = (words[place].hash, words[place + 1].hash, words[place + 2].hash)
      body(
        place,
        a &* 0x9E37_79B9_7F4A_7C15 &+ b &* 0xC2B2_AE3D_27D4_EB4F &+ c &* 0x1656_67B1_9E37_79F9)
    }
  }

  /// The longest subsequence whose second places rise; the first ones do already.
  private static func longestRising(_ pairs: [(Int, Int)]) -> [(Int, Int)] {
    var tails: [Int] = []
    var before = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, tails.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[tails[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = tails[low - 1] }
      if low == tails.count { tails.append(index) } else { tails[low] = index }
    }
    var rising: [(Int, Int)] = []
    var index = tails.last ?? -1
    while index >= 0 {
      rising.append(pairs[index])
      index = before[index]
    }
    return rising.reversed()
  }

  // MARK: - Gaps

  private mutating func fill(
    _ first: ArraySlice<StoryWord>, _ second: ArraySlice<StoryWord>, _ mine: Range<Int>,
    _ other: Range<Int>
  ) {
    guard !mine.isEmpty || !other.isEmpty else { return }
    guard !mine.isEmpty, !other.isEmpty, mine.count * other.count <= Self.maxCells else {
      return gaps.append(Gap(first: mine, second: other))
    }
    let lengths = Self.commonLengths(first, second, mine, other)
    let width = other.count + 1
    var (i, j) = (0, 0)
    var open = (i, j)
    while i < mine.count, j < other.count {
      let (a, b) = (mine.lowerBound + i, other.lowerBound + j)
      if first[a].hash == second[b].hash {
        close(mine.lowerBound + open.0..<a, other.lowerBound + open.1..<b)
        match(1, at: b)
        (i, j) = (i + 1, j + 1)
        open = (i, j)
      } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    close(mine.lowerBound + open.0..<mine.upperBound, other.lowerBound + open.1..<other.upperBound)
  }

  private mutating func close(_ first: Range<Int>, _ second: Range<Int>) {
    if !first.isEmpty || !second.isEmpty { gaps.append(Gap(first: first, second: second)) }
  }

  /// The length of the longest common subsequence from each pair of places on.
  private static func commonLengths(
    _ first: ArraySlice<StoryWord>, _ second: ArraySlice<StoryWord>, _ mine: Range<Int>,
    _ other: Range<Int>
  ) -> [UInt16] {
    let width = other.count + 1
    var lengths = [UInt16](repeating: 0, count: (mine.count + 1) * width)
    for i in stride(from: mine.count - 1, through: 0, by: -1) {
      for j in stride(from: other.count - 1, through: 0, by: -1) {
        let isSame = first[mine.lowerBound + i].hash == second[other.lowerBound + j].hash
        lengths[i * width + j] =
          isSame
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    return lengths
  }
}
