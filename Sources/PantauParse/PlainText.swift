/// Text that is no markup.
enum PlainText {
  /// The text with every run of white space made one space and none at its ends; nil where nothing
  /// is left.
  static func collapse(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let bytes = bytes.trimmed
    if bytes.isEmpty { return nil }
    if !hasSpaceToCollapse(bytes) { return String(checking: bytes) }
    return String(unsafeUninitializedCapacity: bytes.count) { out in
      var count = 0
      var isAfterSpace = false
      for byte in bytes {
        let isSpace = isSpace(byte)
        if isSpace, isAfterSpace { continue }
        isAfterSpace = isSpace
        out[count] = isSpace ? 0x20 : byte
        count += 1
      }
      return count
    }
  }

  /// Whether any white space is not a single space; the text neither begins nor ends with some.
  private static func hasSpaceToCollapse(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    var index = 0
    while index + 8 < bytes.count {
      let word = ByteWords.load(base, index)
      let spaces = ByteWords.equal(word, 0x20)
      if ByteWords.control(word) | (spaces & (spaces << 8)) != 0 { return true }
      // One byte is seen twice, so that no two spaces fall between two steps.
      index += 7
    }
    while index < bytes.count {
      if base[index] < 0x20 || base[index] == 0x20 && base[index + 1] == 0x20 { return true }
      index += 1
    }
    return false
  }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes without white space at their ends.
  var trimmed: UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = count
    while start < end, PlainText.isSpace(self[start]) { start += 1 }
    while end > start, PlainText.isSpace(self[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: self[start..<end])
  }
}

extension StringProtocol {
  /// The text without ASCII white space at its ends.
  var trimmed: String {
    var text = String(self)
    guard let first = text.utf8.first, let last = text.utf8.last,
      PlainText.isSpace(first) || PlainText.isSpace(last)
    else { return text }
    return text.withUTF8 { String(decoding: $0.trimmed, as: UTF8.self) }
  }
}
