/// What a text quotes: copies leave it word for word as it is, whatever else they write anew.
enum Quotation {
  /// How many letters and digits of a quotation count, and how many it must have.
  private static let letters = 32
  private static let leastLetters = 20

  /// The hashes of what a text quotes.
  static func hashes(in text: String) -> [UInt64] {
    var copy = text
    return copy.withUTF8 { bytes in
      bytes.indices.compactMap { place in
        let length = markLength(bytes[...], at: place)
        return length == 0 ? nil : hash(bytes[(place + length)...])
      }
    }
  }

  /// The bytes of a quotation mark that opens at a place; 0 where none does.
  ///
  /// A straight mark opens behind a space.
  @inline(__always)
  static func markLength(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, at place: Int) -> Int {
    switch bytes[place] {
    case 0x22:
      let before = place > 0 ? bytes.base[place - 1] : 0x20
      return before <= 0x20 || before == 0x28 ? 1 : 0
    case 0xE2:
      return place + 2 < bytes.endIndex && bytes[place + 1] == 0x80 && bytes[place + 2] == 0x9C
        ? 3 : 0
    default: return 0
    }
  }

  /// Of the quotation that bytes begin with, its letters and digits folded; nil where it is short.
  static func hash(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
    var folded: [UInt8] = []
    for byte in bytes where folded.count < letters {
      if byte == 0x22 || byte == 0xE2 { break }
      let small = byte | 0x20
      if small &- 0x61 < 26 || byte &- 0x30 < 10 { folded.append(small) }
    }
    return folded.count >= leastLetters ? WordScanner.hash(folded) : nil
  }
}
