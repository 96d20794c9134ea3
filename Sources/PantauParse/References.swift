/// What stands at a `&` of an XML document.
///
/// libxml2 knows five names and all numbers. The rest is settled before it sees the document: HTML
/// names, numbers that mean windows-1252 or half a surrogate pair, and `&` that begins nothing.
enum References {
  /// What stands at a `&`.
  enum Reading: Equatable {
    /// A reference that any XML parser knows, so many bytes long.
    case plain(Int)
    /// A reference to the characters of `text`, in UTF-8, so many bytes long.
    case resolved([UInt8], length: Int)
    /// A name that means nothing here, so many bytes long.
    case unknown(Int)
    /// A `&` that begins no reference.
    case stray
  }

  private static let maxNameLength = 64

  /// Reads what stands at `offset`, where there is a `&`.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Reading {
    if let length = predefinedLength(bytes, at: offset) { return .plain(length) }
    // HTML reads some references without their semicolon; in XML that is a stray `&`, and mostly
    // one between the parameters of a URL.
    if let reference = CharacterReference.read(bytes, at: offset), reference.isClosed {
      return .resolved(reference.bytes, length: reference.length)
    }
    return nameLength(bytes, at: offset).map(Reading.unknown) ?? .stray
  }

  /// A copy with every reference resolved once; what is no reference stays as it is.
  static func resolve(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "&"),
        let reference = CharacterReference.read(bytes, at: index), reference.isClosed
      {
        out.append(contentsOf: reference.bytes)
        index += reference.length
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return out
  }

  /// What a predefined reference stands for.
  @inline(__always)
  static func predefinedCharacter(_ reference: UnsafePointer<UInt8>) -> UInt8 {
    switch (reference[1], reference[2]) {
    case (UInt8(ascii: "l"), _): UInt8(ascii: "<")
    case (UInt8(ascii: "g"), _): UInt8(ascii: ">")
    case (UInt8(ascii: "a"), UInt8(ascii: "m")): UInt8(ascii: "&")
    case (UInt8(ascii: "a"), _): UInt8(ascii: "'")
    default: UInt8(ascii: "\"")
    }
  }

  /// The length of `&lt;`, `&gt;`, `&amp;`, `&quot;`, `&apos;` at `offset`.
  @inline(__always)
  static func predefinedLength(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> Int? {
    guard offset + 3 < bytes.count else { return nil }
    let (first, second, third) = (bytes[offset + 1], bytes[offset + 2], bytes[offset + 3])
    let semicolon = UInt8(ascii: ";")
    switch first {
    case UInt8(ascii: "l"), UInt8(ascii: "g"):
      return second == UInt8(ascii: "t") && third == semicolon ? 4 : nil
    case UInt8(ascii: "a") where second == UInt8(ascii: "m"):
      return third == UInt8(ascii: "p") && bytes.holds(";", at: offset + 4) ? 5 : nil
    case UInt8(ascii: "a"): return bytes.holds("apos;", at: offset + 1) ? 6 : nil
    case UInt8(ascii: "q"): return bytes.holds("quot;", at: offset + 1) ? 6 : nil
    default: return nil
    }
  }

  /// The length of anything that has the form of a reference to a name.
  static func nameLength(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int? {
    let limit = min(bytes.count, offset + 2 + maxNameLength)
    var end = offset + 1
    while end < limit, isNamePart(bytes[end]) { end += 1 }
    guard end > offset + 1, end < limit, bytes[end] == UInt8(ascii: ";") else { return nil }
    return end + 1 - offset
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x3A, 0x2D, 0x2E: true
    default: false
    }
  }
}

extension CharacterReference {
  /// The characters it stands for, in UTF-8.
  var bytes: [UInt8] {
    (0..<utf8Count).map { UInt8(truncatingIfNeeded: utf8 >> UInt64($0 * 8)) }
  }
}
