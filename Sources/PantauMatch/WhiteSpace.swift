/// White space as regular expressions see it: runs are one space, none stands at the ends.
enum WhiteSpace {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The text with white space collapsed; the same text where it already is.
  static func collapsed(_ text: String) -> String {
    var text = text
    guard text.withUTF8(needsCollapsing) else { return text }
    return text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
      .map { String($0) }.joined(separator: " ")
  }

  /// Looks at eight ASCII bytes at a time: nearly all texts come collapsed out of the parser.
  private static func needsCollapsing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return false }
    let raw = UnsafeRawPointer(base)
    var wasSpace = true
    var at = 0
    while at < bytes.count {
      if at + 8 <= bytes.count {
        let chunk = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        if chunk & highs == 0 {
          let other = chunk ^ ones &* 0x20
          let spaces = ~(other &+ ones &* 0x7F) & highs
          let controls = ~(chunk &+ ones &* 0x60) & highs
          if controls | spaces & (spaces << 8 | (wasSpace ? 0x80 : 0)) != 0 { return true }
          wasSpace = spaces >> 63 != 0
          at += 8
          continue
        }
      }
      let byte = base[at]
      let isSpace = byte == 0x20
      if isSpace && wasSpace || byte < 0x20 || isWideSpace(base + at) { return true }
      wasSpace = isSpace
      at += 1
    }
    return wasSpace
  }

  /// Whether white space beyond ASCII begins here, by the property White_Space.
  private static func isWideSpace(_ place: UnsafePointer<UInt8>) -> Bool {
    switch place[0] {
    case 0xC2, 0xE1, 0xE2, 0xE3: break
    default: return false
    }
    switch UTF8Scalar.decode(place).scalar {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return true
    default: return false
    }
  }
}
