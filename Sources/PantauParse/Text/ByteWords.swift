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

  /// The top bit of each byte below 0x20 (bytes above 0x7F are judged without their top bit).
  @inline(__always)
  static func control(_ word: UInt64) -> UInt64 {
    ~((word & ~high) &+ (low &* 0x60)) & high
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
