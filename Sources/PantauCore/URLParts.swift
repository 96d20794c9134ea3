/// A URL cut into its parts (RFC 3986, section 3): scheme and host in small letters, the rest as given.
public struct URLParts: Sendable, Hashable {
  /// In small letters, without its colon.
  public var scheme: String
  /// What stands before `@`; nil where there is no `@`.
  public var userInfo: String?
  /// In small letters, IPv6 in its brackets; nil where the URL has no `//`.
  public var host: String?
  /// 0 to 65535; nil where none is given.
  public var port: Int?
  /// From its first `/` to before `?` or `#`; may be empty.
  public var path: String
  /// Without its `?`; nil where there is none.
  public var query: String?
  /// Without its `#`; nil where there is none.
  public var fragment: String?

  /// Cuts an absolute URL; nil where it has no scheme, or its port is no port.
  public init?(_ url: String) {
    let reference = ReferenceParts(url)
    guard let scheme = reference.scheme else { return nil }
    self.scheme = scheme.lowercased()
    path = reference.path
    query = reference.query
    fragment = reference.fragment
    guard let authority = reference.authority else { return }
    guard takeAuthority(authority) else { return nil }
  }

  /// Scheme, host and port (RFC 6454): `https://example.org`, the port only where it is not the
  /// scheme's own; for a URL without a host the scheme and a colon.
  public var origin: String {
    guard let host else { return scheme + ":" }
    guard let port, port != defaultPort else { return "\(scheme)://\(host)" }
    return "\(scheme)://\(host):\(port)"
  }

  /// 80 for http and 443 for https.
  public var defaultPort: Int? {
    switch scheme {
    case "http": 80
    case "https": 443
    default: nil
    }
  }

  private mutating func takeAuthority(_ authority: String) -> Bool {
    // By bytes: each poll cuts its URL.
    var rest = authority.utf8[...]
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
      userInfo = String(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    let bracket = rest.lastIndex(of: UInt8(ascii: "]")) ?? rest.startIndex
    if let colon = rest[bracket...].firstIndex(of: UInt8(ascii: ":")) {
      let digits = rest[rest.index(after: colon)...]
      if !digits.isEmpty {
        guard digits.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(Substring(digits)),
          number <= 65_535
        else { return false }
        port = number
      }
      rest = rest[..<colon]
    }
    host = Substring(rest).lowercased()
    return true
  }
}
