/// Escapes text for the inside of a JSON string.
enum JSONEscaping {
  /// What stands for a character: at most six bytes, the first lowest.
  struct Escape {
    /// The bytes.
    var packed: UInt64
    /// How many bytes of `packed` are in use.
    var count: Int
    /// How many bytes of text it stands for.
    var length: Int
  }

  /// Copies UTF-8 text up to its end or the first character that needs an escape.
  ///
  /// - Parameters:
  ///   - text: what to copy.
  ///   - room: where to; at least as long as the text.
  /// - Returns: how many bytes were copied.
  static func copyPlain(
    _ text: UnsafeBufferPointer<UInt8>, to room: UnsafeMutableRawBufferPointer
  ) -> Int {
    let bytes = UnsafeRawBufferPointer(text)
    var index = 0
    while index < bytes.count {
      while index + 16 <= bytes.count {
        let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD2<UInt64>.self)
        guard isPlain(block) else { break }
        room.storeBytes(of: block, toByteOffset: index, as: SIMD2<UInt64>.self)
        index += 16
      }
      while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let special = specialBytes(UInt64(littleEndian: word))
        room.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
        index += special == 0 ? 8 : special.trailingZeroBitCount / 8
        if special != 0 { break }
      }
      // A character beyond ASCII with what follows it, or the last few bytes.
      let end = min(index + 8, bytes.count)
      while index < end {
        guard escapedLength(text, index) == 0 else { return index }
        room[index] = bytes[index]
        index += 1
        if index < end, bytes[index] < 0x80, index + 8 <= bytes.count { break }
      }
    }
    return index
  }

  /// The escape of the first character of a text, which ``copyPlain(_:to:)`` stopped at.
  static func escape(firstOf text: UnsafeBufferPointer<UInt8>) -> Escape {
    let length = escapedLength(text, 0)
    switch (length, text[0]) {
    case (3, _):
      let unit = 0x2000 | UInt32(text[1] & 0x3F) << 6 | UInt32(text[2] & 0x3F)
      return unitEscape(unit, length: 3)
    case (2, _): return unitEscape(UInt32(text[1]), length: 2)
    case (_, UInt8(ascii: "\"")), (_, UInt8(ascii: "\\")): return short(text[0])
    case (_, 0x0A): return short(UInt8(ascii: "n"))
    case (_, 0x0D): return short(UInt8(ascii: "r"))
    case (_, 0x09): return short(UInt8(ascii: "t"))
    default: return unitEscape(UInt32(text[0]), length: 1)
    }
  }

  /// Whether sixteen bytes are plain ASCII without a quote or a backslash.
  ///
  /// Two words side by side: comparisons of whole SIMD vectors are made byte by byte.
  @inline(__always)
  private static func isPlain(_ words: SIMD2<UInt64>) -> Bool {
    let ones = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101)
    let quote = words ^ (ones &* 0x22)
    let backslash = words ^ (ones &* 0x5C)
    // A borrow may mark a byte too many, never one too few; that one is then looked at.
    let special =
      (words &- ones &* 0x20) | (quote &- ones) | (backslash &- ones) | words | (words &+ ones)
    return (special[0] | special[1]) & 0x8080_8080_8080_8080 == 0
  }

  /// The top bit of each byte that is not plain ASCII, a quote or a backslash; right for the lowest,
  /// behind which others may be marked as well.
  @inline(__always)
  private static func specialBytes(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let special =
      (word &- ones &* 0x20) | word | (word &+ ones) | ((quote &- ones) & ~quote)
      | ((backslash &- ones) & ~backslash)
    return special & 0x8080_8080_8080_8080
  }

  /// How many bytes at this index are written as one escape; 0 for none.
  @inline(__always)
  private static func escapedLength(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let byte = text[index]
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

  private static func short(_ letter: UInt8) -> Escape {
    Escape(packed: UInt64(UInt8(ascii: "\\")) | UInt64(letter) << 8, count: 2, length: 1)
  }

  private static func unitEscape(_ unit: UInt32, length: Int) -> Escape {
    var packed = UInt64(UInt8(ascii: "\\")) | UInt64(UInt8(ascii: "u")) << 8
    for place in 0..<4 {
      let digit = UInt8(truncatingIfNeeded: unit >> UInt32(12 - 4 * place)) & 0xF
      let letter = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      packed |= UInt64(letter) << UInt64(16 + 8 * place)
    }
    return Escape(packed: packed, count: 6, length: length)
  }
}
