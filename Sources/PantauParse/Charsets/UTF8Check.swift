/// Whether bytes are UTF-8, and how nearly (Unicode, table 3-7: no surrogates, nothing overlong).
enum UTF8Check {
  /// What a body turned out to be.
  struct Finding: Equatable {
    /// Sequences of more than one byte that are right.
    var validSequences = 0
    /// Bytes, or beginnings of sequences, that are wrong; each is one U+FFFD.
    var badSequences = 0
    /// Whether a character that XML forbids (``ControlBytes``) is among them.
    var holdsForbidden = false

    var isValid: Bool { badSequences == 0 }
    var isASCII: Bool { validSequences == 0 && badSequences == 0 }

    /// Whether a text that says it is UTF-8, or says nothing, may be believed: other encodings make
    /// right sequences by chance only, and seldom.
    var isMostlyValid: Bool { validSequences >= 2 * badSequences }

    /// Whether the text was surely meant as UTF-8, whatever it says: nine in ten of what is not
    /// ASCII is.
    var isNearlyValid: Bool { validSequences >= 9 * badSequences }
  }

  /// Walks over the bytes once, sixteen at a time where they are ASCII.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>) -> Finding {
    var finding = Finding()
    guard let base = bytes.baseAddress else { return finding }
    let count = bytes.count
    var forbidden: UInt64 = 0
    var index = 0
    while index < count {
      index = skipASCII(base, from: index, to: count, forbidden: &forbidden)
      let end = min(index + 16, count)
      while index < end, base[index] < 0x80 {
        if ControlBytes.isForbidden(base[index]) { forbidden = 1 }
        index += 1
      }
      while index < count, base[index] >= 0x80 {
        let (length, isValid) = sequence(base, at: index, count: count)
        if isValid { finding.validSequences += 1 } else { finding.badSequences += 1 }
        if isNoCharacter(base, at: index, length) { finding.holdsForbidden = true }
        index += length
      }
    }
    if forbidden != 0 { finding.holdsForbidden = true }
    return finding
  }

  /// The first offset from which sixteen bytes are not all ASCII, or from which there are no sixteen.
  @inline(__always)
  private static func skipASCII(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, forbidden: inout UInt64
  ) -> Int {
    let spaces = SIMD2<UInt64>(repeating: ByteWords.low &* 0x20)
    var index = start
    while index + 32 <= end {
      let first = UnsafeRawPointer(base + index).loadUnaligned(as: SIMD2<UInt64>.self)
      let second = UnsafeRawPointer(base + index + 16).loadUnaligned(as: SIMD2<UInt64>.self)
      // Plain ASCII has no top bit, before or after 32 is taken from each byte.
      let odd = (first &- spaces) | (second &- spaces) | first | second
      guard (odd[0] | odd[1]) & ByteWords.high == 0 else { break }
      index += 32
    }
    while index + 16 <= end {
      let (first, second) = (ByteWords.load(base, index), ByteWords.load(base, index + 8))
      guard (first | second) & ByteWords.high == 0 else { return index }
      forbidden |= ControlBytes.forbidden(inASCII: first) | ControlBytes.forbidden(inASCII: second)
      index += 16
      // Line ends are the rule; what follows them is mostly plain again.
      if index + 32 <= end, isPlain(base, index) { return index }
    }
    return index
  }

  @inline(__always)
  private static func isPlain(_ base: UnsafePointer<UInt8>, _ index: Int) -> Bool {
    let word = ByteWords.load(base, index)
    return ((word &- ByteWords.low &* 0x20) | word) & ByteWords.high == 0
  }

  /// Whether a right sequence is U+FFFE or U+FFFF.
  @inline(__always)
  private static func isNoCharacter(
    _ base: UnsafePointer<UInt8>, at index: Int, _ length: Int
  ) -> Bool {
    base[index] == 0xEF && length == 3 && base[index + 1] == 0xBF && base[index + 2] >= 0xBE
  }

  /// The bytes with U+FFFD for each sequence that is wrong, as Unicode recommends (section 3.9).
  static func repair(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var repaired: [UInt8] = []
    repaired.reserveCapacity(bytes.count + 64)
    guard let base = bytes.baseAddress else { return repaired }
    var index = 0
    var start = 0
    while index < bytes.count {
      if base[index] < 0x80 {
        index += 1
        continue
      }
      let (length, isValid) = sequence(base, at: index, count: bytes.count)
      if !isValid {
        repaired.append(contentsOf: bytes[start..<index])
        repaired.append(contentsOf: [0xEF, 0xBF, 0xBD])
        start = index + length
      }
      index += length
    }
    repaired.append(contentsOf: bytes[start...])
    return repaired
  }

  /// The sequence that begins with a byte beyond ASCII: its length if it is right, else the length of
  /// what is to become one U+FFFD, which is at least a byte.
  @inline(__always)
  private static func sequence(
    _ base: UnsafePointer<UInt8>, at index: Int, count: Int
  ) -> (length: Int, isValid: Bool) {
    let first = base[index]
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { low = 0xA0 }
      if first == 0xED { high = 0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { low = 0x90 }
      if first == 0xF4 { high = 0x8F }
    default: return (1, false)
    }
    guard index + 1 < count, base[index + 1] >= low, base[index + 1] <= high else {
      return (1, false)
    }
    var offset = 2
    while offset < length {
      guard index + offset < count, base[index + offset] & 0xC0 == 0x80 else {
        return (offset, false)
      }
      offset += 1
    }
    return (length, true)
  }
}
