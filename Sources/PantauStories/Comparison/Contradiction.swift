/// Whether words that stand in place of others say something else.
enum Contradiction {
  /// Numbers for numbers, unless each of the fewer is one of the others, written as a round one.
  static func inNumbers(_ mine: [StoryWord], _ other: [StoryWord]) -> Bool {
    guard !mine.isEmpty, !other.isEmpty else { return false }
    let (few, many) = mine.count <= other.count ? (mine, other) : (other, mine)
    return !few.allSatisfy { number in many.contains { number.isAbout($0) } }
  }

  /// Names for names, leaving out what only one side says of the time (`Selasa` for `24 November`) and
  /// a name that the other side writes in full (`BRIN`).
  ///
  /// - Parameters:
  ///   - names: those of each side that the other side has nowhere.
  ///   - words: all that stands there.
  /// - Returns: the names left of each side; both sides have some where they contradict.
  static func inNames(
    _ names: ([StoryWord], [StoryWord]),
    of words: (ArraySlice<StoryWord>, ArraySlice<StoryWord>)
  ) -> ([StoryWord], [StoryWord]) {
    var (mine, other) = names
    for kind in [CalendarWords.Kind.weekday, .month] {
      func isOne(_ word: StoryWord) -> Bool { CalendarWords.kind(of: word.hash) == kind }
      if mine.contains(where: isOne) != other.contains(where: isOne) {
        mine.removeAll(where: isOne)
        other.removeAll(where: isOne)
      }
    }
    let (left, right) = (spelledOut(mine, in: words.1), spelledOut(other, in: words.0))
    mine.removeAll { left.short.contains($0.hash) || right.long.contains($0.hash) }
    other.removeAll { right.short.contains($0.hash) || left.long.contains($0.hash) }
    return (mine, other)
  }

  /// The acronyms whose letters begin words in a row on the other side, and those words.
  private static func spelledOut(
    _ names: [StoryWord], in words: ArraySlice<StoryWord>
  ) -> (short: Set<UInt64>, long: Set<UInt64>) {
    var (short, long): (Set<UInt64>, Set<UInt64>) = ([], [])
    for name in names where name.acronym != 0 {
      guard let places = places(of: name.acronym, in: words) else { continue }
      short.insert(name.hash)
      long.formUnion(places.map { words[$0].hash })
    }
    return (short, long)
  }

  /// Small words between the others (`dan`, `of`) need no letter.
  private static func places(of acronym: UInt64, in words: ArraySlice<StoryWord>) -> [Int]? {
    let letters = stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: acronym >> $0)
    }
    .drop { $0 == 0 }
    search: for start in words.indices where words[start].initial == letters.first {
      var places: [Int] = []
      var at = start
      for letter in letters {
        while at < words.endIndex, words[at].initial != letter, words[at].kind == .plain { at += 1 }
        guard at < words.endIndex, words[at].initial == letter else { continue search }
        places.append(at)
        at += 1
      }
      return places
    }
    return nil
  }
}

extension StoryWord {
  /// Whether two numbers may be one, one of them rounded: `4,2 ribu` and 4,210, `dua ribuan` and 2,400.
  func isAbout(_ other: StoryWord) -> Bool {
    hash == other.hash || rounds(other) || other.rounds(self)
  }

  private func rounds(_ exact: StoryWord) -> Bool {
    guard rounding != .none, value > 0, exact.value > 0 else { return false }
    // The place of the last digit written that is not zero.
    var place = 1.0
    while value >= place * 10, value.remainder(dividingBy: place * 10) == 0 { place *= 10 }
    if rounding == .loose { return value <= exact.value && exact.value < value + place }
    return abs(value - exact.value) <= place / 2 && value >= 10 * place
  }
}
