public import FoundationEssentials

/// A unique identifier that sorts by time: 48 bits of milliseconds and 80 random bits in
/// Crockford's base 32, 26 characters (the ULID specification).
public struct ULID: Sendable, Hashable, CustomStringConvertible {
  /// The 26 characters.
  public let description: String

  /// Makes one for an instant.
  ///
  /// - Parameters:
  ///   - date: when; it becomes the first ten characters.
  ///   - generator: gives the random part; ids made with one seed repeat.
  public init(at date: Date, using generator: inout some RandomNumberGenerator) {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    let time = UInt64(max(0, date.millisecondsSince1970)) & 0xFFFF_FFFF_FFFF
    let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
    description = String(unsafeUninitializedCapacity: 26) { buffer in
      for index in 0..<10 { buffer[index] = alphabet[Int(time >> UInt64(45 - 5 * index) & 31)] }
      for index in 0..<8 { buffer[10 + index] = alphabet[Int(high >> UInt64(5 * index) & 31)] }
      for index in 0..<8 { buffer[18 + index] = alphabet[Int(low >> UInt64(5 * index) & 31)] }
      return 26
    }
  }
}
