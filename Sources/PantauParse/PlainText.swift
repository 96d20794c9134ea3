/// Text that is no markup.
enum PlainText {
  /// The text with every run of white space made one space and none at its ends; nil where nothing
  /// is left.
  static func collapse(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let text = String(unsafeUninitializedCapacity: bytes.count) { out in
      var count = 0
      var isPending = false
      for byte in bytes {
        if isSpace(byte) {
          isPending = count > 0
          continue
        }
        if isPending {
          out[count] = 0x20
          count += 1
          isPending = false
        }
        out[count] = byte
        count += 1
      }
      return count
    }
    return text.isEmpty ? nil : text
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
