/// Bits of a byte buffer, the lowest of each byte first (RFC 1951, section 3.1.1).
struct BitReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var next: Int
  private var held: UInt64 = 0
  private var heldCount = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    self.bytes = bytes
    next = start
  }

  /// The offset of the first byte of which no bit was taken.
  var offset: Int { next - heldCount / 8 }

  /// So many bits, at most 16, as a number; nil where there are no more.
  mutating func take(_ count: Int) -> Int? {
    fill()
    guard heldCount >= count else { return nil }
    let value = peek(count)
    drop(count)
    return value
  }

  /// So many of the next bits, zeros where there are no more; ``fill()`` comes before.
  func peek(_ count: Int) -> Int { Int(held & (1 << UInt64(count) - 1)) }

  /// Whether so many bits are left, counted after ``fill()``.
  func holds(_ count: Int) -> Bool { heldCount >= count }

  mutating func drop(_ count: Int) {
    held >>= UInt64(count)
    heldCount -= count
  }

  /// Makes sure that 48 bits are held, if there are so many.
  mutating func fill() {
    while heldCount <= 48, next < bytes.count {
      held |= UInt64(bytes[next]) << UInt64(heldCount)
      heldCount += 8
      next += 1
    }
  }

  /// Goes on to the next whole byte.
  mutating func alignToByte() { drop(heldCount % 8) }
}
