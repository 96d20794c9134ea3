/// Steps over a text's characters (grapheme clusters) by places in its UTF-8.
///
/// Holds the text's bytes, so it must not outlive them.
struct CharacterSteps {
  private let text: String
  private let bytes: UnsafeBufferPointer<UInt8>

  /// The length of the text's UTF-8.
  var end: Int { bytes.count }

  /// Steps over a text.
  ///
  /// - Parameters:
  ///   - text: the text, for the characters that take the standard library's rules.
  ///   - bytes: its UTF-8.
  init(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.text = text
    self.bytes = bytes
  }

  /// The scalar at a place; no character's bytes reach past the end of valid UTF-8.
  func scalar(at place: Int) -> UInt32 {
    guard let base = bytes.baseAddress, place < bytes.count else { return 0 }
    return UTF8Scalar.decode(base + place).scalar
  }

  /// The bytes between two places.
  func slice(_ range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> { bytes[range] }

  /// The beginning of the character that a place lies in.
  func start(of place: Int) -> Int {
    guard place > 0, place < end, !isPlainBorder(place) else { return min(max(place, 0), end) }
    let next = text.index(after: text.utf8.index(text.startIndex, offsetBy: place))
    return text.utf8.distance(from: text.startIndex, to: text.index(before: next))
  }

  /// The beginning of the next character; `place` is one and not the end.
  @inline(__always)
  func after(_ place: Int) -> Int {
    let next = place + 1
    let isPlain = bytes[place] < 0x80 && (next == end || isASCIIBorder(next))
    return isPlain ? next : afterByRules(place)
  }

  /// The beginning of the character before; `place` is one and not the first.
  @inline(__always)
  func before(_ place: Int) -> Int {
    let last = place - 1
    let isPlain = bytes[last] < 0x80 && (last == 0 || isASCIIBorder(last))
    return isPlain ? last : beforeByRules(place)
  }

  @inline(never)
  private func afterByRules(_ place: Int) -> Int {
    let next = place + width(at: place)
    if next >= end || isPlainBorder(next) { return min(next, end) }
    let index = text.utf8.index(text.startIndex, offsetBy: place)
    return text.utf8.distance(from: text.startIndex, to: text.index(after: index))
  }

  @inline(never)
  private func beforeByRules(_ place: Int) -> Int {
    let last = scalarStart(before: place)
    if last == 0 || isPlainBorder(last) { return last }
    let index = text.utf8.index(text.startIndex, offsetBy: place)
    return text.utf8.distance(from: text.startIndex, to: text.index(before: index))
  }

  private func width(at place: Int) -> Int {
    let lead = bytes[place]
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  private func scalarStart(before place: Int) -> Int {
    var place = place - 1
    while place > 0, bytes[place] & 0xC0 == 0x80 { place -= 1 }
    return place
  }

  /// Whether ASCII stands on both sides, and the left is not the first half of a line's end.
  @inline(__always)
  private func isASCIIBorder(_ place: Int) -> Bool {
    let last = bytes[place - 1]
    return (bytes[place] | last) < 0x80 && last != 0x0D
  }

  /// Whether a character surely begins here: between two scalars that join with none beside them.
  ///
  /// Saves nearly all steps from the search in the standard library, which is some ten times slower.
  private func isPlainBorder(_ place: Int) -> Bool {
    if isASCIIBorder(place) { return true }
    guard bytes[place] & 0xC0 != 0x80 else { return false }
    return Self.standsAlone(scalar(at: place))
      && Self.standsAlone(scalar(at: scalarStart(before: place)))
  }

  /// Whether no rule of UAX #29 joins a scalar with another such one (GB3 to GB13).
  ///
  /// Ranges without marks, prepended signs, regional indicators and Indic letters; pictographs in
  /// them join only across U+200D, which is not. Hangul is here as whole syllables.
  static func standsAlone(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0D: false
    case 0..<0x300, 0x370..<0x483, 0x48A..<0x591: true
    case 0x5D0..<0x5EB, 0x620..<0x64B, 0x671..<0x6D4: true
    case 0xE01..<0xE31: true
    case 0x1E00..<0x200B, 0x2010..<0x20D0, 0x2100..<0x2CEF: true
    case 0x3000..<0x302A, 0x3031..<0x3099, 0x309B..<0x3297, 0x3400..<0xA000: true
    case 0xAC00..<0xD7A4, 0xFF01..<0xFF9E: true
    default: false
    }
  }
}
