/// Reads a JSON text (RFC 8259) into nodes that know where they stand.
///
/// Own code because no JSON library for Swift on Linux tells where a value stood, which every
/// message about `config.json` needs (see the decision on configuration). Bounded: nesting by
/// `maxDepth`, size by the caller, who has the bytes.
public struct JSONReader {
  private let bytes: [UInt8]
  private let tolerant: Bool
  private let maxDepth: Int
  private var at = 0

  /// Reads one value and nothing behind it.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8; broken UTF-8 inside strings becomes U+FFFD.
  ///   - tolerant: whether raw control characters in strings are taken, as feeds have them.
  ///   - maxDepth: how deep arrays and objects may nest.
  /// - Returns: the value with its place.
  /// - Throws: ``JSONSyntaxError`` at the first fault.
  public static func read(
    _ bytes: [UInt8], tolerant: Bool = false, maxDepth: Int = 256
  ) throws(JSONSyntaxError) -> JSONNode {
    var reader = JSONReader(bytes: bytes, tolerant: tolerant, maxDepth: maxDepth)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.at = 3 }
    let node = try reader.readValue(depth: 0)
    reader.skipSpace()
    guard reader.at == bytes.count else {
      throw reader.fault("there is more text after the end of the JSON value; remove it")
    }
    return node
  }

  private init(bytes: [UInt8], tolerant: Bool, maxDepth: Int) {
    self.bytes = bytes
    self.tolerant = tolerant
    self.maxDepth = maxDepth
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func fault(_ problem: String, at offset: Int? = nil) -> JSONSyntaxError {
    JSONSyntaxError(offset: offset ?? at, problem: problem)
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func readValue(depth: Int) throws(JSONSyntaxError) -> JSONNode {
    skipSpace()
    guard depth <= maxDepth else { throw fault("nested deeper than \(maxDepth) levels") }
    let start = at
    guard let byte = next else {
      throw fault("the text ends where a value should stand; is a closing bracket missing?")
    }
    let value: JSONValue
    switch byte {
    case UInt8(ascii: "{"): value = try readObject(depth: depth)
    case UInt8(ascii: "["): value = try readArray(depth: depth)
    case UInt8(ascii: "\""): value = .string(try readString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): value = try readNumber()
    default: value = try readWord()
    }
    return JSONNode(value, start: start, end: at)
  }

  private mutating func readWord() throws(JSONSyntaxError) -> JSONValue {
    for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
    where bytes[at...].starts(with: word.utf8) {
      at += word.utf8.count
      return value
    }
    switch next {
    case UInt8(ascii: "/"): throw fault("JSON has no comments; remove it")
    case UInt8(ascii: "'"): throw fault("strings stand in double quotes (\")")
    case UInt8(ascii: ","): throw fault("a value is missing before this comma")
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      throw fault("a value should stand here; remove the comma before the closing bracket")
    default: throw fault("a value should stand here: a string in double quotes, a number, …")
    }
  }

  private mutating func readArray(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    var elements: [JSONNode] = []
    let open = at
    at += 1
    skipSpace()
    if next == UInt8(ascii: "]") {
      at += 1
      return .array(elements)
    }
    while true {
      elements.append(try readValue(depth: depth + 1))
      if try isListEnd(UInt8(ascii: "]"), open: open) { return .array(elements) }
    }
  }

  private mutating func readObject(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    var members: [JSONMember] = []
    let open = at
    at += 1
    skipSpace()
    if next == UInt8(ascii: "}") {
      at += 1
      return .object(members)
    }
    while true {
      skipSpace()
      let nameStart = at
      guard next == UInt8(ascii: "\"") else { throw nameFault(open: open) }
      let name = try readString()
      skipSpace()
      guard next == UInt8(ascii: ":") else {
        // A message is one line, whatever the name holds.
        let shown = DisplayText.safe(String(name.prefix(60)))
        throw fault("a colon should stand between \"\(shown)\" and its value")
      }
      at += 1
      members.append(
        JSONMember(name: name, nameStart: nameStart, node: try readValue(depth: depth + 1)))
      if try isListEnd(UInt8(ascii: "}"), open: open) { return .object(members) }
    }
  }

  private func nameFault(open: Int) -> JSONSyntaxError {
    switch next {
    case nil:
      return fault("the { of \(TextPosition(of: open, in: bytes)) is not closed; add a }")
    case UInt8(ascii: "}"): return fault("remove the comma before the closing }")
    case UInt8(ascii: "/"): return fault("JSON has no comments; remove it")
    default: return fault("a name in double quotes should stand here")
    }
  }

  /// Reads a comma or the closing bracket; true for the bracket.
  private mutating func isListEnd(_ close: UInt8, open: Int) throws(JSONSyntaxError) -> Bool {
    skipSpace()
    switch next {
    case close:
      at += 1
      return true
    case UInt8(ascii: ","):
      at += 1
      return false
    case nil:
      let bracket = close == UInt8(ascii: "]") ? "[" : "{"
      throw fault(
        "the \(bracket) of \(TextPosition(of: open, in: bytes)) is not closed before the end")
    default:
      throw fault("a comma or a closing bracket should stand here; is a comma missing?")
    }
  }

  private mutating func readNumber() throws(JSONSyntaxError) -> JSONValue {
    let start = at
    if next == UInt8(ascii: "-") { at += 1 }
    let whole = skipDigits()
    guard whole > 0, whole == 1 || bytes[at - whole] != UInt8(ascii: "0") else {
      throw fault("this is no JSON number (no leading zeros, a digit after -)", at: start)
    }
    if next == UInt8(ascii: ".") {
      at += 1
      guard skipDigits() > 0 else { throw fault("a digit should stand after the point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      at += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
      guard skipDigits() > 0 else { throw fault("a digit should stand in the exponent") }
    }
    return .number(String(decoding: bytes[start..<at], as: UTF8.self))
  }

  private mutating func skipDigits() -> Int {
    let start = at
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { at += 1 }
    return at - start
  }

  private mutating func readString() throws(JSONSyntaxError) -> String {
    let open = at
    at += 1
    let start = at
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      at += 1
    }
    if next == UInt8(ascii: "\"") {
      at += 1
      return String(decoding: bytes[start..<(at - 1)], as: UTF8.self)
    }
    return try readEscapedString(from: start, open: open)
  }

  private mutating func readEscapedString(
    from start: Int, open: Int
  ) throws(JSONSyntaxError) -> String {
    var text = Array(bytes[start..<at])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try readEscape(into: &text)
      case 0..<0x20 where !tolerant:
        throw fault(
          byte == 0x0A
            ? "the string of \(TextPosition(of: open, in: bytes)) is not closed on its line"
            : "a control character stands in a string; write it as \\u00\(hex(byte))")
      default:
        text.append(byte)
        at += 1
      }
    }
    throw fault("the string of \(TextPosition(of: open, in: bytes)) is not closed")
  }

  private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    let start = at
    at += 1
    guard let byte = next else { throw fault("the text ends inside an escape", at: start) }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try readScalar(from: start)).utf8)
    default:
      throw fault("\\ starts no escape here; write \\\\ for a backslash itself", at: start)
    }
  }

  /// Reads the digits of `\u` and a low surrogate behind a high one; a lone one is U+FFFD.
  private mutating func readScalar(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try readHex4(from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, bytes[at...].starts(with: "\\u".utf8) else { return "\u{FFFD}" }
    let mark = at
    at += 2
    let low = try readHex4(from: mark)
    guard (0xDC00...0xDFFF).contains(low) else {
      at = mark
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func readHex4(from start: Int) throws(JSONSyntaxError) -> UInt32 {
    guard at + 4 <= bytes.count,
      bytes[at..<(at + 4)].allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits should stand after \\u", at: start) }
    at += 4
    return unit
  }
}
