/// The ASCII bytes that matching names.
enum ASCII {
  static let apostrophe: UInt8 = 0x27
  static let hyphen: UInt8 = 0x2D
  static let s: UInt8 = 0x73

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  /// Letters, digits and `_`, as a folded text has them.
  static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == 0x5F }
  /// What stands between the words of a phrase in a folded text: white space and hyphens.
  static func isSeparator(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == hyphen }
}
