/// Tells words that were just seen from others, in half a megabyte.
///
/// A table that each hash has one place in: it never takes a new word for a known one, and sometimes a
/// known one for new.
public struct SeenWords: Sendable {
  private var hashes: [UInt64] = []

  private static let bits = 16

  /// Has seen none; takes its memory at the first word.
  public init() {}

  /// Notes a word.
  ///
  /// - Parameter hash: of 64 bits, so that two words practically never share one.
  /// - Returns: whether it may be new.
  public mutating func isNew(_ hash: UInt64) -> Bool {
    if hashes.isEmpty { hashes = [UInt64](repeating: 0, count: 1 << Self.bits) }
    // 0 is what empty places hold.
    let hash = hash | 1
    let place = Int((hash &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
    if hashes[place] == hash { return false }
    hashes[place] = hash
    return true
  }
}
