/// Reads a JSON text (RFC 8259) value by value, as its caller asks, and keeps nothing of it.
///
/// ``JSONReader`` makes nodes with it; a document of many megabytes is read without any. Bounded:
/// nesting by `maxDepth`, size by the caller, who has the bytes. Valid only within
/// ``scan(_:tolerant:maxDepth:_:)``, which lends it.
public struct JSONScanner {
  /// Where the next byte is read, counted from the start of the text.
  public private(set) var offset = 0
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tolerant: Bool
  private let maxDepth: Int
  private var depth = 0
  /// The text of a string that has escapes, until its taker has looked at it.
  private var unescaped: [UInt8] = []

  /// Lends a scanner that stands before the first value of a text.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8; a byte order mark is passed over.
  ///   - tolerant: whether raw control characters in strings and escapes that are none (`\'`) are taken,
  ///     as feeds have them.
  ///   - maxDepth: how deep arrays and objects may nest.
  ///   - body: reads.
  /// - Returns: what `body` does.
  /// - Throws: what `body` throws.
  public static func scan<Value, Failure: Error>(
    _ bytes: Span<UInt8>, tolerant: Bool = false, maxDepth: Int = 256,
    _ body: (inout JSONScanner) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
      var scanner = JSONScanner(bytes: bytes, tolerant: tolerant, maxDepth: maxDepth)
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.offset = 3 }
      return try body(&scanner)
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, tolerant: Bool, maxDepth: Int) {
    self.bytes = bytes
    self.tolerant = tolerant
    self.maxDepth = maxDepth
  }

  /// Goes back to where a value begins, of which ``offset`` was noted.
  public mutating func goBack(to offset: Int) {
    self.offset = min(offset, self.offset)
    depth = 0
  }

  /// What the next value is.
  ///
  /// - Throws: ``JSONSyntaxError`` where there is none, or it would nest too deep.
  public mutating func kind() throws(JSONSyntaxError) -> JSONKind {
    skipSpace()
    guard depth <= maxDepth else { throw fault("nested deeper than \(maxDepth) levels") }
    guard let byte = next else {
      throw fault("the text ends where a value should stand; is a closing bracket missing?")
    }
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: return .word
    }
  }

  /// Makes sure that nothing stands behind the value that was read.
  public mutating func finish() throws(JSONSyntaxError) {
    skipSpace()
    guard offset == bytes.count else {
      throw fault("there is more text after the end of the JSON value; remove it")
    }
  }

  // MARK: Containers

  /// Reads an array; `element` must read or skip each of its values, and is told which it is.
  public mutating func readArray(
    _ element: (inout JSONScanner, Int) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    let open = offset
    offset += 1
    skipSpace()
    if next == UInt8(ascii: "]") {
      offset += 1
      return
    }
    depth += 1
    var index = 0
    repeat {
      try element(&self, index)
      index += 1
    } while try !isListEnd(UInt8(ascii: "]"), open: open)
    depth -= 1
  }

  /// Reads an object; `member` is told each name and its offset, and must read or skip the value.
  public mutating func readObject(
    _ member: (inout JSONScanner, String, Int) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    let open = offset
    offset += 1
    skipSpace()
    if next == UInt8(ascii: "}") {
      offset += 1
      return
    }
    depth += 1
    repeat {
      skipSpace()
      let nameStart = offset
      guard next == UInt8(ascii: "\"") else { throw nameFault(open: open) }
      let name = try readString()
      skipSpace()
      guard next == UInt8(ascii: ":") else {
        // A message is one line, whatever the name holds.
        let shown = DisplayText.safe(String(name.prefix(60)))
        throw fault("a colon should stand between \"\(shown)\" and its value")
      }
      offset += 1
      try member(&self, name, nameStart)
    } while try !isListEnd(UInt8(ascii: "}"), open: open)
    depth -= 1
  }

  /// Passes a value over, looking only at whether it is one.
  public mutating func skip() throws(JSONSyntaxError) {
    switch try kind() {
    case .object: try readObject { scanner, _, _ throws(JSONSyntaxError) in try scanner.skip() }
    case .array: try readArray { scanner, _ throws(JSONSyntaxError) in try scanner.skip() }
    case .string: try readText { _ in }
    case .number: try skipNumber()
    case .word: _ = try readWord()
    }
  }

  // MARK: Scalars

  /// Reads true, false or null; anything else is no value.
  mutating func readWord() throws(JSONSyntaxError) -> JSONValue {
    for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
    where bytes[offset...].starts(with: word.utf8) {
      offset += word.utf8.count
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

  /// Reads a number as it is written.
  public mutating func readNumber() throws(JSONSyntaxError) -> String {
    let start = offset
    try skipNumber()
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func skipNumber() throws(JSONSyntaxError) {
    let start = offset
    if next == UInt8(ascii: "-") { offset += 1 }
    let whole = skipDigits()
    guard whole > 0, whole == 1 || bytes[offset - whole] != UInt8(ascii: "0") else {
      throw fault("this is no JSON number (no leading zeros, a digit after -)", at: start)
    }
    if next == UInt8(ascii: ".") {
      offset += 1
      guard skipDigits() > 0 else { throw fault("a digit should stand after the point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      offset += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
      guard skipDigits() > 0 else { throw fault("a digit should stand in the exponent") }
    }
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
    return offset - start
  }

  /// Reads a string; what is broken UTF-8 in it becomes U+FFFD.
  public mutating func readString() throws(JSONSyntaxError) -> String {
    try readText { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads a string and lends its bytes, escapes resolved, without making a `String` of them.
  public mutating func readText<Value>(
    _ take: (UnsafeBufferPointer<UInt8>) -> Value
  ) throws(JSONSyntaxError) -> Value {
    let open = offset
    offset += 1
    let start = offset
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      offset += 1
    }
    if next == UInt8(ascii: "\"") {
      offset += 1
      return take(UnsafeBufferPointer(rebasing: bytes[start..<(offset - 1)]))
    }
    try unescape(from: start, open: open)
    return unescaped.withUnsafeBufferPointer(take)
  }

  private mutating func unescape(from start: Int, open: Int) throws(JSONSyntaxError) {
    unescaped.removeAll(keepingCapacity: true)
    unescaped.append(contentsOf: bytes[start..<offset])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return
      case UInt8(ascii: "\\"):
        try readEscape()
      case 0..<0x20 where !tolerant:
        throw fault(
          byte == 0x0A
            ? "the string of \(position(of: open)) is not closed on its line"
            : "a control character stands in a string; write it as \\u00\(hex(byte))")
      default:
        unescaped.append(byte)
        offset += 1
      }
    }
    throw fault("the string of \(position(of: open)) is not closed")
  }

  private func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private mutating func readEscape() throws(JSONSyntaxError) {
    let start = offset
    offset += 1
    guard let byte = next else { throw fault("the text ends inside an escape", at: start) }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try readScalar(from: start)).utf8)
    case UInt8(ascii: "'") where tolerant: unescaped.append(byte)
    default:
      guard tolerant else {
        throw fault("\\ starts no escape here; write \\\\ for a backslash itself", at: start)
      }
      unescaped.append(contentsOf: [UInt8(ascii: "\\"), byte])
    }
  }

  /// Reads the digits of `\u` and a low surrogate behind a high one; a lone one is U+FFFD.
  private mutating func readScalar(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try readHex4(from: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, bytes[offset...].starts(with: "\\u".utf8) else { return "\u{FFFD}" }
    let mark = offset
    offset += 2
    let low = try readHex4(from: mark)
    guard (0xDC00...0xDFFF).contains(low) else {
      offset = mark
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func readHex4(from start: Int) throws(JSONSyntaxError) -> UInt32 {
    guard offset + 4 <= bytes.count,
      bytes[offset..<(offset + 4)].allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt32(String(decoding: bytes[offset..<(offset + 4)], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits should stand after \\u", at: start) }
    offset += 4
    return unit
  }

  // MARK: Between values

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func fault(_ problem: String, at place: Int? = nil) -> JSONSyntaxError {
    JSONSyntaxError(offset: place ?? offset, problem: problem)
  }

  private func position(of place: Int) -> TextPosition {
    TextPosition(of: place, in: bytes.prefix(place))
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
    }
  }

  private func nameFault(open: Int) -> JSONSyntaxError {
    switch next {
    case nil:
      return fault("the { of \(position(of: open)) is not closed; add a }")
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
      offset += 1
      return true
    case UInt8(ascii: ","):
      offset += 1
      return false
    case nil:
      let bracket = close == UInt8(ascii: "]") ? "[" : "{"
      throw fault(
        "the \(bracket) of \(position(of: open)) is not closed before the end")
    default:
      throw fault("a comma or a closing bracket should stand here; is a comma missing?")
    }
  }
}
