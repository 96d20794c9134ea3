/// The characters that XML 1.0 forbids (section 2.2) and feeds have all the same.
///
/// libxml2 ends the document at a NUL and loses attributes at the others, so they go before it
/// sees them. A form feed or vertical tab is a space; the others leave no gap, for they stand inside
/// words.
enum ControlBytes {
  /// Leaves the forbidden characters out of UTF-8 text.
  ///
  /// ``UTF8Check`` says on its way whether a text holds any; most do not, and do not come here.
  ///
  /// - Returns: how many characters were left out and where the first stood; nil where there were
  ///   none.
  static func drop(from bytes: inout [UInt8]) -> (count: Int, first: TextPlace)? {
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
