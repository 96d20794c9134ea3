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

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    var rest = Substring(self)
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}
