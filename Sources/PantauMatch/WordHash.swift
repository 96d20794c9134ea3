/// The hash by which words are looked up.
enum WordHash {
  private static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let second: UInt64 = 0xC2B2_AE3D_27D4_EB4F

  /// The hash of `count` bytes; up to 16 bytes from `place` on are loaded whatever the count.
  @inline(__always)
  static func hash(_ place: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(place)
    let low = raw.loadUnaligned(as: UInt64.self)
    let length = UInt64(truncatingIfNeeded: count)
    // Most words are so short, so what is beyond their end is cut off in one shift.
    if 1...8 ~= length { return mix(low & UInt64.max &>> (64 &- 8 &* length), 0, length) }
    if 9...16 ~= length {
      let high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      return mix(low, high & UInt64.max &>> (128 &- 8 &* length), length)
    }
    return count == 0 ? mix(0, 0, 0) : long(raw, count)
  }

  @inline(__always)
  private static func mix(_ low: UInt64, _ high: UInt64, _ seed: UInt64) -> UInt64 {
    let left = (low ^ seed) &* first
    let right = (high ^ second) &* second
    let both = left ^ (right << 32 | right >> 32)
    return (both ^ both >> 29) &* first
  }

  @inline(never)
  private static func long(_ raw: UnsafeRawPointer, _ count: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count)
    var at = 0
    while at < count {
      let left = count - at
      let low = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & mask(left)
      let high = raw.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self) & mask(left - 8)
      hash = mix(low, high, hash)
      at += 16
    }
    return hash
  }

  /// The low `count` bytes of eight; none below 1, all above 7.
  @inline(__always)
  private static func mask(_ count: Int) -> UInt64 {
    let bytes = min(max(count, 0), 8)
    // Smart shifts: 64 shifts everything out.
    return ~(UInt64.max << UInt64(truncatingIfNeeded: bytes * 8))
  }

  /// The hash of an array's bytes.
  static func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
    let padded = Array(bytes) + [UInt8](repeating: 0, count: 16)
    return padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return hash(base, buffer.count - 16)
    }
  }
}
