/// One character reference in HTML source: `&eacute;`, `&copy`, `&#8217;`, `&#x1F600;`.
///
/// Read as a browser does (WHATWG HTML, sections 13.2.5.72 to 13.2.5.80), with one addition: two
/// numeric references that form a UTF-16 surrogate pair are one character.
struct CharacterReference {
  /// The characters in UTF-8, first in the lowest byte; at most six bytes are in use.
  var utf8: UInt64
  /// How many bytes of `utf8` are in use.
  var utf8Count: Int
  /// How many bytes of the source it takes up, `&` included.
  var length: Int
  /// Whether it ends in a semicolon.
  var isClosed: Bool

  /// Reads the reference that begins at `start`, where there is a `&`; nil where it begins none.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> CharacterReference? {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "&") else { return nil }
    return read(bytes, afterAmpersandAt: start)
  }

  /// Reads what would be a reference if the byte at `start`, whatever it is, were a `&`.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, afterAmpersandAt start: Int
  ) -> CharacterReference? {
    guard start + 2 < bytes.count else { return nil }
    return bytes[start + 1] == UInt8(ascii: "#")
      ? readNumber(bytes, at: start) : readName(bytes, at: start)
  }

  private static func readName(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> CharacterReference? {
    let nameStart = start + 1
    let limit = min(bytes.count, nameStart + NamedEntities.maxLength)
    var end = nameStart
    while end < limit, isAlphanumeric(bytes[end]) { end += 1 }
    let isClosed = end < bytes.count && bytes[end] == UInt8(ascii: ";")
    if isClosed, let index = NamedEntities.index(of: .init(rebasing: bytes[nameStart..<end])) {
      return CharacterReference(
        NamedEntities.value(at: index), length: end + 1 - start, isClosed: true)
    }
    var length = min(end - nameStart, NamedEntities.maxLegacyLength)
    while length >= 2 {
      let name = UnsafeBufferPointer(rebasing: bytes[nameStart..<nameStart + length])
      if let index = NamedEntities.index(of: name), NamedEntities.isLegacy(at: index) {
        return CharacterReference(
          NamedEntities.value(at: index), length: length + 1, isClosed: false)
      }
      length -= 1
    }
    return nil
  }

  private static func readNumber(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> CharacterReference? {
    guard let number = number(bytes, at: start) else { return nil }
    guard (0xD800...0xDBFF).contains(number.value), start + number.length < bytes.count,
      bytes[start + number.length] == UInt8(ascii: "&"),
      let low = self.number(bytes, at: start + number.length),
      (0xDC00...0xDFFF).contains(low.value)
    else {
      return CharacterReference(
        scalar: meaning(of: number.value), length: number.length, isClosed: number.isClosed)
    }
    return CharacterReference(
      scalar: 0x10000 + (number.value - 0xD800) << 10 + (low.value - 0xDC00),
      length: number.length + low.length, isClosed: low.isClosed)
  }

  /// The value of `&#123;` or `&#x7B;` at `start`; huge ones end at a value beyond Unicode.
  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> (value: UInt32, length: Int, isClosed: Bool)? {
    guard start + 2 < bytes.count, bytes[start + 1] == UInt8(ascii: "#") else { return nil }
    let isHex = bytes[start + 2] | 0x20 == UInt8(ascii: "x")
    let firstDigit = start + (isHex ? 3 : 2)
    var index = firstDigit
    var value: UInt32 = 0
    while index < bytes.count, let digit = digit(bytes[index], isHex: isHex) {
      value = min(value, 0xFF_FFFF) * (isHex ? 16 : 10) + digit
      index += 1
    }
    guard index > firstDigit else { return nil }
    let isClosed = index < bytes.count && bytes[index] == UInt8(ascii: ";")
    return (value, index - start + (isClosed ? 1 : 0), isClosed)
  }

  private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46 where isHex: UInt32(byte - 0x37)
    case 0x61...0x66 where isHex: UInt32(byte - 0x57)
    default: nil
    }
  }

  /// The character that a number means.
  ///
  /// 128 to 159 are windows-1252, and what is no character is U+FFFD. Of the control characters, which
  /// no XML may hold, those that part words are a space; the others stand for nothing, as they do where
  /// they are written as themselves (``ControlBytes``).
  private static func meaning(of value: UInt32) -> UInt32 {
    switch value {
    case 0x80...0x9F: UInt32(windows1252[Int(value) - 0x80])
    case 0, 0xD800...0xDFFF, 0xFFFE, 0xFFFF, 0x11_0000...: 0xFFFD
    case 0x09...0x0D, 0x7F: 0x20
    default: value
    }
  }

  private init(_ value: UnsafeBufferPointer<UInt8>, length: Int, isClosed: Bool) {
    utf8 = 0
    utf8Count = min(value.count, 8)
    for offset in 0..<utf8Count { utf8 |= UInt64(value[offset]) << UInt64(offset * 8) }
    self.length = length
    self.isClosed = isClosed
  }

  private init(scalar: UInt32, length: Int, isClosed: Bool) {
    (utf8, utf8Count, self.length, self.isClosed) = (0, 0, length, isClosed)
    if scalar < 0x20 { return }
    let encoded = UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}")
    for byte in encoded ?? UTF8.encodedReplacementCharacter {
      utf8 |= UInt64(byte) << UInt64(utf8Count * 8)
      utf8Count += 1
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  private static let windows1252: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]
}
