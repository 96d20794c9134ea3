/// Relative references made absolute (RFC 3986, section 5.2, the strict algorithm).
public enum URIReference {
  /// The absolute URL that a reference means where `base` is the URL of its document.
  ///
  /// White space around it goes, as do line ends and tabs within (WHATWG URL, section 4.4); spaces
  /// and other characters that no URI may hold become `%20` and the like, letters beyond ASCII stay
  /// (an IRI). Absolute references stay as they are but for their dot segments.
  ///
  /// - Parameters:
  ///   - reference: what the document says.
  ///   - base: an absolute URL; without one only absolute references have a meaning.
  /// - Returns: an absolute URL; nil where the reference is empty and has no base, or is relative
  ///   and the base is none or not absolute.
  public static func resolve(_ reference: String, against base: String?) -> String? {
    if isPlain(reference) { return reference }
    let cleaned = clean(reference)
    if cleaned.isEmpty, reference.isEmpty == false, base == nil { return nil }
    var target = ReferenceParts(cleaned)
    if let scheme = target.scheme {
      // "http:" alone, or "https://": nothing to fetch.
      if target.authority?.isEmpty ?? target.path.isEmpty, isWebScheme(scheme) { return nil }
      if target.authority != nil || target.path.utf8.first == slash {
        target.path = removingDotSegments(target.path)
      }
      return target.text
    }
    guard let base else { return nil }
    let from = ReferenceParts(clean(base))
    guard let scheme = from.scheme else { return nil }
    target.scheme = scheme
    if target.authority != nil {
      target.path = removingDotSegments(target.path)
    } else {
      guard inherit(from, into: &target) else { return nil }
    }
    return target.text
  }

  private static let slash = UInt8(ascii: "/")

  /// Whether this is an absolute URL of the web that nothing has to be done about, as nearly all in
  /// feeds are; false as well for a few that are merely unusual.
  private static func isPlain(_ reference: String) -> Bool {
    reference.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.count > 8, bytes[0] == UInt8(ascii: "h"), bytes[1] == UInt8(ascii: "t"),
        bytes[2] == UInt8(ascii: "t"), bytes[3] == UInt8(ascii: "p")
      else { return false }
      let colon = bytes[4] == UInt8(ascii: "s") ? 5 : 4
      guard bytes[colon] == UInt8(ascii: ":"), bytes[colon + 1] == slash,
        bytes[colon + 2] == slash, bytes[colon + 3] != slash, bytes[colon + 3] != 0x2E
      else { return false }
      return holdsOnlyPlain(UnsafeRawBufferPointer(bytes))
    } ?? false
  }

  /// Whether all characters may stand in a URI and no segment begins with a dot, eight bytes at a
  /// step; the last step looks at some bytes again.
  private static func holdsOnlyPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    var odd: UInt64 = 0
    while index + 8 < bytes.count {
      odd |= oddBytes(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      // One byte is seen twice, so that no "/." falls between two steps.
      index += 7
    }
    odd |= oddBytes(bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
    return odd == 0
  }

  /// The top bit of each byte below `!`, above `z` or that no URI may hold, and of a dot behind a
  /// slash; behind such a byte others may be marked too.
  @inline(__always)
  private static func oddBytes(_ bytes: UInt64) -> UInt64 {
    let word = UInt64(littleEndian: bytes)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let twos = ones &* 2
    func zeros(_ difference: UInt64) -> UInt64 { (difference &- ones) & ~difference }
    let outside = ((word &- ones &* 0x21) & ~word) | word | (word &+ ones &* 0x05)
    // 0x3C and 0x3E, 0x5C and 0x5E differ in one bit.
    let forbidden =
      zeros(word ^ ones &* 0x22) | zeros((word | twos) ^ ones &* 0x3E)
      | zeros((word | twos) ^ ones &* 0x5E) | zeros(word ^ ones &* 0x60)
    let dotBehindSlash = zeros(word ^ ones &* 0x2E) & (zeros(word ^ ones &* 0x2F) << 8)
    return (outside | forbidden | dotBehindSlash) & 0x8080_8080_8080_8080
  }

  private static func inherit(_ base: ReferenceParts, into target: inout ReferenceParts) -> Bool {
    target.authority = base.authority
    if target.path.isEmpty {
      target.path = base.path
      if target.query == nil { target.query = base.query }
      return true
    }
    // Nothing is relative to "mailto:x" or "urn:x".
    guard base.authority != nil || base.path.utf8.first == slash else { return false }
    if target.path.utf8.first != slash { target.path = merge(base, target.path) }
    target.path = removingDotSegments(target.path)
    return true
  }

  private static func isWebScheme(_ scheme: String) -> Bool {
    let scheme = scheme.lowercased()
    return scheme == "http" || scheme == "https"
  }

  /// The path of the base up to its last slash, and the reference's (RFC 3986, section 5.2.3).
  private static func merge(_ base: ReferenceParts, _ path: String) -> String {
    if base.authority != nil, base.path.isEmpty { return "/" + path }
    let directory = base.path.utf8.lastIndex(of: slash).map { base.path[...$0] } ?? ""
    return directory + path
  }

  /// The path without `.` and `..` (RFC 3986, section 5.2.4).
  private static func removingDotSegments(_ path: String) -> String {
    guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
    let isRooted = path.utf8.first == slash
    var kept: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for (place, segment) in segments.enumerated() {
      let isLast = place == segments.count - 1
      switch segment {
      case ".":
        if isLast { kept.append("") }
      case "..":
        if kept.count > (isRooted ? 1 : 0) { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return kept.joined(separator: "/")
  }

  /// The reference without what no URI may hold.
  private static func clean(_ reference: String) -> String {
    let isCleanAlready = reference.utf8.allSatisfy { $0 > 0x20 && !isForbidden($0) }
    if isCleanAlready { return reference }
    var bytes = Array(reference.utf8)[...]
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    var cleaned: [UInt8] = []
    cleaned.reserveCapacity(bytes.count)
    for byte in bytes {
      switch byte {
      case 0x09, 0x0A, 0x0D: break
      case 0...0x20, 0x7F: appendEscaped(byte, to: &cleaned)
      case _ where isForbidden(byte): appendEscaped(byte, to: &cleaned)
      default: cleaned.append(byte)
      }
    }
    return String(decoding: cleaned, as: UTF8.self)
  }

  /// `"`, `<`, `>`, `` ` ``, `{`, `|`, `}`, `\` and `^`: what RFC 3986 allows nowhere.
  private static func isForbidden(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x3C, 0x3E, 0x60, 0x7B, 0x7C, 0x7D, 0x5C, 0x5E, 0x7F: true
    default: false
    }
  }

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    bytes.append(UInt8(ascii: "%"))
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 15)])
  }
}
