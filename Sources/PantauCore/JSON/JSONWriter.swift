public import FoundationEssentials

/// Appends JSON (RFC 8259) to a byte buffer, on one line, without intermediate values.
///
/// Text is escaped so that a line of output is one line for every reader: control characters,
/// U+2028, U+2029 and bidirectional overrides are written as `\u` escapes.
public struct JSONWriter {
  /// What was written so far.
  public private(set) var bytes: [UInt8]
  private var needsComma = false

  /// Continues a buffer.
  public init(appendingTo bytes: [UInt8] = []) {
    self.bytes = bytes
  }

  /// Empties the buffer and keeps its memory.
  public mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// The text so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Ends a line; the next value starts afresh.
  public mutating func endLine() {
    bytes.append(0x0A)
    needsComma = false
  }

  /// Writes an object whose members `body` writes.
  public mutating func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    open(UInt8(ascii: "{"))
    try body(&self)
    close(UInt8(ascii: "}"))
  }

  /// Writes an array whose elements `body` writes.
  public mutating func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    open(UInt8(ascii: "["))
    try body(&self)
    close(UInt8(ascii: "]"))
  }

  /// Writes the name of the member whose value comes next; the name needs no escaping.
  public mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes punctuation and a name as prepared, such as `,"title":`; a value comes next.
  ///
  /// For objects whose members never vary, where it saves the work of putting them together.
  public mutating func prepared(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    needsComma = false
  }

  /// Writes a value again that stands in the buffer at a range.
  public mutating func repeating(_ range: Range<Int>) {
    separate()
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: range.count))
    bytes.withUnsafeMutableBytes { buffer in
      UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[range]))
    }
  }

  /// Writes a member's name that is data.
  public mutating func name(escaping name: String) {
    separate()
    appendQuoted(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string, or null.
  public mutating func value(_ text: String?) {
    guard let text else { return null() }
    separate()
    appendQuoted(text)
  }

  /// Writes a whole number, or null.
  public mutating func value(_ number: (some FixedWidthInteger)?) {
    guard let number else { return null() }
    separate()
    appendDecimal(number)
  }

  /// Writes a number with at most three decimals, or null where it is none.
  public mutating func value(_ number: Double?) {
    guard let number, number.isFinite, number.magnitude < 1e15 else { return null() }
    separate()
    let thousandths = Int64((number * 1_000).rounded())
    if thousandths < 0 { bytes.append(UInt8(ascii: "-")) }
    appendDecimal(thousandths.magnitude / 1_000)
    let rest = thousandths.magnitude % 1_000
    guard rest > 0 else { return }
    var decimals = String(rest + 1_000).dropFirst()
    while decimals.last == "0" { decimals = decimals.dropLast() }
    bytes.append(UInt8(ascii: "."))
    bytes.append(contentsOf: decimals.utf8)
  }

  /// Writes true, false or null.
  public mutating func value(_ truth: Bool?) {
    guard let truth else { return null() }
    separate()
    bytes.append(contentsOf: (truth ? "true" : "false").utf8)
  }

  /// Writes an instant as ISO 8601 in UTC (``ISO8601``), or null.
  public mutating func value(_ date: Date?) {
    guard let date else { return null() }
    separate()
    bytes.append(UInt8(ascii: "\""))
    ISO8601.append(date, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Writes an array of strings.
  public mutating func value(_ texts: [String]) {
    array { for text in texts { $0.value(text) } }
  }

  /// Writes null.
  public mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// Writes bytes that are a JSON value already.
  public mutating func raw(_ json: some Collection<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func appendDecimal(_ number: some FixedWidthInteger) {
    bytes.append(contentsOf: String(number).utf8)
  }

  private mutating func appendQuoted(_ text: String) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { JSONEscaping.append($0, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }
}
