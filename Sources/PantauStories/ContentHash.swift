import PantauCore

/// A fast hash of texts and bodies, which tells whether something is as it was.
///
/// Each step multiplies two words to their full 128 bits and folds the halves. Equal values on every
/// machine and in every version, for they are kept in the archive. Not made to withstand somebody who
/// looks for collisions: it is only asked whether one feed's body, or one item's text, still is what
/// that same publisher sent last time, and who wants to hide a change need not make one (decision
/// 71). What tells items apart is ``ItemIdentity/keys(of:)``'s SHA-256.
struct ContentHash {
  private var first: UInt64 = 0x243F_6A88_85A3_08D3
  private var second: UInt64 = 0x1319_8A2E_0370_7344

  // The digits of pi, two pairs after those above.
  private static let left: UInt64 = 0xA409_3822_299F_31D0
  private static let right: UInt64 = 0x082E_FA98_EC4E_6C89

  /// Takes one part in; how it is cut matters, so that no two lists of parts run together.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    // A copy, which stays in registers.
    var hash = self
    var at = 0
    while bytes.count - at >= 32 {
      hash.take(
        Self.word(bytes, at), Self.word(bytes, at &+ 8), Self.word(bytes, at &+ 16),
        Self.word(bytes, at &+ 24))
      at &+= 32
    }
    self = hash
    var rest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &rest) { $0.copyBytes(from: bytes[at...]) }
    take(rest.0.littleEndian, rest.1.littleEndian, rest.2.littleEndian, rest.3.littleEndian)
    first ^= UInt64(bytes.count)
  }

  /// Takes one text in.
  mutating func add(_ text: String) {
    let isTaken: Void? = text.utf8.withContiguousStorageIfAvailable {
      add(UnsafeRawBufferPointer($0))
    }
    if isTaken == nil { Array(text.utf8).withUnsafeBytes { add($0) } }
  }

  /// Takes a number in.
  mutating func add(count: Int) { take(UInt64(count), 0, 0, 0) }

  /// 128 bits of what was taken in.
  var key: Key128 {
    Key128(
      high: Self.fold(first ^ Self.right, second ^ Self.left),
      low: Self.fold(second ^ Self.right, first &+ Self.left))
  }

  @inline(__always)
  private mutating func take(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    first = Self.fold(a ^ first, b ^ Self.left)
    second = Self.fold(c ^ second, d ^ Self.right)
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
  }
}
