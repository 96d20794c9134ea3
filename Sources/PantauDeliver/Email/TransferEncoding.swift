import FoundationEssentials

/// A part's body in lines that every mail server carries (RFC 2045): quoted-printable where most of
/// it is ASCII, else base64.
struct TransferEncoding {
  /// The value of `Content-Transfer-Encoding`.
  let name: String
  /// The encoded lines, each ended by CRLF.
  let body: String

  /// The longest line (RFC 2045, section 6.7, rule 5, and 6.8).
  private static let maxLine = 76

  /// Encodes a text whose lines end with LF.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    let escaped = bytes.count { !Self.isPlain($0) }
    // Quoted-printable takes three bytes for one, base64 four for three.
    if escaped * 6 <= bytes.count {
      name = "quoted-printable"
      body = Self.quotedPrintable(bytes)
    } else {
      name = "base64"
      body = Self.base64(bytes)
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != 0x3D || byte == 0x0A || byte == 0x09
  }

  private static func quotedPrintable(_ bytes: [UInt8]) -> String {
    var body = ""
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      var column = 0
      for (index, byte) in line.enumerated() {
        // White space at a line's end would be lost on the way (rule 3).
        let isLast = index == line.count - 1
        let isBlank = byte == 0x20 || byte == 0x09
        let token =
          isPlain(byte) && !(isBlank && isLast)
          ? String(Unicode.Scalar(byte)) : "=" + hex(byte)
        if column + token.utf8.count > (isLast ? maxLine : maxLine - 1) {
          body += "=\r\n"
          column = 0
        }
        body += token
        column += token.utf8.count
      }
      body += "\r\n"
    }
    return body
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    var lines = [UInt8]()
    for byte in bytes { lines += byte == 0x0A ? [0x0D, 0x0A] : [byte] }
    return Data(lines).base64EncodedString(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ]) + "\r\n"
  }
}
