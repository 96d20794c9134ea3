import FoundationEssentials

/// Text that is written as Base64 (RFC 4648, section 4).
enum Base64Text {
  /// What `take` makes of the decoded text; nil where the source is no Base64, so that it is text that
  /// was only said to be.
  ///
  /// White space may stand anywhere, and what fills up the last four characters may be missing. The
  /// text may have any encoding (``CharsetDecoder``); characters that XML forbids are left out of it.
  static func decoded(
    _ source: UnsafeBufferPointer<UInt8>, _ take: (UnsafeBufferPointer<UInt8>) -> String?
  ) -> String? {
    var letters = Data(source.filter { $0 > 0x20 })
    while letters.last == UInt8(ascii: "=") { letters.removeLast() }
    if letters.count % 4 > 1 {
      letters.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 4 - letters.count % 4))
    }
    guard let decoded = Data(base64Encoded: letters) else { return nil }
    var text = CharsetDecoder.decode(Array(decoded), httpCharset: nil).bytes
    ControlBytes.drop(from: &text)
    return text.withUnsafeBufferPointer(take)
  }
}
