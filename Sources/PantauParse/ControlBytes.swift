/// The characters that XML 1.0 forbids (section 2.2) and feeds have all the same.
///
/// libxml2 ends the document at a NUL and loses attributes at the others, so they go before it
/// sees them. A form feed or vertical tab is a space; the others leave no gap, for they stand inside
/// words.
enum ControlBytes {
  /// Leaves the forbidden characters out of UTF-8 text.
  ///
  /// ``UTF8Check`` says on its way whether a text holds any; most do not, and do not come here.
  static func drop(from bytes: inout [UInt8]) {
    let kept = bytes.withUnsafeMutableBufferPointer { drop(from: $0)?.kept }
    if let kept { bytes.removeLast(bytes.count - kept) }
  }

  /// Leaves the forbidden characters out of UTF-8 text, and moves the rest together.
  ///
  /// - Returns: how many bytes are left, how many characters were left out, and where the first
  ///   stood; nil where there were none.
  static func drop(
    from bytes: UnsafeMutableBufferPointer<UInt8>
  ) -> (kept: Int, count: Int, first: Int)? {
    let source = UnsafeBufferPointer(bytes)
    guard let first = nextForbidden(source, from: 0) else { return nil }
    var kept = first
    var index = first
    var count = 0
    while index < bytes.count {
      let length = forbiddenLength(source, at: index)
      if length == 0 || isSpace(bytes[index]) {
        bytes[kept] = length == 0 ? bytes[index] : 0x20
        kept += 1
        index += 1
      } else {
        index += length
      }
      if length > 0 { count += 1 }
    }
    return (kept, count, first)
  }

  /// Whether UTF-8 text holds a forbidden character.
  static func isIn(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    nextForbidden(bytes, from: 0) != nil
  }

  private static func nextForbidden(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var index = start
    while index < bytes.count {
      if index + 8 <= bytes.count {
        let word = ByteWords.load(base, index)
        if ByteWords.control(word) & ~word | ByteWords.equal(word, 0xEF) == 0 {
          index += 8
          continue
        }
      }
      if forbiddenLength(bytes, at: index) > 0 { return index }
      index += 1
    }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x0B || byte == 0x0C }

  /// The length of the forbidden character at `index`; 0 where a character is allowed.
  @inline(__always)
  private static func forbiddenLength(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> Int {
    let byte = bytes[index]
    if byte < 0x20 { return isForbidden(byte) ? 1 : 0 }
    // U+FFFE and U+FFFF.
    guard byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBF else { return 0 }
    return bytes[index + 2] >= 0xBE ? 3 : 0
  }

  /// The top bit of each byte that is a control character other than tab and line ends; all eight
  /// bytes must be ASCII.
  @inline(__always)
  static func forbidden(inASCII word: UInt64) -> UInt64 {
    let allowed =
      ByteWords.equal(word, 0x09) | ByteWords.equal(word, 0x0A) | ByteWords.equal(word, 0x0D)
    return ByteWords.control(word) & ~allowed
  }

  /// Whether an ASCII character is a control character other than tab and line ends.
  @inline(__always)
  static func isForbidden(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
  }
}
