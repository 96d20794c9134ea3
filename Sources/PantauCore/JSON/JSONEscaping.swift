/// Escapes text for the inside of a JSON string.
enum JSONEscaping {
  /// Appends UTF-8 text; runs that need no escape are copied whole.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var runStart = 0
    var index = 0
    while index < text.count {
      index = skipPlain(text, from: index)
      guard index < text.count else { break }
      let byte = text[index]
      let length = escapeLength(byte, text, index)
      if length == 0 {
        index += 1
        continue
      }
      bytes.append(contentsOf: text[runStart..<index])
      appendEscape(text, at: index, length: length, to: &bytes)
      index += length
      runStart = index
    }
    bytes.append(contentsOf: text[runStart...])
  }

  /// The first index from which the next eight bytes hold anything but plain ASCII, or the last few.
  @inline(__always)
  private static func skipPlain(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let bytes = UnsafeRawBufferPointer(text)
    var index = start
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      // A borrow may mark a byte too many, never one too few; that one is then looked at.
      let special =
        (word &- ones &* 0x20) | (quote &- ones) | (backslash &- ones) | word
        | (word &+ ones)
      guard special & highs == 0 else { return index }
      index += 8
    }
    return index
  }

  /// How many bytes at this index are written as one escape; 0 for none.
  @inline(__always)
  private static func escapeLength(
    _ byte: UInt8, _ text: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> Int {
    if byte < 0x80 {
      return byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
        ? 1 : 0
    }
    if byte == 0xC2, index + 1 < text.count, text[index + 1] < 0xA0 { return 2 }
    guard byte == 0xE2, index + 2 < text.count else { return 0 }
    // U+2028 to U+202E (separators, embeddings, overrides) and U+2066 to U+2069 (isolates).
    let (second, third) = (text[index + 1], text[index + 2])
    let isSeparator = second == 0x80 && (0xA8...0xAE).contains(third)
    let isIsolate = second == 0x81 && (0xA6...0xA9).contains(third)
    return isSeparator || isIsolate ? 3 : 0
  }

  private static func appendEscape(
    _ text: UnsafeBufferPointer<UInt8>, at index: Int, length: Int, to bytes: inout [UInt8]
  ) {
    let byte = text[index]
    bytes.append(UInt8(ascii: "\\"))
    switch (length, byte) {
    case (1, UInt8(ascii: "\"")), (1, UInt8(ascii: "\\")): bytes.append(byte)
    case (1, 0x0A): bytes.append(UInt8(ascii: "n"))
    case (1, 0x0D): bytes.append(UInt8(ascii: "r"))
    case (1, 0x09): bytes.append(UInt8(ascii: "t"))
    case (1, _): appendUnit(UInt32(byte), to: &bytes)
    case (2, _): appendUnit(UInt32(text[index + 1]), to: &bytes)
    default:
      appendUnit(
        0x2000 | UInt32(text[index + 1] & 0x3F) << 6 | UInt32(text[index + 2] & 0x3F), to: &bytes)
    }
  }

  private static func appendUnit(_ unit: UInt32, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "u"))
    for shift in [12, 8, 4, 0] as [UInt32] {
      let digit = UInt8(unit >> shift & 0xF)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
