import FoundationEssentials
import PantauCore

/// One record of a WARC file (WARC 1.1, ISO 28500:2017).
struct WARCRecord {
  /// What a record is (section 6 of the standard), as far as it is written here.
  enum Kind: String {
    /// Who wrote the file, and how.
    case warcinfo
    /// The answer of a server.
    case response
    /// Something without its protocol: a file, a part of a document.
    case resource
    /// What is known of another record.
    case metadata
  }

  var kind: Kind
  /// The value of `WARC-Record-ID`.
  var id: String
  var date: Date
  var contentType: String
  var block: [UInt8]
  /// The URL it was found at; nil for a warcinfo record.
  var target: String?
  /// Where the payload begins in the block; nil where there is no payload to tell.
  var payloadStart: Int?
  /// Further named fields, in order.
  var fields: [(name: String, value: String)] = []

  /// The record with its head, its block and the two empty lines that end it.
  var bytes: [UInt8] {
    var head = "WARC/1.1\r\nWARC-Type: \(kind.rawValue)\r\nWARC-Record-ID: <\(id)>\r\n"
    head += "WARC-Date: \(ISO8601.text(date))\r\n"
    if let target { head += "WARC-Target-URI: \(Self.uri(target))\r\n" }
    for (name, value) in fields { head += "\(name): \(Self.line(value))\r\n" }
    if let payloadStart {
      head += "WARC-Payload-Digest: \(Self.digest(Array(block[payloadStart...])))\r\n"
    }
    head += "WARC-Block-Digest: \(Self.digest(block))\r\n"
    head += "Content-Type: \(Self.line(contentType))\r\nContent-Length: \(block.count)\r\n\r\n"
    return Array(head.utf8) + block + Array("\r\n\r\n".utf8)
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    "sha256:" + Digest.hex(Digest.sha256(bytes))
  }

  /// A value that ends no line.
  private static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 }))
  }

  /// A URL whose bytes that no URI may hold are escaped (RFC 3986, section 2.1).
  private static func uri(_ url: String) -> String {
    var escaped: [UInt8] = []
    for byte in url.utf8 {
      if byte > 0x20, byte < 0x7F, !#"<>"\^`{|}"#.utf8.contains(byte) {
        escaped.append(byte)
      } else {
        escaped += Array("%\(Digest.hex([byte]).uppercased())".utf8)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }
}
