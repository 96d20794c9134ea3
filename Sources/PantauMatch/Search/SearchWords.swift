/// Cuts folded text into the words of the full-text index.
///
/// A word is a run of letters and digits; all else only parts words. That is finer than what the
/// query language calls a word, and the same for texts and terms, so that where a term stands its
/// index words stand as well. Scripts written without spaces, in which terms match inside a run, are
/// cut into pairs of characters that overlap, and the last one alone: `東京都` is `東京 京都 都`.
enum SearchWords {
  /// Longer words are cut off, in texts and terms alike.
  static let maxBytes = 60

  private enum Kind { case parts, spaced, unspaced, clings }

  /// The runs of letters and digits in folded bytes; marks that folding keeps go with what they
  /// follow.
  ///
  /// - Parameters:
  ///   - bytes: folded text.
  ///   - range: the part to cut up.
  ///   - body: is given each run and whether it is of a script without spaces.
  static func forEachRun(
    _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>, Bool) -> Void
  ) {
    var at = range.lowerBound
    var start = at
    var open = Kind.parts
    while at < range.upperBound {
      let (kind, width) = kind(bytes + at)
      if kind != open, kind != .clings || open == .parts {
        if open != .parts { body(start..<at, open == .unspaced) }
        open = kind == .clings ? .parts : kind
        start = at
      }
      at += width
    }
    if open != .parts { body(start..<range.upperBound, open == .unspaced) }
  }

  /// Whether the index's tokenizer cuts a text up just like ``forEachRun(_:_:_:)``: it is ASCII, and no
  /// word of it is too long.
  static func isPlain(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
    var (length, longest, all) = (0, 0, UInt8(0))
    for at in range {
      let byte = bytes[at]
      all |= byte
      length = ASCII.isLetter(byte) || ASCII.isDigit(byte) ? length + 1 : 0
      longest = max(longest, length)
    }
    return all < 0x80 && longest <= maxBytes
  }

  /// The places at which the characters of a run begin, and its end.
  static func characterPlaces(_ bytes: UnsafePointer<UInt8>, _ run: Range<Int>) -> [Int] {
    run.filter { bytes[$0] & 0xC0 != 0x80 } + [run.upperBound]
  }

  /// Where a word that begins a run ends in the index.
  static func cut(_ bytes: UnsafePointer<UInt8>, _ run: Range<Int>) -> Range<Int> {
    guard run.count > maxBytes else { return run }
    var end = run.lowerBound + maxBytes
    while end > run.lowerBound, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return run.lowerBound..<end
  }

  /// Whether a text begins with a mark, which then belongs to what stands before.
  static func beginsWithMark(_ bytes: UnsafePointer<UInt8>) -> Bool { kind(bytes).0 == .clings }

  @inline(__always)
  private static func kind(_ place: UnsafePointer<UInt8>) -> (Kind, Int) {
    if place[0] < 0x80 {
      return (ASCII.isLetter(place[0]) || ASCII.isDigit(place[0]) ? .spaced : .parts, 1)
    }
    let (scalar, width) = UTF8Scalar.decode(place)
    let record = UnicodeRecord(scalar)
    if record.isKeptMark { return (.clings, width) }
    if record.isUnspaced { return (.unspaced, width) }
    switch record.wordBreak {
    case .aLetter, .hebrewLetter, .numeric: return (.spaced, width)
    case .katakana: return (.unspaced, width)
    case .extend, .format, .zwj: return (.clings, width)
    default: return (.parts, width)
    }
  }
}
