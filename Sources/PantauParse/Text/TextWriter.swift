/// Where plain text is written: memory of a known size, white space collapsed as it comes.
///
/// The size is what the source can become at most (``capacity(for:)``); a write that would go beyond
/// it is left out, so that no count can be wrong in a harmful way.
struct TextWriter {
  private let base: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private(set) var count = 0
  /// Whether a space would be one too many: at the start, and after a space.
  private var isAfterSpace = true

  /// The most that so many bytes of source can become: `&nGt;`, five bytes, stands for six, and one
  /// word is written beyond.
  static func capacity(for sourceCount: Int) -> Int {
    sourceCount + sourceCount / 5 + 16
  }

  init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    guard let base = memory.baseAddress else {
      preconditionFailure("memory of at least 16 bytes has an address")
    }
    self.base = base
    capacity = memory.count
  }

  /// Adds a space, unless one is there already.
  @inline(__always)
  mutating func breakWord() {
    guard !isAfterSpace, count < capacity else { return }
    base[count] = 0x20
    count += 1
    isAfterSpace = true
  }

  /// Adds a byte that is not white space.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    guard count < capacity else { return }
    base[count] = byte
    count += 1
    isAfterSpace = false
  }

  /// Copies eight bytes at a time from `index` on until one needs a closer look, and says where.
  ///
  /// A closer look need `<`, `&`, control characters, bytes of other characters than ASCII, and a
  /// space after a space.
  @inline(__always)
  mutating func copyPlain(
    _ source: UnsafePointer<UInt8>, from start: Int, to end: Int, stopAtMarkup: Bool
  ) -> Int {
    var index = start
    var out = count
    var spaceBefore: UInt64 = isAfterSpace ? 0x80 : 0
    // Where a space comes next it must not follow another; behind that the source itself tells.
    if index > 0, index < end, !isAfterSpace || source[index] != 0x20 {
      while index + 16 <= end, out + 16 <= capacity,
        let block = ByteWords.plainBlock(source, index, stopAtMarkup: stopAtMarkup)
      {
        UnsafeMutableRawPointer(base + out).storeBytes(of: block, as: SIMD2<UInt64>.self)
        spaceBefore = source[index + 15] == 0x20 ? 0x80 : 0
        index += 16
        out += 16
      }
    }
    while index + 8 <= end, out + 8 <= capacity {
      let word = ByteWords.load(source, index)
      let spaces = ByteWords.equal(word, 0x20)
      // Only the first mark counts, so marks that may be wrong behind a right one do.
      var special = word | ((word &- ByteWords.low &* 0x20) & ~word)
      if stopAtMarkup {
        special |= ByteWords.equalAtLeast(word, 0x3C) | ByteWords.equalAtLeast(word, 0x26)
      }
      special = (special & ByteWords.high) | (spaces & ((spaces << 8) | spaceBefore))
      UnsafeMutableRawPointer(base + out).storeBytes(of: word.littleEndian, as: UInt64.self)
      guard special == 0 else {
        let copied = ByteWords.firstIndex(special)
        if copied > 0 { spaceBefore = (spaces >> UInt64((copied - 1) * 8)) & 0x80 }
        index += copied
        out += copied
        break
      }
      spaceBefore = spaces >> 56
      index += 8
      out += 8
    }
    count = out
    isAfterSpace = spaceBefore != 0
    return index
  }

  /// Adds the character (or what a reference stands for) whose UTF-8 is packed, lowest byte first.
  @inline(__always)
  mutating func append(packed: UInt64, count length: Int) {
    if WhiteSpace.isWhiteSpace(packed: packed, count: length) { return breakWord() }
    guard length > 0, count + length <= capacity else { return }
    for offset in 0..<length {
      base[count + offset] = UInt8(truncatingIfNeeded: packed >> UInt64(offset * 8))
    }
    count += length
    isAfterSpace = false
  }

  /// Takes a last space away.
  mutating func trim() {
    if count > 0, base[count - 1] == 0x20 { count -= 1 }
  }
}

/// What counts as white space in text: Unicode's White_Space, the no-break spaces included.
enum WhiteSpace {
  /// How many bytes the white space at `index` takes up; 0 where there is none.
  @inline(__always)
  static func length(at index: Int, of bytes: UnsafePointer<UInt8>, to end: Int) -> Int {
    switch bytes[index] {
    case 0...0x20, 0x7F: return 1
    case 0xC2:
      guard index + 1 < end else { return 0 }
      return bytes[index + 1] == 0xA0 || bytes[index + 1] == 0x85 ? 2 : 0
    case 0xE1, 0xE2, 0xE3:
      guard index + 2 < end else { return 0 }
      return isWide(bytes[index], bytes[index + 1], bytes[index + 2]) ? 3 : 0
    default: return 0
    }
  }

  /// The same for a character that is packed, its first byte lowest.
  @inline(__always)
  static func isWhiteSpace(packed: UInt64, count: Int) -> Bool {
    switch count {
    case 1: packed <= 0x20 || packed == 0x7F
    case 2: packed == 0xA0C2 || packed == 0x85C2
    case 3:
      isWide(
        UInt8(packed & 0xFF), UInt8((packed >> 8) & 0xFF), UInt8((packed >> 16) & 0xFF))
    default: false
    }
  }

  /// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000.
  @inline(__always)
  private static func isWide(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second) {
    case (0xE1, 0x9A): third == 0x80
    case (0xE2, 0x80): third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF
    case (0xE2, 0x81): third == 0x9F
    case (0xE3, 0x80): third == 0x80
    default: false
    }
  }
}
