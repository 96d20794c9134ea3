/// A request as the loopback server received it.
public struct RecordedRequest: Sendable {
  /// "GET", "POST" and so on.
  public let method: String
  /// The target as sent: path and query.
  public let target: String
  /// All bytes up to and with the empty line.
  public let headerBytes: [UInt8]
  /// The body, as long as `Content-Length` says.
  public let body: [UInt8]
  /// Which connection it came over, from 1.
  public let connection: Int

  /// The target without its query.
  public var path: String { String(target.prefix { $0 != "?" }) }

  /// The value of the first header of this name, whatever its case, byte for byte.
  public func headerValue(_ name: String) -> [UInt8]? {
    let wanted = Array(name.lowercased().utf8)
    for line in headerBytes.split(separator: 0x0a).dropFirst() {
      let content = line.last == 0x0d ? line.dropLast() : line
      guard let colon = content.firstIndex(of: 0x3a) else { continue }
      let found = String(decoding: content[..<colon], as: UTF8.self).lowercased()
      if Array(found.utf8) == wanted { return Array(content[(colon + 1)...].drop { $0 == 0x20 }) }
    }
    return nil
  }

  /// The value of the first header of this name as text.
  public func header(_ name: String) -> String? {
    headerValue(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names of all headers in small letters, in order.
  public var headerNames: [String] {
    headerBytes.split(separator: 0x0a).dropFirst().compactMap { line in
      line.firstIndex(of: 0x3a).map { String(decoding: line[..<$0], as: UTF8.self).lowercased() }
    }
  }
}
