/// Reads the plain numbers of HTTP headers (`delta-seconds`, RFC 9111, section 1.2.2).
enum HeaderNumber {
  /// What a larger number counts as: 2^31, some 68 years in seconds, as the RFC asks.
  static let ceiling = 2_147_483_648

  /// A number of digits alone, held at ``ceiling``; nil for anything else, signs included.
  static func parse(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty else { return nil }
    var number = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = min(number * 10 + Int(byte - UInt8(ascii: "0")), ceiling)
    }
    return number
  }

  /// The bytes without the blanks around them.
  static func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    let rest = bytes[start...]
    let last = rest.lastIndex { !isBlank($0) }
    return last.map { bytes[start...$0] } ?? rest
  }
}
