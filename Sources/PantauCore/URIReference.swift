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
  /// feeds are.
  private static func isPlain(_ reference: String) -> Bool {
    reference.utf8.withContiguousStorageIfAvailable { bytes in
      guard bytes.starts(with: "http".utf8) else { return false }
      let colon = bytes.count > 4 && bytes[4] == UInt8(ascii: "s") ? 5 : 4
      guard bytes.count > colon + 3, bytes[colon] == UInt8(ascii: ":"), bytes[colon + 1] == slash,
        bytes[colon + 2] == slash, bytes[colon + 3] != slash
      else { return false }
      var last = slash
      for byte in bytes[(colon + 3)...] {
        let isDotSegment = byte == UInt8(ascii: ".") && last == slash
        if byte <= 0x20 || isDotSegment || isForbidden(byte) { return false }
        last = byte
      }
      return true
    } ?? false
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
