/// Eight bytes looked at in one go, as a number whose lowest byte comes first in memory.
enum ByteWords {
  static let low: UInt64 = 0x0101_0101_0101_0101
  static let high: UInt64 = 0x8080_8080_8080_8080

  /// The eight bytes at `index`, which must all lie within the buffer.
  @inline(__always)
  static func load(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  /// The top bit of each byte that equals `byte`; right also for bytes beside a match.
  @inline(__always)
  static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (low &* UInt64(byte))
    return ~(((difference & ~high) &+ ~high) | difference) & high
  }

  /// A cheaper `equal`: the lowest top bit is right, those above it may be set wrongly, and the other
  /// bits mean nothing.
  @inline(__always)
  static func equalAtLeast(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ (low &* UInt64(byte))
    return (difference &- low) & ~difference
  }

  /// The top bit of each byte below 0x20 (bytes above 0x7F are judged without their top bit).
  @inline(__always)
  static func control(_ word: UInt64) -> UInt64 {
    ~((word & ~high) &+ (low &* 0x60)) & high
  }

  /// The sixteen bytes at `index`, which is not 0, where all are ASCII that is no control character
  /// and no space behind a space, and no `<` or `&` where those matter; nil also for a few others.
  ///
  /// Two words side by side: comparisons of whole SIMD vectors are made byte by byte.
  @inline(__always)
  static func plainBlock(
    _ base: UnsafePointer<UInt8>, _ index: Int, stopAtMarkup: Bool
  ) -> SIMD2<UInt64>? {
    let ones = SIMD2<UInt64>(repeating: low)
    let words = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD2<UInt64>.self)
    let before = UnsafeRawPointer(base + index - 1).loadUnaligned(as: SIMD2<UInt64>.self)
    var odd = words &- ones &* 0x20
    odd = odd | ((words ^ ones &* 0x20) &- ones) & ((before ^ ones &* 0x20) &- ones)
    if stopAtMarkup {
      odd = odd | ((words ^ ones &* 0x3C) &- ones) | ((words ^ ones &* 0x26) &- ones)
    }
    odd = odd | words
    return (odd[0] | odd[1]) & high == 0 ? words : nil
  }

  /// Where the first byte with its top bit set lies; the mask is not zero.
  @inline(__always)
  static func firstIndex(_ mask: UInt64) -> Int { mask.trailingZeroBitCount / 8 }

  /// The first place of `byte` from `start` on, or the end.
  @inline(__always)
  static func find(
    _ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    guard let base = bytes.baseAddress else { return end }
    var index = start
    while index + 8 <= end {
      let mask = equal(load(base, index), byte)
      if mask != 0 { return index + firstIndex(mask) }
      index += 8
    }
    while index < end, base[index] != byte { index += 1 }
    return index
  }
}
