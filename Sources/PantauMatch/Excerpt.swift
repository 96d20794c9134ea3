/// The best 200 characters of a text around what was found, each find in square brackets.
///
/// Characters are those that people see (grapheme clusters); brackets, and the `…` where the text
/// is cut, are counted among the 200.
struct Excerpt {
  /// The most characters of an excerpt.
  static let maxCharacters = 200

  /// The excerpt.
  let text: String

  /// Makes the excerpt of a text.
  ///
  /// - Parameters:
  ///   - original: the text as it stands in the item.
  ///   - hits: places of what was found in the text's UTF-8.
  ///   - shown: the one of them that must be seen.
  init(_ original: String, hits: [Range<Int>], shown: Range<Int>) {
    var original = original
    original.makeContiguousUTF8()
    let whole = original
    text = original.withUTF8 { bytes in
      Self.text(ExcerptWindow(CharacterSteps(whole, bytes), around: shown), hits, shown)
    }
  }

  private static func text(
    _ window: ExcerptWindow, _ hits: [Range<Int>], _ shown: Range<Int>
  ) -> String {
    let marks = merged(hits.compactMap { window.characters(at: $0) })
    let main = window.characters(at: shown) ?? 0..<min(1, window.count)
    var budget = maxCharacters
    var shownPart = window.part(budget: budget, main: main, marks: marks)
    while budget > 1 {
      let excess = shownPart.characterCount - maxCharacters
      guard excess > 0 else { break }
      budget -= excess
      shownPart = window.part(budget: budget, main: main, marks: marks)
    }
    return window.render(shownPart)
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound < last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}
