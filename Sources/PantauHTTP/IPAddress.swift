import Glibc

/// An IPv4 or IPv6 address as a number.
public enum IPAddress: Sendable, Hashable {
  /// The four bytes, the first one highest.
  case v4(UInt32)
  /// The sixteen bytes in two halves, the first ones highest.
  case v6(high: UInt64, low: UInt64)

  /// Reads an address as text: dotted IPv4, or IPv6 with or without brackets and zone.
  ///
  /// Anything else, shortened and octal IPv4 included, is nil.
  public init?(_ text: String) {
    var literal = Substring(text)
    if literal.hasPrefix("["), literal.hasSuffix("]") {
      literal = literal.dropFirst().dropLast()
    }
    if let zone = literal.firstIndex(of: "%") { literal = literal[..<zone] }
    let family = literal.contains(":") ? AF_INET6 : AF_INET
    var bytes = [UInt8](repeating: 0, count: 16)
    guard inet_pton(family, String(literal), &bytes) == 1 else { return nil }
    self.init(bytes: family == AF_INET ? bytes.prefix(4) : bytes[...])
  }

  /// Takes 4 or 16 bytes in network order; any other count is nil.
  public init?(bytes: some Collection<UInt8>) {
    switch bytes.count {
    case 4:
      self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
    case 16:
      self = .v6(
        high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
        low: bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
    default:
      return nil
    }
  }

  /// The bytes in network order.
  public var bytes: [UInt8] {
    switch self {
    case .v4(let value):
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    case .v6(let high, let low):
      [high, low].flatMap { half in
        (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) }
      }
    }
  }
}

extension IPAddress: CustomStringConvertible {
  /// The usual text form (RFC 5952 for IPv6).
  public var description: String {
    let isV4 = if case .v4 = self { true } else { false }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard
      inet_ntop(isV4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil
    else { return "an unprintable address" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
