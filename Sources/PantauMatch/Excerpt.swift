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
    let window = Window(original, around: shown)
    let marks = Self.merged(hits.compactMap { window.characters(at: $0) })
    let main = window.characters(at: shown) ?? 0..<min(1, window.characters.count)
    var budget = Self.maxCharacters
    var rendered = ""
    repeat {
      let part = window.part(budget: budget, main: main, marks: marks)
      rendered = window.render(part, marks: marks, main: main)
      let excess = rendered.count - Self.maxCharacters
      guard excess > 0, budget > 0 else { break }
      budget -= excess
    } while true
    text = rendered
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

extension Excerpt {
  /// The characters around a find: no more of a long text is looked at.
  private struct Window {
    let characters: [Character]
    /// The place in the text's UTF-8 of each character, and of the end.
    private let places: [Int]
    private let isCutBefore: Bool
    private let isCutAfter: Bool

    init(_ text: String, around place: Range<Int>) {
      let utf8 = text.utf8
      let count = utf8.count
      var start = utf8.index(utf8.startIndex, offsetBy: min(place.lowerBound, count))
      // To the beginning of a character, should the find begin inside of one.
      start = text.index(before: text.index(after: Self.inside(text, start)))
      var first = start
      for _ in 0..<Excerpt.maxCharacters where first > text.startIndex {
        first = text.index(before: first)
      }
      var characters: [Character] = []
      var places: [Int] = [utf8.distance(from: utf8.startIndex, to: first)]
      var at = first
      var left = 2 * Excerpt.maxCharacters + 1
      while at < text.endIndex, left > 0 {
        characters.append(text[at])
        let next = text.index(after: at)
        places.append(places[places.count - 1] + utf8.distance(from: at, to: next))
        at = next
        left -= 1
      }
      isCutBefore = first > text.startIndex
      isCutAfter = at < text.endIndex
      self.characters = characters
      self.places = places
    }

    /// A place from which one character forth and one back can be gone.
    private static func inside(_ text: String, _ index: String.Index) -> String.Index {
      index < text.endIndex
        ? index : text.isEmpty ? text.startIndex : text.index(before: text.endIndex)
    }

    /// The characters that places in the text's UTF-8 touch, or nil outside of the window.
    func characters(at range: Range<Int>) -> Range<Int>? {
      guard let last = places.last, range.lowerBound >= places[0], range.lowerBound < last,
        !range.isEmpty
      else { return nil }
      let start = (places.firstIndex { $0 > range.lowerBound } ?? 1) - 1
      let end = places.firstIndex { $0 >= range.upperBound } ?? characters.count
      return start..<max(start + 1, end)
    }

    /// Chooses what to show: the main find, as many others as fit, and text on both sides.
    func part(budget: Int, main: Range<Int>, marks: [Range<Int>]) -> Range<Int> {
      let limit = max(1, budget)
      guard main.count < limit else { return main.lowerBound..<main.lowerBound + limit }
      let core = core(limit: limit, main: main, marks: marks)
      var left = (limit - core.count) / 2
      let right = min(characters.count - core.upperBound, limit - core.count - left)
      left = min(core.lowerBound, limit - core.count - right)
      let end = min(characters.count, core.upperBound + limit - core.count - left)
      return border(
        from: core.lowerBound - left, upTo: core.lowerBound)..<border(
          backFrom: end, downTo: core.upperBound)
    }

    /// The stretch that holds the main find and the most others; the first of equals.
    private func core(limit: Int, main: Range<Int>, marks: [Range<Int>]) -> Range<Int> {
      var best = main
      var bestCount = 1
      for (index, first) in marks.enumerated() where first.lowerBound <= main.lowerBound {
        var (end, count) = (0, 0)
        for mark in marks[index...] {
          guard mark.upperBound - first.lowerBound + 2 * (count + 1) <= limit - 4 else { break }
          end = mark.upperBound
          count += 1
        }
        if end >= main.upperBound && count > bestCount {
          best = first.lowerBound..<end
          bestCount = count
        }
      }
      return best
    }

    /// The first word border from a place on.
    private func border(from start: Int, upTo limit: Int) -> Int {
      if start <= 0 && !isCutBefore { return 0 }
      var place = max(start, 0)
      while place < limit, !isBorder(place) { place += 1 }
      while place < limit, characters[place].isWhitespace { place += 1 }
      return place
    }

    private func border(backFrom end: Int, downTo limit: Int) -> Int {
      if end >= characters.count && !isCutAfter { return characters.count }
      var place = end
      while place > limit, !isBorder(place) { place -= 1 }
      while place > limit, characters[place - 1].isWhitespace { place -= 1 }
      return place
    }

    /// Whether a word may be cut off here: beside white space, and anywhere in scripts without it.
    private func isBorder(_ place: Int) -> Bool {
      guard place > 0, place < characters.count else { return true }
      let (before, after) = (characters[place - 1], characters[place])
      return before.isWhitespace || after.isWhitespace || Self.isUnspaced(before)
        || Self.isUnspaced(after)
    }

    private static func isUnspaced(_ character: Character) -> Bool {
      character.unicodeScalars.first.map { UnicodeRecord($0.value).isUnspaced } ?? false
    }

    /// Writes a part out, with marks and with the signs of what was left out.
    func render(_ part: Range<Int>, marks: [Range<Int>], main: Range<Int>) -> String {
      var out = part.lowerBound > 0 || isCutBefore ? "… " : ""
      var place = part.lowerBound
      for mark in marks {
        // A find longer than the excerpt is shown cut; others only whole.
        let shown = mark.overlaps(main) ? mark.clamped(to: part) : mark
        guard !shown.isEmpty, shown.lowerBound >= place, shown.upperBound <= part.upperBound else {
          continue
        }
        out += String(characters[place..<shown.lowerBound])
        out += "[" + String(characters[shown]) + "]"
        place = shown.upperBound
      }
      out += String(characters[place..<part.upperBound])
      return part.upperBound < characters.count || isCutAfter ? out + " …" : out
    }
  }
}
