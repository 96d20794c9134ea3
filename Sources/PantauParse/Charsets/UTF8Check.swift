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

  /// How much is looked at between two reports.
  private static let stepBytes = 1 << 19

  /// Walks over the bytes once, 32 at a time where they are ASCII; `onProgress` is told now and then
  /// how many were looked at.
  static func check(
    _ bytes: UnsafeBufferPointer<UInt8>, _ onProgress: (Int) -> Void
  ) -> Finding {
    var finding = Finding()
    var index = 0
    while index < bytes.count {
      index = check(bytes, from: index, to: min(index + stepBytes, bytes.count), &finding)
      onProgress(index)
    }
    return finding
  }

  /// Walks over the bytes once, 32 at a time where they are ASCII.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>) -> Finding {
    var finding = Finding()
    _ = check(bytes, from: 0, to: bytes.count, &finding)
    return finding
  }

  /// Looks at the bytes up to `end`, and at the rest of a sequence that goes beyond it.
  private static func check(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, _ finding: inout Finding
  ) -> Int {
    guard let base = bytes.baseAddress else { return end }
    var index = start
    while true {
      index = skipPlain(base, from: index, to: end)
      guard index < end else { return index }
      if base[index] < 0x20 {
        if ControlBytes.isForbidden(base[index]) { finding.holdsForbidden = true }
        index += 1
        continue
      }
      repeat {
        let (length, isValid) = sequence(base, at: index, count: bytes.count)
        if isValid { finding.validSequences += 1 } else { finding.badSequences += 1 }
        if isNoCharacter(base, at: index, length) { finding.holdsForbidden = true }
        index += length
      } while index < end && base[index] >= 0x80
    }
  }

  /// The offset of the next byte that is not plain ASCII, line ends and tabs included, or the end.
  @inline(__always)
  private static func skipPlain(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int
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
    while index + 8 <= end {
      let word = ByteWords.load(base, index)
      // A borrow may mark a byte too many behind the first that is marked rightly.
      let odd = ((word &- ByteWords.low &* 0x20) | word) & ByteWords.high
      if odd != 0 { return index + ByteWords.firstIndex(odd) }
      index += 8
    }
    while index < end, base[index] &- 0x20 < 0x60 { index += 1 }
    return index
  }

  /// Whether a right sequence is U+FFFE or U+FFFF.
  @inline(__always)
  private static func isNoCharacter(
    _ base: UnsafePointer<UInt8>, at index: Int, _ length: Int
  ) -> Bool {
    base[index] == 0xEF && length == 3 && base[index + 1] == 0xBF && base[index + 2] >= 0xBE
  }

  /// The offset of the first sequence that is wrong or does not end before `end`, else `end`.
  static func endOfValid(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    let end = min(end, bytes.count)
    guard let base = bytes.baseAddress else { return end }
    var index = start
    while index < end {
      if index + 8 <= end, ByteWords.load(base, index) & ByteWords.high == 0 {
        index += 8
      } else if base[index] < 0x80 {
        index += 1
      } else {
        let (length, isValid) = sequence(base, at: index, count: bytes.count)
        guard isValid, index + length <= end else { return index }
        index += length
      }
    }
    return index
  }

  /// The sequence that begins with a byte beyond ASCII: its length if it is right, else the length of
  /// what is to become one U+FFFD, which is at least a byte.
  @inline(__always)
  static func sequence(
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
