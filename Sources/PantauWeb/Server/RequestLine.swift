/// The first line of a request: method, target, version (RFC 9112, section 3).
struct RequestLine {
  private let method: String
  private let target: Substring
  private let isOldVersion: Bool

  init(_ line: ArraySlice<UInt8>) throws(Refusal) {
    guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw Refusal(.badRequest, "the request line holds what does not belong there")
    }
    let parts = String(decoding: line, as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, HeaderFields.isToken(parts[0].utf8) else {
      throw Refusal(.badRequest, "this is no HTTP request")
    }
    guard parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0" else {
      throw parts[2].hasPrefix("HTTP/")
        ? Refusal(.versionNotSupported, "only HTTP/1.1 and HTTP/1.0 are spoken here")
        : Refusal(.badRequest, "this is no HTTP request")
    }
    method = String(parts[0])
    target = parts[1]
    isOldVersion = parts[2] == "HTTP/1.0"
  }

  /// The request, with the host that it names.
  func request(_ fields: HeaderFields) throws(Refusal) -> PageRequest {
    let (authority, local) = try parts()
    guard fields.host != nil || isOldVersion else {
      throw Refusal(.badRequest, "the request lacks a Host header")
    }
    let mark = local.firstIndex(of: "?") ?? local.endIndex
    let segments = local[..<mark].split(separator: "/").map { FormText.decoded($0) }
    return PageRequest(
      method: method, path: segments, query: FormText.pairs(local[mark...].dropFirst()),
      host: (authority ?? fields.host).map(Self.withoutPort))
  }

  /// The authority of an absolute target, which wins over Host (section 3.2.2), and path and query.
  private func parts() throws(Refusal) -> (authority: String?, local: Substring) {
    if target.hasPrefix("/") { return (nil, target) }
    for scheme in ["http://", "https://"] where target.hasPrefix(scheme) {
      let rest = target.dropFirst(scheme.count)
      let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
      return (String(rest[..<end]), rest[end...])
    }
    throw Refusal(.badRequest, "the request names no path")
  }

  /// `[::1]:8710` is `[::1]`; in small letters.
  private static func withoutPort(_ authority: String) -> String {
    let text = authority.lowercased()
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") { return String(text[...end]) }
    return String(text.prefix { $0 != ":" })
  }
}
