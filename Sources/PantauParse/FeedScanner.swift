/// Walks a document once, a piece at a time, and hands each piece on in a form that no XML parser
/// stumbles over.
///
/// Broken feeds are the rule: a `&` in a headline, HTML entities that no DTD declares, a `<` in
/// running text. libxml2 drops the text or gives up; here the byte is escaped. A piece without a
/// fault is handed on where it lies, without a copy. Comments, processing instructions and
/// declarations are left out, so that libxml2 never sees a DTD; their line breaks stay, for line
/// numbers. Of CDATA sections and longer texts only the place is handed on (``TextSection``).
struct FeedScanner {
  /// What the pieces are handed to; false ends the walk.
  typealias Sink = (UnsafeBufferPointer<UInt8>) -> Bool

  /// Entities of the document's own DTD, by name.
  let entities: [String: [UInt8]]
  /// How many stray characters were escaped.
  private(set) var repairs = 0
  /// Where the first of them stood.
  private(set) var firstRepair: Int?
  /// How many references to HTML's entities were resolved, which XML knows by a DTD only.
  private(set) var htmlReferences = 0
  /// Where the first of them stood.
  private(set) var firstHTMLReference: Int?
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at: Int
  private var expansion = 0
  private let staged = TextBuffer(capacity: 32_768)
  private var flushed = 0
  private var wrapper: String?
  private var hasCommentEnd = true
  /// Where the last start tag began, until it is known to be a reasonable one.
  private var tagStart: Int?
  /// Where a tag with too many attributes began; nothing from there on is handed on.
  private(set) var hugeTag: Int?
  private var hasInstructionEnd = true

