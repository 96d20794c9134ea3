/// A Huffman code of RFC 1951, section 3.2.2, as one table of all 15-bit beginnings.
struct HuffmanTable {
  private static let maxLength = 15
  /// For each beginning the symbol and, in the lowest four bits, the length of its code; 0 where no
  /// code begins so.
  private var entries: [UInt16]

  /// Makes the table of a code from the length of each symbol's code; nil where there is no such code.
  init?(lengths: some Collection<UInt8>) {
    var counts = [Int](repeating: 0, count: Self.maxLength + 1)
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0
    var nextCodes = [Int](repeating: 0, count: Self.maxLength + 2)
    for length in 1...Self.maxLength {
      nextCodes[length + 1] = (nextCodes[length] + counts[length]) << 1
      guard nextCodes[length] + counts[length] <= 1 << length else { return nil }
    }
    entries = Array(repeating: 0, count: 1 << Self.maxLength)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let code = nextCodes[Int(length)]
      nextCodes[Int(length)] += 1
      fill(code, Int(length), with: UInt16(symbol) << 4 | UInt16(length))
    }
  }

  /// Codes stand with their highest bit first, all other numbers with their lowest.
  private mutating func fill(_ code: Int, _ length: Int, with entry: UInt16) {
    var reversed = 0
    for bit in 0..<length where code >> bit & 1 == 1 { reversed |= 1 << (length - 1 - bit) }
    for index in stride(from: reversed, to: entries.count, by: 1 << length) {
      entries[index] = entry
    }
  }

  /// The next symbol; nil where none begins so or the bits end.
  func read(_ bits: inout BitReader) -> Int? {
    bits.fill()
    let entry = entries[bits.peek(Self.maxLength)]
    let length = Int(entry & 15)
    guard length > 0, bits.holds(length) else { return nil }
    bits.drop(length)
    return Int(entry >> 4)
  }
}
