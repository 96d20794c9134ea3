/// An absolute URL as an operator writes it, taken apart only as far as the checks need.
///
/// Not a URL library: it accepts what RFC 3986 and internationalised host names allow and refuses
/// what would surprise later (spaces, control characters, a missing host, an impossible port).
public struct WebAddress: Sendable, Hashable {
  /// The scheme in small letters.
  public var scheme: String
  /// `user:password` where written.
  public var userInfo: String?
  /// The host in small letters, an IPv6 literal in its brackets; empty for `file:`.
  public var host: String
  /// The port where written.
  public var port: Int?
  /// Path, query and fragment as written.
  public var rest: String

  /// What keeps a text from being an address.
  public enum Fault: Error, Sendable, Hashable {
    /// It has a space or a control character.
    case badCharacter
    /// It has no `scheme://` at its start.
    case noScheme
    /// Nothing stands where the host should.
    case noHost
    /// The host has characters that no host has.
    case badHost(String)
    /// The port is no number from 0 to 65535.
    case badPort(String)
  }

  /// Takes a text apart.
  public init(_ text: String) throws(Fault) {
    guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && !(0x7F...0xA0).contains($0.value) })
    else { throw .badCharacter }
    let bytes = text.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[colon...].starts(with: "://".utf8), Self.isScheme(text[..<colon])
    else { throw .noScheme }
    scheme = text[..<colon].lowercased()
    let afterSlashes = text[bytes.index(colon, offsetBy: 3)...]
    let end = afterSlashes.utf8.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 }
    var authority = afterSlashes[..<(end ?? afterSlashes.endIndex)]
    rest = String(afterSlashes[authority.endIndex...])
    if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
      userInfo = String(authority[..<at])
      authority = authority[authority.utf8.index(after: at)...]
    }
    port = try Self.takePort(from: &authority)
    host = authority.lowercased()
    if scheme == "file" { return }
    guard !host.isEmpty else { throw .noHost }
    guard Self.isHost(host) else { throw .badHost(host) }
  }

  /// Whether the host is this machine by its name or literal address.
  public var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]"
      || (host.hasPrefix("127.")
        && host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) })
  }

  /// Equal for addresses that lead to the same thing: default ports and fragments aside.
  var sameness: String {
    let standard = scheme == "https" ? 443 : 80
    let shownPort = port == standard ? "" : port.map { ":\($0)" } ?? ""
    let path = rest.prefix { $0 != "#" }
    return "\(scheme)://\(userInfo.map { "\($0)@" } ?? "")\(host)\(shownPort)"
      + (path.hasPrefix("/") ? path : "/\(path)")
  }

  /// The address without user info, and with the values of these query parameters left out.
  public func shown(hiding parameters: [String] = []) -> String {
    "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")\(Self.hide(parameters, in: rest))"
  }

  private static func hide(_ parameters: [String], in rest: String) -> String {
    guard !parameters.isEmpty, let mark = rest.firstIndex(of: "?") else { return rest }
    let afterMark = rest[rest.index(after: mark)...]
    let query = afterMark.prefix { $0 != "#" }
    let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      let name = pair.prefix { $0 != "=" }
      return parameters.contains(String(name)) ? "\(name)=…" : String(pair)
    }
    return rest[...mark] + pairs.joined(separator: "&") + afterMark[query.endIndex...]
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy {
      isLetter($0) || isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0)
    }
  }

  // By bytes: ten thousand feeds are checked before the first one is polled.

  private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  private static func takePort(from authority: inout Substring) throws(Fault) -> Int? {
    let bytes = authority.utf8
    let afterBracket = bytes.lastIndex(of: UInt8(ascii: "]")) ?? bytes.startIndex
    guard let colon = bytes[afterBracket...].lastIndex(of: UInt8(ascii: ":")) else { return nil }
    let digits = authority[bytes.index(after: colon)...]
    authority = authority[..<colon]
    guard !digits.isEmpty else { return nil }
    guard digits.utf8.allSatisfy(isDigit), let port = Int(digits),
      port <= 65_535
    else { throw .badPort(String(digits)) }
    return port
  }

  private static func isHost(_ host: String) -> Bool {
    if host.hasPrefix("[") {
      return host.hasSuffix("]") && host.count > 3
        && host.dropFirst().dropLast().allSatisfy {
          $0.isHexDigit || $0 == ":" || $0 == "." || $0 == "%"
        }
    }
    let name = host.hasSuffix(".") ? host.utf8.dropLast() : host.utf8[...]
    return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty
        && $0.allSatisfy { $0 >= 0x80 || isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }
  }
}
