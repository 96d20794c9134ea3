/// Compressed bodies made by hand, so that tests hold no binary files and can lie in detail.
public enum Deflate {
  /// A proper gzip file of these bytes, stored without compression (RFC 1952, RFC 1951).
  public static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    gzipHead + stored(bytes) + littleEndian(crc32(bytes))
      + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
  }

  /// A proper zlib stream of these bytes, as `deflate` means it (RFC 1950).
  public static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    [0x78, 0x01] + stored(bytes) + littleEndian(adler32(bytes)).reversed()
  }

  /// The beginning of a gzip file of zero bytes; ``bombPart`` goes on with it for ever.
  public static let bombHead: [UInt8] = {
    var bits = BitWriter()
    bits.append(0b010, count: 3)
    // A literal 0 first: matches need something to repeat. Its fixed code is 00110000.
    bits.appendCode(0b0011_0000, count: 8)
    for _ in 0..<8 { bits.appendMatch() }
    // 3 + 8 + 8 * 13 = 115 bits; 5 more matches end on a byte, as 180 bits are no multiple of 8.
    while !bits.isAligned { bits.appendMatch() }
    return gzipHead + bits.bytes
  }()

  /// 8 matches of 258 zero bytes in 13 bytes: 158 times what is sent.
  public static let bombPart: [UInt8] = {
    var bits = BitWriter()
    for _ in 0..<8 { bits.appendMatch() }
    return bits.bytes
  }()

  private static let gzipHead: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var rest = bytes[...]
    repeat {
      let part = rest.prefix(65_535)
      rest = rest.dropFirst(part.count)
      let length = UInt16(truncatingIfNeeded: part.count)
      out.append(rest.isEmpty ? 1 : 0)
      for value in [length, ~length] {
        out += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      }
      out += part
    } while !rest.isEmpty
    return out
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
      }
    }
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    let sums = bytes.reduce((UInt32(1), UInt32(0))) { sums, byte in
      let low = (sums.0 + UInt32(byte)) % 65_521
      return (low, (sums.1 + low) % 65_521)
    }
    return sums.1 << 16 | sums.0
  }
}

/// Bits in the order of RFC 1951: lowest first, codes highest first.
private struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var count = 0

  var isAligned: Bool { count % 8 == 0 }

  mutating func append(_ value: Int, count: Int) {
    for bit in 0..<count { append(bit: value >> bit & 1) }
  }

  mutating func appendCode(_ code: Int, count: Int) {
    for bit in (0..<count).reversed() { append(bit: code >> bit & 1) }
  }

  /// Length 258 (symbol 285, fixed code 11000101) at distance 1 (code 00000).
  mutating func appendMatch() {
    appendCode(0b1100_0101, count: 8)
    appendCode(0, count: 5)
  }

  private mutating func append(bit: Int) {
    if count % 8 == 0 { bytes.append(0) }
    bytes[bytes.count - 1] |= UInt8(bit << (count % 8))
    count += 1
  }
}
