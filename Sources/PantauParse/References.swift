/// Character and entity references (`&amp;`, `&#8217;`, `&eacute;`) as XML and feeds have them.
enum References {
  /// What a reference stands for, and how long it is.
  struct Match: Equatable {
    /// The characters in UTF-8.
    var text: [UInt8]
    /// How many bytes of the source it takes up, `&` and `;` included.
    var length: Int
  }

  /// What stands at a `&`.
  enum Reading: Equatable {
    /// A reference that any XML parser knows, as it stands; so many bytes.
    case plain(Int)
    /// A reference that has to be resolved here.
    case resolved(Match)
    /// A name that means nothing here; so many bytes.
    case unknown(Int)
    /// A `&` that begins no reference.
    case stray
  }

  private static let maxNameLength = 40

  /// Reads what stands at `offset`, where there is a `&`.
  ///
  /// Numbers 128 to 159 are read as windows-1252, as browsers do (WHATWG HTML, section 13.2.5.80);
  /// two references that form a surrogate pair are one character.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Reading {
    guard offset + 2 < bytes.count else { return .stray }
    let next = bytes[offset + 1]
    if next == UInt8(ascii: "#") { return readNumber(bytes, at: offset) }
    guard isNameStart(next) else { return .stray }
    var end = offset + 2
    let limit = min(bytes.count, offset + 2 + maxNameLength)
    while end < limit, isNamePart(bytes[end]) { end += 1 }
    guard end < limit, bytes[end] == UInt8(ascii: ";") else { return .stray }
    let name = UnsafeBufferPointer(rebasing: bytes[(offset + 1)..<end])
    let length = end + 1 - offset
    if isPredefined(name) { return .plain(length) }
    if let text = NamedEntities.utf8(of: name) {
      return .resolved(Match(text: text, length: length))
    }
    return .unknown(length)
  }

  /// A copy with every reference resolved once.
  static func resolve(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "&") else {
        out.append(bytes[index])
        index += 1
        continue
      }
      index += append(read(bytes, at: index), at: index, of: bytes, to: &out)
    }
    return out
  }

  private static func append(
    _ reading: Reading, at index: Int, of bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]
  ) -> Int {
    switch reading {
    case .plain(let length):
      out.append(
        contentsOf: predefined(UnsafeBufferPointer(rebasing: bytes[index..<index + length])))
      return length
    case .resolved(let match):
      out.append(contentsOf: match.text)
      return match.length
    case .unknown, .stray:
      out.append(UInt8(ascii: "&"))
      return 1
    }
  }

  /// What a reference read as `plain` stands for.
  private static func predefined(_ reference: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let name = reference.dropFirst().dropLast()
    if name.first == UInt8(ascii: "#") { return utf8(number(in: reference)?.value ?? 0xFFFD) }
    switch name.count {
    case 2: return [name.first == UInt8(ascii: "l") ? UInt8(ascii: "<") : UInt8(ascii: ">")]
    case 3: return [UInt8(ascii: "&")]
    default: return [name.first == UInt8(ascii: "q") ? UInt8(ascii: "\"") : UInt8(ascii: "'")]
    }
  }

  private static func isPredefined(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    switch name.count {
    case 2:
      name[1] == UInt8(ascii: "t") && (name[0] == UInt8(ascii: "l") || name[0] == UInt8(ascii: "g"))
    case 3: name.elementsEqual("amp".utf8)
    case 4: name.elementsEqual("quot".utf8) || name.elementsEqual("apos".utf8)
    default: false
    }
  }

  private static func readNumber(
    _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
  ) -> Reading {
    let rest = UnsafeBufferPointer(rebasing: bytes[offset...])
    guard let (value, length) = number(in: rest) else { return .stray }
    switch value {
    case 0x80...0x9F:
      return .resolved(Match(text: utf8(windows1252[Int(value) - 0x80]), length: length))
    case 0xD800...0xDBFF:
      let after = UnsafeBufferPointer(rebasing: rest[length...])
      guard after.count > 3, after[0] == UInt8(ascii: "&"), after[1] == UInt8(ascii: "#"),
        let (low, lowLength) = number(in: after), (0xDC00...0xDFFF).contains(low)
      else { return .resolved(Match(text: utf8(0xFFFD), length: length)) }
      let scalar = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      return .resolved(Match(text: utf8(scalar), length: length + lowLength))
    case 0x9, 0xA, 0xD, 0x20...0x7F, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
      return .plain(length)
    default:
      return .resolved(Match(text: value < 0x20 ? [] : utf8(0xFFFD), length: length))
    }
  }

  /// The value and the length of a numeric reference, `&#` included.
  private static func number(
    in bytes: UnsafeBufferPointer<UInt8>
  ) -> (value: UInt32, length: Int)? {
    guard bytes.count > 3 else { return nil }
    let isHex = bytes[2] | 0x20 == UInt8(ascii: "x")
    var index = isHex ? 3 : 2
    let first = index
    var value: UInt32 = 0
    while index < bytes.count, let digit = digit(bytes[index], isHex: isHex) {
      value = min(value, 0xFF_FFFF) * (isHex ? 16 : 10) + digit
      index += 1
    }
    guard index > first, index < bytes.count, bytes[index] == UInt8(ascii: ";") else { return nil }
    return (value, index + 1)
  }

  private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46 where isHex: UInt32(byte - 0x37)
    case 0x61...0x66 where isHex: UInt32(byte - 0x57)
    default: nil
    }
  }

  private static func utf8(_ value: UInt32) -> [UInt8] {
    Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-")
  }

  /// The characters that windows-1252 has at 128 to 159 (WHATWG Encoding Standard).
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039,
    0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]
}
