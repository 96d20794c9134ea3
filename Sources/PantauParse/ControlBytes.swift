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
  /// - Returns: how many characters were left out; nil where there were none.
  static func drop(from bytes: inout [UInt8]) -> Int? {
    guard mayHoldForbidden(bytes) else { return nil }
    var kept = 0
    var index = 0
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
    }
    let dropped = bytes.count - kept
    bytes.removeLast(dropped)
    return dropped == 0 ? nil : dropped
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

  /// Whether there is a control byte or the beginning of U+FFFE; written so that the compiler makes
  /// vector code of it.
  private static func mayHoldForbidden(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var control: UInt8 = 0
      var high: UInt8 = 0
      for byte in bytes {
        let isControl = byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
        control |= isControl ? 1 : 0
        high |= byte == 0xEF ? 1 : 0
      }
      return control | high != 0
    }
  }
}
