/// The characters around a find: no more of a long text is looked at.
struct ExcerptWindow {
  /// A stretch to show: its characters, the finds marked in it, and where text is left out.
  struct Part {
    var range: Range<Int>
    var marks: [Range<Int>]
    var isCutBefore: Bool
    var isCutAfter: Bool

    /// The characters it takes with all its signs.
    var characterCount: Int {
      range.count + 2 * marks.count + (isCutBefore ? 2 : 0) + (isCutAfter ? 2 : 0)
    }
  }

  private let text: String
  /// The place in the text's UTF-8 of each character, and of the end.
  private let places: [Int]
  private let isCutBefore: Bool
  private let isCutAfter: Bool

  /// How many characters the window holds.
  var count: Int { places.count - 1 }

  init(_ text: String, around place: Range<Int>) {
    self.text = text
    let steps = CharacterSteps(text)
    let start = steps.start(of: place.lowerBound)
    var before: [Int] = []
    var at = start
    while before.count < Excerpt.maxCharacters, at > 0 {
      at = steps.before(at)
      before.append(at)
    }
    var places = Array(before.reversed())
    isCutBefore = at > 0
    at = start
    places.append(at)
    while places.count < before.count + Excerpt.maxCharacters + 2, at < steps.end {
      at = steps.after(at)
      places.append(at)
    }
    isCutAfter = at < steps.end
    self.places = places
  }

  /// The characters that places in the text's UTF-8 touch, or nil outside of the window.
  func characters(at range: Range<Int>) -> Range<Int>? {
    guard let last = places.last, range.lowerBound >= places[0], range.lowerBound < last,
      !range.isEmpty
    else { return nil }
    let start = (places.firstIndex { $0 > range.lowerBound } ?? 1) - 1
    let end = places.firstIndex { $0 >= range.upperBound } ?? count
    return start..<max(start + 1, end)
  }

  /// Chooses what to show: the main find, as many others as fit, and text on both sides.
  func part(budget: Int, main: Range<Int>, marks: [Range<Int>]) -> Part {
    let range = range(budget: max(1, budget), main: main, marks: marks)
    let shown = marks.compactMap { mark -> Range<Int>? in
      // A find longer than the excerpt is shown cut; others only whole.
      let cut = mark.overlaps(main) ? mark.clamped(to: range) : mark
      let isWhole = cut.lowerBound >= range.lowerBound && cut.upperBound <= range.upperBound
      return cut.isEmpty || !isWhole ? nil : cut
    }
    return Part(
      range: range, marks: shown, isCutBefore: range.lowerBound > 0 || isCutBefore,
      isCutAfter: range.upperBound < count || isCutAfter)
  }

  private func range(budget limit: Int, main: Range<Int>, marks: [Range<Int>]) -> Range<Int> {
    guard main.count < limit else { return main.lowerBound..<main.lowerBound + limit }
    let core = core(limit: limit, main: main, marks: marks)
    let room = limit - core.count
    let right = min(count - core.upperBound, room - room / 2)
    let left = min(core.lowerBound, room - right)
    let end = min(count, core.upperBound + room - left)
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

  // MARK: - Borders

  /// The first word border from a place on.
  private func border(from start: Int, upTo limit: Int) -> Int {
    if start <= 0 && !isCutBefore { return 0 }
    var place = max(start, 0)
    while place < limit, !isBorder(place) { place += 1 }
    while place < limit, isSpace(place) { place += 1 }
    return place
  }

  private func border(backFrom end: Int, downTo limit: Int) -> Int {
    if end >= count && !isCutAfter { return count }
    var place = end
    while place > limit, !isBorder(place) { place -= 1 }
    while place > limit, isSpace(place - 1) { place -= 1 }
    return place
  }

  /// Whether a word may be cut off here: beside white space, and anywhere in scripts without it.
  private func isBorder(_ place: Int) -> Bool {
    guard place > 0, place < count else { return place == 0 ? !isCutBefore : !isCutAfter }
    return isSpace(place - 1) || isSpace(place) || isUnspaced(place - 1) || isUnspaced(place)
  }

  private func isSpace(_ index: Int) -> Bool { scalar(index).properties.isWhitespace }

  private func isUnspaced(_ index: Int) -> Bool {
    let scalar = scalar(index)
    return scalar.value >= 0x80 && UnicodeRecord(scalar.value).isUnspaced
  }

  private func scalar(_ index: Int) -> Unicode.Scalar {
    text.unicodeScalars[textIndex(places[index])]
  }

  private func textIndex(_ place: Int) -> String.Index {
    text.utf8.index(text.startIndex, offsetBy: place)
  }

  // MARK: - Writing out

  /// Writes a part out, with marks and with the signs of what was left out.
  func render(_ part: Part) -> String {
    var out = part.isCutBefore ? "… " : ""
    var place = part.range.lowerBound
    for mark in part.marks {
      out += slice(place..<mark.lowerBound)
      out += "["
      out += slice(mark)
      out += "]"
      place = mark.upperBound
    }
    out += slice(place..<part.range.upperBound)
    return part.isCutAfter ? out + " …" : out
  }

  private func slice(_ range: Range<Int>) -> Substring {
    text[textIndex(places[range.lowerBound])..<textIndex(places[range.upperBound])]
  }
}

/// Steps over a text's characters (grapheme clusters) by places in its UTF-8.
struct CharacterSteps {
  private let text: String
  /// The text's length in UTF-8.
  let end: Int

  init(_ text: String) {
    self.text = text
    end = text.utf8.count
  }

  private func byte(_ place: Int) -> UInt8 {
    text.utf8[text.utf8.index(text.startIndex, offsetBy: place)]
  }

  /// Whether a character surely begins here: between two ASCII ones other than CR.
  ///
  /// Saves most steps from the search in the standard library, which is some ten times slower.
  private func isPlainBorder(_ place: Int) -> Bool {
    byte(place) < 0x80 && byte(place - 1) < 0x80 && byte(place - 1) != 0x0D
  }

  /// The beginning of the character that a place lies in.
  func start(of place: Int) -> Int {
    guard place > 0, place < end, !isPlainBorder(place) else { return min(max(place, 0), end) }
    let index = text.utf8.index(text.startIndex, offsetBy: place)
    let start = text.rangeOfCharacter(at: index).lowerBound
    return text.utf8.distance(from: text.startIndex, to: start)
  }

  /// The beginning of the next character; `place` is one and not the end.
  func after(_ place: Int) -> Int {
    if byte(place) < 0x80, place + 1 == end || isPlainBorder(place + 1) { return place + 1 }
    let index = text.utf8.index(text.startIndex, offsetBy: place)
    return text.utf8.distance(from: text.startIndex, to: text.index(after: index))
  }

  /// The beginning of the character before; `place` is one and not the first.
  func before(_ place: Int) -> Int {
    if byte(place - 1) < 0x80, place == 1 || isPlainBorder(place - 1) { return place - 1 }
    let index = text.utf8.index(text.startIndex, offsetBy: place)
    return text.utf8.distance(from: text.startIndex, to: text.index(before: index))
  }
}

extension String {
  /// The character that an index lies in, which may be in its middle.
  fileprivate func rangeOfCharacter(at index: Index) -> Range<Index> {
    let next = self.index(after: index)
    return self.index(before: next)..<next
  }
}
