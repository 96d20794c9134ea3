import PantauCore

/// One form for the addresses under which an article stands.
///
/// What RFC 3986 calls equivalent (section 6.2.2: letter case, percent-encoding, dot segments; 6.2.3:
/// default ports, an empty path) and what is the same article all the same: fragments, tracking
/// parameters, `http:` for `https:`, `www.`, pages for telephones and AMP.
///
/// For comparing only; what people are shown and what is fetched stays as the feed gave it.
public enum CanonicalURL {
  /// The canonical form of an absolute URL; other schemes than http and https stay as they are.
  public static func of(_ url: String) -> String {
    if let plain = plain(url) { return plain }
    // An encoded full stop is one (RFC 3986, section 2.3), also where it makes a dot segment.
    let dotted = url.replacing("%2e", with: ".").replacing("%2E", with: ".")
    guard let resolved = URIReference.resolve(dotted, against: nil), var parts = URLParts(resolved),
      parts.scheme == "http" || parts.scheme == "https", parts.host != nil
    else { return url }
    if let origin = ampOrigin(parts).flatMap(URLParts.init), origin.host != nil { parts = origin }
    // The default of either scheme, for both are written as one.
    let port = parts.port == 80 || parts.port == 443 ? nil : parts.port
    var canonical = "https://" + host(parts.host ?? "")
    if let port { canonical += ":\(port)" }
    canonical += path(normalised(parts.path))
    if let query = parts.query.flatMap({ query($0, path: parts.path) }) {
      canonical += "?" + query
    }
    // `#!` addressed articles of sites that were one page (AJAX crawling scheme).
    if let fragment = parts.fragment, fragment.hasPrefix("!") {
      canonical += "#" + normalised(fragment)
    }
    return canonical
  }

  // MARK: - Plain addresses

  /// The form of a URL of plain characters and single slashes, as most of a feed are.
  ///
  /// Letters, digits, `-`, `.`, `_` and `~`; found out in one pass. nil for all others.
  private static func plain(_ url: String) -> String? {
    url.utf8.withContiguousStorageIfAvailable { bytes -> String? in
      guard bytes.starts(with: "http".utf8) else { return nil }
      let scheme = bytes[4...].starts(with: "s://".utf8) ? 8 : 7
      guard scheme == 8 || bytes[4...].starts(with: "://".utf8) else { return nil }
      let start = scheme + (bytes[scheme...].starts(with: "www.".utf8) ? 4 : 0)
      guard let end = plainEnd(bytes, from: start) else { return nil }
      if start == 8, end == bytes.count { return url }
      return "https://" + String(decoding: bytes[start..<end], as: UTF8.self)
    } ?? nil
  }

  /// The place before the last slash where all from a host on is plain.
  private static func plainEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let slash = UInt8(ascii: "/")
    let dot = UInt8(ascii: ".")
    let rest = bytes[start...]
    guard !variants.contains(where: { rest.starts(with: $0.utf8) }),
      let host = rest.firstIndex(of: slash), host > start, bytes[host - 1] != dot
    else { return nil }
    var before = dot
    for index in start..<bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        // "/amp" and ".amp", and "-amp" of a host: for the rules below.
        if byte == UInt8(ascii: "a"),
          before == slash || before == dot || before == UInt8(ascii: "-") && index < host,
          bytes[index...].starts(with: "amp".utf8)
        {
          return nil
        }
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if index < host { return nil }
      case slash, dot:
        if before == slash || before == dot && byte == dot { return nil }
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"): break
      default: return nil
      }
      before = byte
    }
    return before == slash ? bytes.count - 1 : bytes.count
  }

  // MARK: - Hosts

  /// What sites put before their name for telephones and for AMP.
  private static let variants = ["m.", "mobile.", "amp.", "wap.", "touch."]

  /// The site's own host: without a final dot, `www.` and the variants, as long as a name remains.
  private static func host(_ given: String) -> String {
    var host = given.hasSuffix(".") ? given.dropLast() : given[...]
    for prefix in ["www."] + variants + ["www."] where host.hasPrefix(prefix) {
      let rest = host.dropFirst(prefix.count)
      if rest.utf8.contains(UInt8(ascii: ".")) { host = rest }
    }
    return String(host)
  }

  /// The address that a copy on an AMP cache stands for.
  ///
  /// `https://www-example-org.cdn.ampproject.org/c/s/www.example.org/x` (`bing-amp.com` alike) and
  /// `https://www.google.com/amp/s/www.example.org/x`; `s` for https.
  private static func ampOrigin(_ parts: URLParts) -> String? {
    let host = parts.host ?? ""
    var segments = parts.path.split(separator: "/", omittingEmptySubsequences: true)[...]
    guard let first = segments.first else { return nil }
    if host.hasSuffix(".cdn.ampproject.org") || host.hasSuffix(".bing-amp.com") {
      guard ["c", "v", "i", "wp"].contains(first) else { return nil }
    } else {
      guard host.hasPrefix("www.google."), first == "amp" else { return nil }
    }
    segments = segments.dropFirst()
    let scheme = segments.first == "s" ? "https" : "http"
    if scheme == "https" { segments = segments.dropFirst() }
    guard segments.first?.utf8.contains(UInt8(ascii: ".")) == true else { return nil }
    let query = parts.query.map { "?" + $0 } ?? ""
    return "\(scheme)://\(segments.joined(separator: "/"))\(query)"
  }

  // MARK: - Paths and queries

  /// A path without a final slash and without the marks of AMP.
  private static func path(_ path: String) -> String {
    var segments = path.split(separator: "/", omittingEmptySubsequences: false)[...]
    while segments.count > 1, segments.last?.isEmpty == true { segments = segments.dropLast() }
    if segments.count > 2, segments.last == "amp" { segments = segments.dropLast() }
    if segments.count > 2, segments[segments.startIndex + 1] == "amp" {
      segments = [""] + segments.dropFirst(2)
    }
    var path = segments.joined(separator: "/")
    for (ending, instead) in [(".amp.html", ".html"), (".amp", "")] where path.hasSuffix(ending) {
      path = path.dropLast(ending.count) + instead
      break
    }
    return path
  }

  /// A query without tracking parameters and views, in its own order; nil where nothing is left.
  private static func query(_ query: String, path: String) -> String? {
    let kept = query.split(whereSeparator: { $0 == "&" }).filter { parameter in
      let name = parameter.prefix { $0 != "=" }.lowercased()
      let isView = TrackingParameters.isView(parameter.lowercased(), path: path)
      return !isView && !TrackingParameters.contain(name)
    }
    return kept.isEmpty ? nil : kept.map { normalised(String($0)) }.joined(separator: "&")
  }

  /// Percent-encoding as RFC 3986 writes it: unreserved characters bare, capital digits, and what is
  /// no ASCII encoded as UTF-8 (RFC 3987, section 3.1).
  private static func normalised(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    let bytes = Array(text.utf8)
    out.reserveCapacity(bytes.count + 8)
    func encode(_ byte: UInt8) {
      out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = hex(bytes[index + 1]), let low = hex(bytes[index + 2])
      {
        let value = high << 4 | low
        if isUnreserved(value) { out.append(value) } else { encode(value) }
        index += 3
      } else {
        if byte < 0x80 { out.append(byte) } else { encode(byte) }
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
      || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~")].contains(byte)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
