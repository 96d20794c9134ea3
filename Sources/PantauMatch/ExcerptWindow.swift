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

  private let steps: CharacterSteps
  /// The place in the text's UTF-8 of each character, and of the end.
  private let places: [Int]
  private let isCutBefore: Bool
  private let isCutAfter: Bool

  /// How many characters the window holds.
  var count: Int { places.count - 1 }

  init(_ steps: CharacterSteps, around place: Range<Int>) {
    self.steps = steps
    let start = steps.start(of: place.lowerBound)
    var first = start
    var before = 0
    while before < Excerpt.maxCharacters, first > 0 {
      first = steps.before(first)
      before += 1
    }
    let limit = before + Excerpt.maxCharacters + 2
    var at = first
    let places = [Int](unsafeUninitializedCapacity: limit) { places, count in
      places.initializeElement(at: 0, to: at)
      count = 1
      while count < limit, at < steps.end {
        at = steps.after(at)
        places.initializeElement(at: count, to: at)
        count += 1
      }
    }
    isCutBefore = first > 0
    isCutAfter = at < steps.end
    self.places = places
  }

  /// The characters that places in the text's UTF-8 touch, or nil outside of the window.
  func characters(at range: Range<Int>) -> Range<Int>? {
    guard let last = places.last, range.lowerBound >= places[0], range.lowerBound < last,
      !range.isEmpty
    else { return nil }
    let start = countOfPlaces(upTo: range.lowerBound) - 1
    let end = min(countOfPlaces(upTo: range.upperBound - 1), count)
    return start..<max(start + 1, end)
  }

  /// How many places are not above one.
  private func countOfPlaces(upTo place: Int) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low
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

  private func isSpace(_ index: Int) -> Bool {
    let scalar = steps.scalar(at: places[index])
    if scalar < 0x80 { return scalar == 0x20 || 0x09..<0x0E ~= scalar }
    return Unicode.Scalar(scalar)?.properties.isWhitespace ?? false
  }

  private func isUnspaced(_ index: Int) -> Bool {
    let scalar = steps.scalar(at: places[index])
    return scalar >= 0x80 && UnicodeRecord(scalar).isUnspaced
  }

  // MARK: - Writing out

  /// Writes a part out, with marks and with the signs of what was left out.
  func render(_ part: Part) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(
      places[part.range.upperBound] - places[part.range.lowerBound] + 2 * part.marks.count + 8)
    if part.isCutBefore { out += "… ".utf8 }
    var place = part.range.lowerBound
    for mark in part.marks {
      out += slice(place..<mark.lowerBound)
      out.append(UInt8(ascii: "["))
      out += slice(mark)
      out.append(UInt8(ascii: "]"))
      place = mark.upperBound
    }
    out += slice(place..<part.range.upperBound)
    if part.isCutAfter { out += " …".utf8 }
    return String(decoding: out, as: UTF8.self)
  }

  private func slice(_ range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> {
    steps.slice(places[range.lowerBound]..<places[range.upperBound])
  }
}
