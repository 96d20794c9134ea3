/// A body that is a gzip file (RFC 1952), as parts of sitemaps often are: nothing in HTTP says so, for
/// to the server it is a file like any other.
enum GzipBody {
  /// Whether the bytes begin as a gzip file does.
  static func isOne(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
  }

  /// What the file holds, all its members one after another, and a warning where that is not all.
  ///
  /// The check sums are not looked at: a document that is damaged is read as far as it goes anyway.
  static func unpacked(
    _ bytes: UnsafeBufferPointer<UInt8>, limit: Int
  ) -> (bytes: [UInt8], warning: String?) {
    var output: [UInt8] = []
    var start = 0
    while start < bytes.count, isOne(UnsafeBufferPointer(rebasing: bytes[start...])) {
      guard let data = dataStart(bytes, from: start) else { return (output, damaged) }
      var inflater = Inflater(bytes, from: data, limit: limit - output.count)
      let end = inflater.run()
      if output.isEmpty { output = inflater.output } else { output += inflater.output }
      switch end {
      case .complete: start = inflater.offset + 8
      case .damaged: return (output, damaged)
      case .tooLong:
        return (output, "the packed document is longer than \(limit) bytes; its rest is left out")
      }
    }
    return (output, nil)
  }

  private static let damaged = "the packed document is damaged; it was read as far as it goes"

  /// The offset behind the header of a member (section 2.3); nil where it is cut off.
  private static func dataStart(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    guard start + 10 <= bytes.count else { return nil }
    let flags = bytes[start + 3]
    var at = start + 10
    if flags & 4 != 0 {
      guard at + 2 <= bytes.count else { return nil }
      at += 2 + Int(bytes[at]) + Int(bytes[at + 1]) << 8
    }
    // A file's name and a comment, each ended by a zero.
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard let end = bytes.next(0, from: at, to: bytes.count) else { return nil }
      at = end + 1
    }
    if flags & 2 != 0 { at += 2 }
    return at < bytes.count ? at : nil
  }
}
