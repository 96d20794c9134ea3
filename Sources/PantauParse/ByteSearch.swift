#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension UnsafeBufferPointer<UInt8> {
  /// The offset of the next such byte in the range.
  @inline(__always)
  func next(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
    guard let baseAddress, start < end,
      let hit = memchr(baseAddress + start, Int32(byte), end - start)
    else { return nil }
    return UnsafeRawPointer(hit) - UnsafeRawPointer(baseAddress)
  }

  /// Whether the text stands at the offset; ASCII letters are compared without regard to case.
  func holds(_ text: StaticString, at offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset >= 0, offset + length <= count else { return false }
    for index in 0..<length where self[offset + index] != text.utf8Start[index] {
      let letter = self[offset + index] | 0x20
      guard letter == text.utf8Start[index] | 0x20, (0x61...0x7A).contains(letter) else {
        return false
      }
    }
    return true
  }

  /// Whether the text stands at the offset, letter by letter.
  func holdsExactly(_ text: StaticString, at offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset >= 0, offset + length <= count else { return false }
    return (0..<length).allSatisfy { self[offset + $0] == text.utf8Start[$0] }
  }

  /// The offset behind the next occurrence of a text that ends with `>`.
  func end(of text: StaticString, from start: Int) -> Int? {
    let length = text.utf8CodeUnitCount
    var from = start
    while let hit = next(UInt8(ascii: ">"), from: from, to: count) {
      if hit + 1 - length >= start, holds(text, at: hit + 1 - length) { return hit + 1 }
      from = hit + 1
    }
    return nil
  }
}
