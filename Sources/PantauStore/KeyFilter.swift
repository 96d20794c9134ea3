import PantauCore

/// Tells of most keys that a run of them has not got that it has not, without reading the run: a Bloom
/// filter.
///
/// A word of 64 bits for each item, which has four keys at most: of a thousand keys that are not there
/// some two seem to be.
struct KeyFilter {
  /// What is stored, little-endian.
  private(set) var words: [UInt64]

  private static let bitsOfKey = 4

  /// Has no key yet.
  ///
  /// - Parameter count: the items whose keys will come.
  init(count: Int) { words = Array(repeating: 0, count: count) }

  /// Adds a key.
  mutating func insert(_ key: Key128) {
    let bits = words.count * 64
    guard bits > 0 else { return }
    for number in 0..<Self.bitsOfKey {
      let bit = Self.bit(number, of: key, bits)
      words[bit >> 6] |= UInt64(littleEndian: 1 << UInt64(bit & 63))
    }
  }

  /// Whether a key may be among those that a stored filter was given.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - bytes: the filter.
  ///   - count: of how many items it has to be; a damaged one, of another length, excludes nothing.
  /// - Returns: false only where it is not among them.
  static func mayHave(_ key: Key128, in bytes: UnsafeRawBufferPointer, count: Int) -> Bool {
    guard bytes.count == 8 * count else { return true }
    for number in 0..<bitsOfKey where count > 0 {
      let bit = bit(number, of: key, bytes.count * 8)
      guard bytes[bit >> 3] & 1 << UInt8(bit & 7) != 0 else { return false }
    }
    return count > 0
  }

  /// The place of one of a key's bits; keys are hashes, whose halves serve as two.
  private static func bit(_ number: Int, of key: Key128, _ bits: Int) -> Int {
    let hash = key.high &+ UInt64(number) &* (key.low | 1)
    return Int(hash.multipliedFullWidth(by: UInt64(bits)).high)
  }
}
