/// Whether words that stand in place of others say something else.
enum Contradiction {
  /// Numbers for numbers, unless each of the fewer is one of the others, written as a round one.
  static func inNumbers(_ mine: [StoryWord], _ other: [StoryWord]) -> Bool {
    guard !mine.isEmpty, !other.isEmpty else { return false }
    let (few, many) = mine.count <= other.count ? (mine, other) : (other, mine)
    return !few.allSatisfy { number in many.contains { number.isAbout($0) } }
  }

  /// Names for names, leaving out what only one side says of the time (`Selasa` for `24 November`)
  /// and region, and a name that the other side writes in full (`BRIN`).
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
    for kind in CalendarWords.Kind.allCases {
      func isOne(_ word: StoryWord) -> Bool { CalendarWords.kind(of: word.hash) == kind }
      if mine.contains(where: isOne) != other.contains(where: isOne) {
        mine.removeAll(where: isOne)
        other.removeAll(where: isOne)
      }
    }
    Shortening.takeOut(&mine, &other, in: words)
    return (mine, other)
  }
}

extension StoryWord {
  /// Whether two numbers may be one, one of them rounded: `4,2 ribu` and 4,210, `dua ribuan` and 2,400.
  func isAbout(_ other: StoryWord) -> Bool {
    hash == other.hash || hash == other.stem || stem == other.hash || rounds(other)
      || other.rounds(self)
  }

  /// Smaller ones are the difference of some two numbers of most texts.
  private static let leastDifference = 20.0

  /// Whether a number is what two of a text's differ by: headlines reckon it out (`Turun Rp130 Ribu`).
  func isDifference(in words: [StoryWord]) -> Bool {
    guard kind == .number, value >= Self.leastDifference else { return false }
    let values = words.lazy.filter { $0.kind == .number }.map(\.value)
    return values.contains { more in values.contains { abs(more - $0 - value) < 1e-4 } }
  }

  private func rounds(_ exact: StoryWord) -> Bool {
    guard value > 0, exact.value > 0 else { return false }
    switch rounding {
    case .none: return value == exact.value
    case .share: return abs(value - exact.value) <= value / 10
    case .vague: return value <= exact.value && exact.value < 10 * value
    case .scale, .loose: break
    }
    // The place of the last digit written that is not zero.
    var place = 1.0
    while value >= place * 10, value.remainder(dividingBy: place * 10) == 0 { place *= 10 }
    if rounding == .loose { return value <= exact.value && exact.value < value + place }
    // Rounded, or cut off: `124,9 ribu` is 124,960.
    let isNear = abs(value - exact.value) <= place / 2 || 0..<place ~= exact.value - value
    return isNear && value >= 10 * place
  }
}
