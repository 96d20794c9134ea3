/// The characters that XML 1.0 forbids (section 2.2) and feeds have all the same.
///
/// libxml2 ends the document at a NUL and loses attributes at the others, so they go before it
/// sees them. A form feed or vertical tab is a space; the others leave no gap, for they stand inside
/// words.
enum ControlBytes {
  /// Leaves the forbidden characters out of UTF-8 text.
  ///
  /// A clean text is only looked at, many bytes at a step, and not copied.
  ///
  /// - Returns: how many characters were left out and where the first stood; nil where there were
  ///   none.
  static func drop(from bytes: inout [UInt8]) -> (count: Int, first: TextPlace)? {
    guard mayHoldForbidden(bytes) else { return nil }
    guard let first = bytes.indices.first(where: { forbiddenLength(bytes, at: $0) > 0 }) else {
      return nil
    }
    let place = bytes.withUnsafeBufferPointer { TextPlace(of: first, in: $0) }
    var kept = first
    var index = first
    var count = 0
    while index < bytes.count {
      let length = forbiddenLength(bytes, at: index)
      if length == 0 || isSpace(bytes[index]) {
        let byte = length == 0 ? bytes[index] : 0x20
        if bytes[kept] != byte { bytes[kept] = byte }
        kept += 1
        index += 1
      } else {
        index += length
      }
      if length > 0 { count += 1 }
    }
    bytes.removeLast(bytes.count - kept)
    return (count, place)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x0B || byte == 0x0C }

  /// The length of the forbidden character at `index`; 0 where a character is allowed.
  private static func forbiddenLength(_ bytes: [UInt8], at index: Int) -> Int {
    let byte = bytes[index]
    if byte < 0x20 { return byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0 : 1 }
    // U+FFFE and U+FFFF.
    guard byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBF else { return 0 }
    return bytes[index + 2] >= 0xBE ? 3 : 0
  }

  /// Whether there is a control byte or the beginning of U+FFFE, eight bytes at a step.
  private static func mayHoldForbidden(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var found: UInt64 = 0
      var index = 0
      while index + 8 <= bytes.count {
        index = skipPlain(bytes, from: index)
        guard index + 8 <= bytes.count else { break }
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index += 8
        // Plain ASCII has no top bit, before or after 32 is taken from each byte.
        guard ((word &- ones &* 0x20) | word) & highs != 0 else { continue }
        found |= forbidden(in: word)
      }
      var tail: UInt64 = 0x2020_2020_2020_2020
      while index < bytes.count {
        tail = tail << 8 | UInt64(bytes[index])
        index += 1
      }
      return found | forbidden(in: tail) != 0
    }
  }

  /// The first offset from which sixteen bytes are not all plain ASCII, or from which there are no
  /// sixteen.
  @inline(__always)
  private static func skipPlain(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 16 <= bytes.count {
      let words = bytes.loadUnaligned(fromByteOffset: index, as: SIMD2<UInt64>.self)
      let odd = (words &- SIMD2(repeating: ones &* 0x20)) | words
      guard (odd[0] | odd[1]) & highs == 0 else { return index }
      index += 16
    }
    return index
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The top bit of each byte that is a control character other than tab and line ends, or 0xEF.
  @inline(__always)
  private static func forbidden(in word: UInt64) -> UInt64 {
    let belowSpace = ~(((word & lows) &+ ones &* 0x60) | word) & highs
    let allowed = equal(word, 0x09) | equal(word, 0x0A) | equal(word, 0x0D)
    return belowSpace & ~allowed | equal(word, 0xEF)
  }

  /// The top bit of each byte that equals `byte`.
  @inline(__always)
  private static func equal(_ word: UInt64, _ byte: UInt64) -> UInt64 {
    let difference = word ^ (ones &* byte)
    return ~(((difference & lows) &+ lows) | difference) & highs
  }
}
