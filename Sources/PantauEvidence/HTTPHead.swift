import PantauCore

/// A status line and header fields as they were kept, and as a WARC file has them.
///
/// The body is kept decompressed. So a WARC file has the fields that speak of the bytes on the wire
/// under names that no reader acts on, `X-Archive-Orig-…`, as other archives do, and the file of headers
/// has them as they came. A status line of HTTP/2 is written as one of HTTP/1.1, the only form that a
/// record of `application/http` has; `WARC-Protocol` says what it was.
struct HTTPHead {
  private let lines: [ArraySlice<UInt8>]
  private let version: String

  private static let renamed: Set<String> = [
    "content-encoding", "transfer-encoding", "content-length",
  ]

  init(_ head: [UInt8]) {
    lines = head.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
    let status = lines.first ?? []
    let name = status.prefix(while: { $0 != 0x20 })
    version = String(decoding: name.dropFirst("HTTP/".utf8.count), as: UTF8.self)
  }

  /// The protocol, where the record does not say it by itself.
  var warcProtocol: String? {
    switch version {
    case "2": "h2"
    case "3": "h3"
    default: nil
    }
  }

  /// The head with the empty line that ends it.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (index, line) in lines.enumerated() {
      if index == 0, warcProtocol != nil {
        bytes += Array("HTTP/1.1".utf8) + line.drop(while: { $0 != 0x20 })
      } else if Self.renamed.contains(Self.name(of: line)) {
        bytes += Array("X-Archive-Orig-".utf8) + line
      } else {
        bytes += line
      }
      bytes += [0x0D, 0x0A]
    }
    return bytes + [0x0D, 0x0A]
  }

  private static func name(of line: ArraySlice<UInt8>) -> String {
    String(decoding: line.prefix(while: { $0 != UInt8(ascii: ":") }), as: UTF8.self).lowercased()
  }
}
