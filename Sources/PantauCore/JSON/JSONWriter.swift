public import FoundationEssentials

/// Appends JSON (RFC 8259) to a byte buffer, on one line, without intermediate values.
///
/// Text is escaped so that a line of output is one line for every reader: control characters,
/// U+2028, U+2029 and bidirectional overrides are written as `\u` escapes.
public struct JSONWriter {
  /// The text, and room for more behind it.
  private var storage: [UInt8]
  /// How many bytes were written so far.
  public private(set) var count: Int
  private var needsComma = false

  private static let firstRoom = 512
  /// How much of a long text is written at a time.
  private static let pieceBytes = 1 << 18

  /// Continues a buffer.
  public init(appendingTo bytes: [UInt8] = []) {
    storage = bytes
    count = bytes.count
  }

  /// A copy of what was written so far.
  public var bytes: [UInt8] { Array(storage.prefix(count)) }

  /// Lends what was written so far, without a copy.
  public func withBytes<Result>(_ take: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try storage.withUnsafeBytes { try take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  /// Empties the buffer and keeps its memory.
  public mutating func reset() {
    count = 0
    needsComma = false
  }

  /// The text so far.
  public var text: String { String(decoding: storage.prefix(count), as: UTF8.self) }

  /// Ends a line; the next value starts afresh.
  public mutating func endLine() {
    append(0x0A)
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
    append(UInt8(ascii: "\""))
    append(name)
    append(UInt8(ascii: "\""))
    append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes punctuation and a name as prepared, such as `,"title":`; a value comes next.
  ///
  /// For objects whose members never vary, where it saves the work of putting them together.
  public mutating func prepared(_ text: StaticString) {
    append(text)
    needsComma = false
  }

  /// Writes punctuation and a name as prepared, and a string or null behind it.
  public mutating func prepared(_ name: StaticString, _ text: String?) {
    needsComma = true
    guard let text else {
      append(name)
      return append("null")
    }
    appendQuoted(text, behind: name)
  }

  /// Writes a value again that stands in the buffer at a range.
  public mutating func repeating(_ range: Range<Int>) {
    separate()
    makeRoom(range.count)
    storage.withUnsafeMutableBytes { room in
      UnsafeMutableRawBufferPointer(rebasing: room[count...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: room[range]))
    }
    count += range.count
  }

  /// Writes a member's name that is data.
  public mutating func name(escaping name: String) {
    separate()
    appendQuoted(name)
    append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string, or null.
  public mutating func value(_ text: String?) {
    guard let text else { return null() }
    separate()
    appendQuoted(text)
  }

  /// Writes a string, or null; a long one in pieces, behind each of which `flush` may take what was
  /// written so far out of the writer.
  ///
  /// - Returns: whether it was long, so that its bytes need not be in the writer any more.
  @discardableResult
  public mutating func value(
    _ text: String?, flushing flush: (inout JSONWriter) -> Void
  ) -> Bool {
    guard var text, text.utf8.count > Self.pieceBytes else {
      value(text)
      return false
    }
    separate()
    append(UInt8(ascii: "\""))
    text.withUTF8 { bytes in
      var rest = bytes
      while !rest.isEmpty {
        var end = min(rest.count, Self.pieceBytes)
        while end > 0, end < rest.count, rest[end] & 0xC0 == 0x80 { end -= 1 }
        appendEscaped(UnsafeBufferPointer(rebasing: rest[..<end]))
        rest = UnsafeBufferPointer(rebasing: rest[end...])
        flush(&self)
      }
    }
    append(UInt8(ascii: "\""))
    return true
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
    if thousandths < 0 { append(UInt8(ascii: "-")) }
    appendDecimal(thousandths.magnitude / 1_000)
    let rest = thousandths.magnitude % 1_000
    guard rest > 0 else { return }
    var decimals = String(rest + 1_000).dropFirst()
    while decimals.last == "0" { decimals = decimals.dropLast() }
    append(UInt8(ascii: "."))
    append(contentsOf: decimals.utf8)
  }

  /// Writes true, false or null.
  public mutating func value(_ truth: Bool?) {
    guard let truth else { return null() }
    separate()
    append(truth ? "true" : "false")
  }

  /// Writes an instant as ISO 8601 in UTC (``ISO8601``), or null.
  public mutating func value(_ date: Date?) {
    guard let date else { return null() }
    separate()
    append(UInt8(ascii: "\""))
    ISO8601.withText(of: date) { append($0) }
    append(UInt8(ascii: "\""))
  }

  /// Writes an array of strings.
  public mutating func value(_ texts: [String]) {
    array { for text in texts { $0.value(text) } }
  }

  /// Writes null.
  public mutating func null() {
    separate()
    append("null")
  }

  /// Writes bytes that are a JSON value already.
  public mutating func raw(_ json: some Collection<UInt8>) {
    separate()
    append(contentsOf: json)
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { append(UInt8(ascii: ",")) }
    needsComma = true
  }

  // MARK: Bytes

  private mutating func appendDecimal(_ number: some FixedWidthInteger) {
    append(contentsOf: String(number).utf8)
  }

  private mutating func appendQuoted(_ text: String, behind name: StaticString = "") {
    var text = text
    text.withUTF8 { bytes in
      let quote = UInt8(ascii: "\"")
      let start = name.utf8CodeUnitCount
      makeRoom(start + bytes.count + 2)
      // Nearly all text needs no escape, and is written in one go, quotes and all.
      let copied = storage.withUnsafeMutableBytes { room in
        let room = UnsafeMutableRawBufferPointer(rebasing: room[count...])
        room.copyMemory(from: UnsafeRawBufferPointer(start: name.utf8Start, count: start))
        room[start] = quote
        let copied = JSONEscaping.copyPlain(
          bytes, to: UnsafeMutableRawBufferPointer(rebasing: room[(start + 1)...]))
        room[start + copied + 1] = quote
        return copied
      }
      count += start + copied + 1
      if copied < bytes.count {
        appendEscaped(UnsafeBufferPointer(rebasing: bytes[copied...]))
        append(quote)
      } else {
        count += 1
      }
    }
  }

  private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text
    while !rest.isEmpty {
      makeRoom(rest.count)
      let copied = storage.withUnsafeMutableBytes { room in
        JSONEscaping.copyPlain(rest, to: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
      }
      count += copied
      guard copied < rest.count else { return }
      rest = UnsafeBufferPointer(rebasing: rest[copied...])
      let escape = JSONEscaping.escape(firstOf: rest)
      for place in 0..<escape.count {
        append(UInt8(truncatingIfNeeded: escape.packed >> UInt64(place * 8)))
      }
      rest = UnsafeBufferPointer(rebasing: rest[escape.length...])
    }
  }

  private mutating func append(_ byte: UInt8) {
    makeRoom(1)
    storage[count] = byte
    count += 1
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append($0) }
  }

  private mutating func append(_ source: UnsafeBufferPointer<UInt8>) {
    makeRoom(source.count)
    storage.withUnsafeMutableBytes { room in
      UnsafeMutableRawBufferPointer(rebasing: room[count...])
        .copyMemory(from: UnsafeRawBufferPointer(source))
    }
    count += source.count
  }

  private mutating func append(contentsOf source: some Collection<UInt8>) {
    let isDone: Void? = source.withContiguousStorageIfAvailable { append($0) }
    if isDone == nil { for byte in source { append(byte) } }
  }

  /// Makes sure that so many bytes more fit.
  @inline(__always)
  private mutating func makeRoom(_ length: Int) {
    if storage.count - count < length { grow(by: length) }
  }

  @inline(never)
  private mutating func grow(by length: Int) {
    let more = max(length, storage.count, Self.firstRoom)
    storage.append(contentsOf: repeatElement(0, count: more))
  }
}
