/// Walks a document once, a piece at a time, and hands each piece on in a form that no XML parser
/// stumbles over.
///
/// Broken feeds are the rule: a `&` in a headline, HTML entities that no DTD declares, a `<` in
/// running text. libxml2 drops the text or gives up; here the byte is escaped. A piece without a
/// fault is handed on where it lies, without a copy. Comments, processing instructions and
/// declarations are left out, so that libxml2 never sees a DTD; their line breaks stay, for line
/// numbers.
struct FeedScanner {
  /// What the pieces are handed to; false ends the walk.
  typealias Sink = (UnsafeBufferPointer<UInt8>) -> Bool

  /// Entities of the document's own DTD, by name.
  let entities: [String: [UInt8]]
  /// How many stray characters were escaped.
  private(set) var repairs = 0
  /// Where the first of them stood.
  private(set) var firstRepair: Int?
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at: Int
  private var isInCDATA = false
  private var expansion = 0
  private var staged: [UInt8] = []
  private var flushed = 0
  private var wrapper: String?
  private var hasCommentEnd = true
  private var hasInstructionEnd = true

  /// How many bytes are handed on at a time; more makes libxml2 no faster.
  static let pieceBytes = 16_384
  /// How many bytes the document's own entities may add in all.
  private static let maxExpansion = 65_536

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, entities: [String: [UInt8]]) {
    self.bytes = bytes
    self.entities = entities
    at = start
  }

  /// Hands on the next piece; false at the end of the document or when the sink wants no more.
  ///
  /// - Parameters:
  ///   - wrapper: what to put before the next tag, if anything.
  ///   - sink: what takes the piece.
  /// - Returns: whether there may be more.
  mutating func next(wrapper: String?, _ sink: Sink) -> Bool {
    guard at < bytes.count else { return false }
    self.wrapper = wrapper
    let end = min(at + Self.pieceBytes, bytes.count)
    staged.removeAll(keepingCapacity: true)
    flushed = at
    while at < end {
      if isInCDATA { skipCDATA(to: end) } else { scanMarkup(to: end) }
    }
    guard !staged.isEmpty else { return sink(slice(flushed, at)) }
    staged.append(contentsOf: slice(flushed, at))
    return staged.withUnsafeBufferPointer(sink)
  }

  private func slice(_ from: Int, _ to: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[from..<to])
  }

  private mutating func skipCDATA(to end: Int) {
    var from = at
    while let index = bytes.next(UInt8(ascii: "]"), from: from, to: end) {
      if index + 2 < bytes.count, bytes[index + 1] == 0x5D, bytes[index + 2] == 0x3E {
        isInCDATA = false
        at = index + 3
        return
      }
      from = index + 1
    }
    at = end
  }

  private mutating func scanMarkup(to end: Int) {
    guard let base = bytes.baseAddress else { return }
    let index = Self.nextSpecial(base, from: at, to: end)
    at = index
    guard index < end else { return }
    if base[index] == UInt8(ascii: "&") {
      readReference()
    } else {
      readAngle(base)
    }
  }

  /// The offset of the next `&` or `<`, eight bytes at a step.
  @inline(__always)
  private static func nextSpecial(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var index = start
    while index + 8 <= end {
      let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
      let angle = word ^ (ones &* 0x3C)
      let ampersand = word ^ (ones &* 0x26)
      let hit =
        ((angle &- ones) & ~angle | (ampersand &- ones) & ~ampersand) & highs
      if hit != 0 { return index + hit.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < end, base[index] != 0x3C, base[index] != 0x26 { index += 1 }
    return index
  }

  private mutating func readReference() {
    switch References.read(bytes, at: at) {
    case .plain(let length):
      at += length
    case .resolved(let text, let length):
      replace(length, with: escaped(text))
    case .unknown(let length):
      let name = String(decoding: bytes[(at + 1)..<(at + length - 1)], as: UTF8.self)
      if let text = entities[name], expansion + text.count <= Self.maxExpansion {
        expansion += text.count
        replace(length, with: escaped(text))
      } else {
        repair(with: "&amp;")
      }
    case .stray:
      repair(with: "&amp;")
    }
  }

  private mutating func readAngle(_ base: UnsafePointer<UInt8>) {
    let next = at + 1 < bytes.count ? base[at + 1] : 0x20
    switch next {
    case 0x61...0x7A, 0x41...0x5A, 0x5F, 0x3A, 0x80...0xFF:
      putWrapper()
      at += 1
    case UInt8(ascii: "/"):
      let after = at + 2 < bytes.count ? base[at + 2] : 0x61
      if Self.isNameStart(after) { at += 2 } else { repair(with: "&lt;") }
    case UInt8(ascii: "!"): readDeclaration()
    case UInt8(ascii: "?"):
      hasInstructionEnd = leaveOut("?>", from: at + 2, exists: hasInstructionEnd)
    default: repair(with: "&lt;")
    }
  }

  private mutating func readDeclaration() {
    if bytes.holds("<![CDATA[", at: at) {
      isInCDATA = true
      at += 9
    } else if bytes.holds("<!--", at: at) {
      hasCommentEnd = leaveOut("-->", from: at + 4, exists: hasCommentEnd)
    } else {
      repair(with: "&lt;")
    }
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x5F, 0x3A, 0x80...0xFF: true
    default: false
    }
  }

  /// Leaves out what ends with `terminator`; where nothing does, its `<` is text.
  ///
  /// Returns whether there was one: the rest of a document is searched in vain only once.
  private mutating func leaveOut(
    _ terminator: StaticString, from offset: Int, exists: Bool
  ) -> Bool {
    guard exists, let end = bytes.end(of: terminator, from: offset) else {
      repair(with: "&lt;")
      return false
    }
    let breaks = bytes[at..<end].reduce(into: 0) { $0 += $1 == 0x0A ? 1 : 0 }
    replace(end - at, with: Array(repeating: 0x0A, count: breaks))
    return true
  }

  private mutating func putWrapper() {
    guard let wrapper else { return }
    self.wrapper = nil
    replace(0, with: Array(wrapper.utf8))
  }

  private mutating func repair(with text: StaticString) {
    repairs += 1
    if firstRepair == nil { firstRepair = at }
    replace(1, with: text.withUTF8Buffer { Array($0) })
  }

  private mutating func replace(_ length: Int, with text: [UInt8]) {
    staged.append(contentsOf: slice(flushed, at))
    staged.append(contentsOf: text)
    at += length
    flushed = at
  }

  private func escaped(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte in
      switch byte {
      case UInt8(ascii: "<"): Array("&#60;".utf8)
      case UInt8(ascii: ">"): Array("&#62;".utf8)
      case UInt8(ascii: "&"): Array("&#38;".utf8)
      case UInt8(ascii: "\""): Array("&#34;".utf8)
      case UInt8(ascii: "'"): Array("&#39;".utf8)
      default: [byte]
      }
    }
  }
}
