/// What a feed reader needs of a `Cache-Control` header (RFC 9111, section 5.2.2).
///
/// `s-maxage` is left out on purpose: pantau is a private cache.
public struct CacheControl: Sendable, Equatable {
  /// `max-age` in seconds, held at 2^31; the first one where there are several.
  public var maxAge: Int?
  /// Whether `no-cache` or `no-store` stands there, so that `max-age` means nothing to us.
  public var forbidsReuse: Bool

  /// Reads the header's value; lines of the same name are joined by commas before.
  ///
  /// Unknown directives, and values that are no number, are passed over.
  public init(parsing bytes: some BidirectionalCollection<UInt8>) {
    maxAge = nil
    forbidsReuse = false
    for directive in Self.directives(of: Array(bytes)) { note(directive) }
  }

  private mutating func note(_ directive: ArraySlice<UInt8>) {
    let equals = directive.firstIndex(of: UInt8(ascii: "=")) ?? directive.endIndex
    let name = HeaderNumber.trimmed(directive[..<equals]).map { $0 | 0x20 }
    if name.elementsEqual("no-cache".utf8) || name.elementsEqual("no-store".utf8) {
      // `no-cache="Set-Cookie"` speaks of one field only (section 5.2.2.4).
      if equals == directive.endIndex { forbidsReuse = true }
    } else if name.elementsEqual("max-age".utf8), maxAge == nil, equals < directive.endIndex {
      var value = HeaderNumber.trimmed(directive[(equals + 1)...])
      if value.count >= 2, value.first == 0x22, value.last == 0x22 {
        value = value.dropFirst().dropLast()
      }
      maxAge = HeaderNumber.parse(value)
    }
  }

  /// Splits at the commas that stand outside quotes.
  private static func directives(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var quoted = false
    var escaped = false
    for (index, byte) in bytes.enumerated() {
      if escaped {
        escaped = false
      } else if quoted, byte == 0x5C {
        escaped = true
      } else if byte == 0x22 {
        quoted.toggle()
      } else if byte == 0x2C, !quoted {
        parts.append(bytes[start..<index])
        start = index + 1
      }
    }
    parts.append(bytes[start...])
    return parts
  }
}
