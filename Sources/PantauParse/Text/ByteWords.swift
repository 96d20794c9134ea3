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
  /// and no space behind a space, and no `<` or `&` where those matter; nil for others.
  @inline(__always)
  static func plainBlock(
    _ base: UnsafePointer<UInt8>, _ index: Int, stopAtMarkup: Bool
  ) -> SIMD2<UInt64>? {
    // Bytes beyond ASCII are negative.
    let bytes = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Int8>.self)
    let before = UnsafeRawPointer(base + index - 1).loadUnaligned(as: SIMD16<Int8>.self)
    let space = SIMD16<Int8>(repeating: 0x20)
    var odd = (bytes .< space) .| ((bytes .== space) .& (before .== space))
    if stopAtMarkup {
      odd = odd .| (bytes .== SIMD16(repeating: 0x3C)) .| (bytes .== SIMD16(repeating: 0x26))
    }
    let marks = unsafeBitCast(odd, to: SIMD2<UInt64>.self)
    return marks[0] | marks[1] == 0 ? unsafeBitCast(bytes, to: SIMD2<UInt64>.self) : nil
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

  /// The first place of one of three ASCII characters from `start` on, or the end.
  @inline(__always)
  static func find(
    _ first: UInt8, _ second: UInt8, _ third: UInt8, in base: UnsafePointer<UInt8>,
    from start: Int, to end: Int
  ) -> Int {
    let wanted = (
      SIMD16<UInt8>(repeating: first), SIMD16<UInt8>(repeating: second),
      SIMD16<UInt8>(repeating: third)
    )
    var index = start
    while index &+ 16 <= end {
      if let hit = place(of: wanted, in: base, at: index) { return hit }
      index &+= 16
    }
    if start &+ 16 <= end {
      // What is looked at twice holds none.
      return place(of: wanted, in: base, at: end &- 16) ?? end
    }
    if index &+ 8 <= end {
      let word = load(base, index)
      let hit =
        (equalAtLeast(word, first) | equalAtLeast(word, second) | equalAtLeast(word, third)) & high
      if hit != 0 { return index + firstIndex(hit) }
      index &+= 8
    }
    while index < end, base[index] != first, base[index] != second, base[index] != third {
      index &+= 1
    }
    return index
  }

  /// Where the first of three characters stands among the sixteen at an index.
  @inline(__always)
  private static func place(
    of wanted: (SIMD16<UInt8>, SIMD16<UInt8>, SIMD16<UInt8>), in base: UnsafePointer<UInt8>,
    at index: Int
  ) -> Int? {
    let bytes = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<UInt8>.self)
    let marks = unsafeBitCast(
      (bytes .== wanted.0) .| (bytes .== wanted.1) .| (bytes .== wanted.2), to: SIMD2<UInt64>.self)
    guard marks[0] | marks[1] != 0 else { return nil }
    return marks[0] != 0
      ? index &+ firstIndex(marks[0]) : index &+ 8 &+ firstIndex(marks[1])
  }
}