  /// How many bytes are handed on at a time; more makes libxml2 no faster.
  private var pieceBytes = 16_384
  /// How much of the document a piece stands for at most, texts that are told by their place
  /// included: little enough to be in the processor's cache still when they are read.
  private static let maxPieceSource = 65_536
  /// Texts shorter than this are handed on as they are, unless they hold references.
  private static let minSectionBytes = 64
  /// The same where surplus end tags have to be made up for between two pieces.
  private static let fewPieceBytes = 2_048
  /// How many attributes a tag of over 4 KB may have: libxml2 compares each with all before it.
  static let maxAttributes = 256
  private static let longTagBytes = 4_096
  /// How many bytes the document's own entities may add in all.
  private static let maxExpansion = 65_536

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, entities: [String: [UInt8]]) {
    self.bytes = UnsafeBufferPointer(rebasing: bytes.prefix(TextSection.maxDocumentBytes - 1))
    self.entities = entities
    at = start
  }

  /// Up to where the document was handed on.
  var offset: Int { at }

  /// Hands on the next piece; false at the end of the document or when the sink wants no more.
  ///
  /// - Parameters:
  ///   - wrapper: what to put before the next tag, if anything.
  ///   - sink: what takes the piece.
  /// - Returns: whether there may be more.
  mutating func next(wrapper: String?, _ sink: Sink) -> Bool {
    guard at < bytes.count, hugeTag == nil else { return false }
    self.wrapper = wrapper
    let end = min(at + Self.maxPieceSource, bytes.count)
    staged.removeAll()
    flushed = at
    while at < end, hugeTag == nil {
      let room = pieceBytes - staged.count - (at - flushed)
      guard room > 0 else { break }
      scanMarkup(to: min(at + room, end))
    }
    guard isTagReasonable() else { return handOnBeforeHugeTag(sink) }
    guard staged.count > 0 else { return sink(slice(flushed, at)) }
    staged.append(slice(flushed, at))
    return sink(staged.bytes)
  }

  /// Hands on what stands before the tag that is too long, and ends the walk.
  private mutating func handOnBeforeHugeTag(_ sink: Sink) -> Bool {
    guard let start = hugeTag, start >= flushed else { return false }
    staged.append(slice(flushed, start))
    _ = sink(staged.bytes)
    return false
  }

  /// Hands on less at a time from here on.
  mutating func slowDown() {
    pieceBytes = Self.fewPieceBytes
  }

  private func slice(_ from: Int, _ to: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[from..<to])
  }

  private mutating func scanMarkup(to end: Int) {
    guard let base = bytes.baseAddress else { return }
    let index = Self.nextSpecial(base, from: at, to: end)
    at = index
    guard index < end else { return }
    switch base[index] {
    case UInt8(ascii: "&"): readReference()
    case UInt8(ascii: "<"): readAngle(base)
    default: readBracket()
    }
  }

  /// The offset of the next `&`, `<` or `]`, eight bytes at a step.
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
      let bracket = word ^ (ones &* 0x5D)
      let hit =
        ((angle &- ones) & ~angle | (ampersand &- ones) & ~ampersand
          | (bracket &- ones) & ~bracket) & highs
      if hit != 0 { return index + hit.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < end, base[index] != 0x3C, base[index] != 0x26, base[index] != 0x5D {
      index += 1
    }
    return index
  }

  /// The end of a CDATA section where there is none: libxml2 would drop the text before it.
  private mutating func readBracket() {
    guard bytes.holds("]]>", at: at) else {
      at += 1
      return
    }
    noteRepair()
    replace(3, with: "]]&gt;")
  }

  private mutating func readReference() {
    switch References.read(bytes, at: at) {
    case .plain(let length):
      at += length
    case .resolved(let text, let length):
      if bytes[at + 1] != UInt8(ascii: "#") { noteHTMLReferences(1, first: at) }
      escaped(text).withUnsafeBufferPointer { replace(length, with: $0) }
    case .unknown(let length):
      let name = String(decoding: bytes[(at + 1)..<(at + length - 1)], as: UTF8.self)
      if let text = entities[name], expansion + text.count <= Self.maxExpansion {
        expansion += text.count
        escaped(text).withUnsafeBufferPointer { replace(length, with: $0) }
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
      guard isTagReasonable() else { return }
      tagStart = at
      at += 1
      guard let end = plainTagEnd(base) else { return }
      tagStart = nil
      at = end
      readText()
    case UInt8(ascii: "/"):
      let after = at + 2 < bytes.count ? base[at + 2] : 0x61
      guard Self.isNameStart(after) else { return repair(with: "&lt;") }
      at += 2
      guard let end = bytes.next(UInt8(ascii: ">"), from: at, to: min(at + 64, bytes.count)),
        (at..<end).allSatisfy({ Self.isNamePart(base[$0]) })
      else { return }
      at = end + 1
      readText()
    case UInt8(ascii: "!"): readDeclaration()
    case UInt8(ascii: "?"):
      hasInstructionEnd = leaveOut("?>", from: at + 2, exists: hasInstructionEnd)
    default: repair(with: "&lt;")
    }
  }

  /// Whether the last start tag, if it is a long one, has no more attributes than it may.
  private mutating func isTagReasonable() -> Bool {
    guard let start = tagStart, at - start > Self.longTagBytes else { return hugeTag == nil }
    tagStart = nil
    if attributeCount(from: start) > Self.maxAttributes { hugeTag = start }
    return hugeTag == nil
  }

  /// How many attributes the tag at `start` has, or a few more than it may have.
  private func attributeCount(from start: Int) -> Int {
    var count = 0
    var index = start
    while index < bytes.count, count <= Self.maxAttributes {
      switch bytes[index] {
      case UInt8(ascii: ">"): return count
      case UInt8(ascii: "="): count += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        index = bytes.next(bytes[index], from: index + 1, to: bytes.count) ?? bytes.count
      default: break
      }
      index += 1
    }
    return count
  }

  // MARK: Texts that are told by their place

  /// The offset behind the start tag that begins before here, where nothing about it is odd: only
  /// then is it sure that what follows is text for libxml2 as well.
  private func plainTagEnd(_ base: UnsafePointer<UInt8>) -> Int? {
    let limit = min(at + Self.longTagBytes, bytes.count)
    var index = at
    while index < limit {
      switch base[index] {
      case UInt8(ascii: ">"): return index + 1
      case UInt8(ascii: "="):
        let quote = index + 1 < limit ? base[index + 1] : 0
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
          let close = bytes.next(quote, from: index + 2, to: limit),
          isPlainValue(from: index + 2, to: close)
        else { return nil }
        index = close
      case UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "&"): return nil
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether nothing in the value of an attribute has to be repaired.
  private func isPlainValue(from start: Int, to end: Int) -> Bool {
    bytes.next(UInt8(ascii: "<"), from: start, to: end) == nil
      && holdsOnlyPredefined(from: start, to: end)
  }

  private func holdsOnlyPredefined(from start: Int, to end: Int) -> Bool {
    var index = start
    while let ampersand = bytes.next(UInt8(ascii: "&"), from: index, to: end) {
      guard let length = References.predefinedLength(bytes, at: ampersand) else { return false }
      index = ampersand + length
    }
    return true
  }

  /// Whether each `&` of the text that begins here begins a reference that HTML knows.
  private mutating func holdsOnlyReferences(to end: Int) -> Bool {
    var index = at
    var named: (count: Int, first: Int)?
    while let ampersand = bytes.next(UInt8(ascii: "&"), from: index, to: end) {
      if let length = References.predefinedLength(bytes, at: ampersand) {
        index = ampersand + length
        continue
      }
      guard let length = References.knownLength(bytes, at: ampersand) else { return false }
      if bytes[ampersand + 1] != UInt8(ascii: "#") {
        named = (count: (named?.count ?? 0) + 1, first: named?.first ?? ampersand)
      }
      index = ampersand + length
    }
    if let named { noteHTMLReferences(named.count, first: named.first) }
    return true
  }

  private mutating func noteHTMLReferences(_ count: Int, first: Int) {
    htmlReferences += count
    if firstHTMLReference == nil { firstHTMLReference = first }
  }

  /// Hands on the text that begins here by its place, if it is worth it and nothing in it is odd.
  private mutating func readText() {
    guard let end = bytes.next(UInt8(ascii: "<"), from: at, to: bytes.count) else { return }
    let holdsReferences = bytes.next(UInt8(ascii: "&"), from: at, to: end) != nil
    guard holdsReferences || end - at >= Self.minSectionBytes,
      !holdsCDATAEnd(to: end),
      !holdsReferences || holdsOnlyReferences(to: end)
    else { return }
    tell(TextSection(start: at, count: end - at, holdsReferences: holdsReferences), upTo: end)
  }

  /// Whether a `]]>` stands in the text that begins here.
  private func holdsCDATAEnd(to end: Int) -> Bool {
    var index = at
    while let bracket = bytes.next(UInt8(ascii: "]"), from: index, to: end) {
      if bytes.holds("]]>", at: bracket) { return true }
      index = bracket + 1
    }
    return false
  }

  /// A CDATA section; of one that nothing ends, which goes on to the end of the document, the text is
  /// left out as one that is cut off.
  private mutating func readCDATA() {
    let start = min(at + 9, bytes.count)
    var from = start
    var end = start
    var next = bytes.count
    while let bracket = bytes.next(UInt8(ascii: "]"), from: from, to: bytes.count) {
      if bytes.holds("]]>", at: bracket) {
        end = bracket
        next = bracket + 3
        break
      }
      from = bracket + 1
    }
    tell(TextSection(start: start, count: end - start, holdsReferences: false), upTo: next)
  }

  private mutating func tell(_ section: TextSection, upTo end: Int) {
    staged.append(slice(flushed, at))
    section.write(to: staged)
    at = end
    flushed = end
  }

  private mutating func readDeclaration() {
    if bytes.holds("<![CDATA[", at: at) {
      readCDATA()
    } else if bytes.holds("<!--", at: at) {
      hasCommentEnd = leaveOut("-->", from: at + 4, exists: hasCommentEnd)
    } else {
      repair(with: "&lt;")
    }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x3A, 0x2D, 0x2E: true
    default: false
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
    Array(repeating: 0x0A, count: breaks).withUnsafeBufferPointer { replace(end - at, with: $0) }
    return true
  }

  private mutating func putWrapper() {
    guard let wrapper else { return }
    self.wrapper = nil
    Array(wrapper.utf8).withUnsafeBufferPointer { replace(0, with: $0) }
  }

  private mutating func repair(with text: StaticString) {
    noteRepair()
    replace(1, with: text)
  }

  private mutating func noteRepair() {
    repairs += 1
    if firstRepair == nil { firstRepair = at }
  }

  private mutating func replace(_ length: Int, with text: StaticString) {
    text.withUTF8Buffer { replace(length, with: $0) }
  }

  private mutating func replace(_ length: Int, with text: UnsafeBufferPointer<UInt8>) {
    staged.append(slice(flushed, at))
    staged.append(text)
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
