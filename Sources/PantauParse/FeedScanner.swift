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

  /// What was escaped because no markup begins there.
  private(set) var repairs = Oddity()
  /// References to HTML's entities, which XML knows by a DTD only.
  private(set) var htmlReferences = Oddity()
  /// The last piece: where it begins in the document, and how many bytes were handed on for it.
  private(set) var lastPiece = (start: 0, count: 0)
  let document: DocumentText
  private let entities: OwnEntities
  /// The document as far as it is there.
  private(set) var bytes: UnsafeBufferPointer<UInt8>
  private(set) var at: Int
  /// What goes on here that was too long to be told of at once.
  var unfinished: Unfinished?
  private let staged = TextBuffer(capacity: 32_768)
  private var flushed = 0
  private var wrapper: String?
  private var hasCommentEnd = true
  /// Where the last start tag began, until it is known to be a reasonable one.
  private var tagStart: Int?
  /// Where a tag with too many attributes began; nothing from there on is handed on.
  private(set) var hugeTag: (offset: Int, place: TextPlace)?
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
  /// How far beyond the place that is read something may be looked at without asking whether it is
  /// there.
  private static let reach = 2 * longTagBytes

  enum Unfinished {
    case text, cdata
    /// Something that ends with this text.
    case leftOut(StaticString)
  }

  init(_ document: DocumentText, from start: Int, entities: OwnEntities) {
    self.document = document
    self.entities = entities
    bytes = document.bytes
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
    guard isThere(at + 1), hugeTag == nil else { return false }
    _ = isThere(at + Self.maxPieceSource + Self.reach)
    self.wrapper = wrapper
    let end = min(at + Self.maxPieceSource, bytes.count)
    staged.removeAll()
    flushed = at
    lastPiece = (at, 0)
    while at < end, hugeTag == nil {
      let room = pieceBytes - staged.count - (at - flushed)
      guard room > 0 else { break }
      switch unfinished {
      case .text: readText()
      case .cdata: readCDATA(from: at)
      case .leftOut(let terminator): readLeftOut(terminator)
      case nil: scanMarkup(to: min(at + room, end))
      }
    }
    guard isTagReasonable() else { return handOnBeforeHugeTag(sink) }
    guard staged.count > 0 else { return handOn(slice(flushed, at), sink) }
    staged.append(slice(flushed, at))
    return handOn(staged.bytes, sink)
  }

  private mutating func handOn(_ piece: UnsafeBufferPointer<UInt8>, _ sink: Sink) -> Bool {
    lastPiece.count = piece.count
    return sink(piece)
  }

  /// Whether the document is there up to an offset, or can be.
  @inline(__always)
  mutating func isThere(_ end: Int) -> Bool {
    end <= bytes.count || !document.isWhole && isDecoded(to: end)
  }

  @inline(never)
  private mutating func isDecoded(to end: Int) -> Bool {
    while document.bytes.count < end, document.more() {}
    bytes = document.bytes
    return end <= bytes.count
  }

  /// Hands on what stands before the tag that is too long, and ends the walk.
  private mutating func handOnBeforeHugeTag(_ sink: Sink) -> Bool {
    guard let start = hugeTag?.offset, start >= flushed else { return false }
    staged.append(slice(flushed, start))
    _ = handOn(staged.bytes, sink)
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
    at = ByteWords.find(0x3C, 0x26, 0x5D, in: base, from: at, to: end)
    guard at < end else { return }
    switch base[at] {
    case UInt8(ascii: "&"): readReference()
    case UInt8(ascii: "<"): readAngle(base)
    default: readBracket()
    }
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
      if bytes[at + 1] != UInt8(ascii: "#") { htmlReferences.note(at, length, in: document) }
      escaped(text).withUnsafeBufferPointer { replace(length, with: $0) }
    case .unknown(let length):
      if let text = entities.take(named: bytes[(at + 1)..<(at + length - 1)]) {
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
    if attributeCount(from: start) > Self.maxAttributes {
      hugeTag = (start, document.place(of: start))
    }
    return hugeTag == nil
  }

  /// How many attributes the tag at `start` has, or a few more than it may have.
  private mutating func attributeCount(from start: Int) -> Int {
    var count = 0
    var index = start
    while isThere(index + 1), count <= Self.maxAttributes {
      switch bytes[index] {
      case UInt8(ascii: ">"): return count
      case UInt8(ascii: "="): count += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let quote = bytes[index]
        repeat { index += 1 } while isThere(index + 1) && bytes[index] != quote
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
          let close = plainValueEnd(base, quote, from: index + 2, to: limit)
        else { return nil }
        index = close
      case UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "&"): return nil
      default: break
      }
      index += 1
    }
    return nil
  }

  /// The closing quote of an attribute's value in which nothing has to be repaired.
  private func plainValueEnd(
    _ base: UnsafePointer<UInt8>, _ quote: UInt8, from start: Int, to limit: Int
  ) -> Int? {
    var index = start
    while true {
      index = ByteWords.find(quote, 0x3C, 0x26, in: base, from: index, to: limit)
      guard index < limit else { return nil }
      if base[index] == quote { return index }
      guard base[index] == UInt8(ascii: "&"),
        let length = References.predefinedLength(bytes, at: index)
      else { return nil }
      index += length
    }
  }

  /// Hands on the text that begins here: by its place, if it is worth it, else as it is.
  private mutating func readText() {
    let isContinued = unfinished != nil
    unfinished = nil
    let isLong = isThere(at + TextSection.maxBytes + Self.reach)
    guard let base = bytes.baseAddress, at < bytes.count, base[at] != 0x3C else { return }
    let limit = isLong ? at + TextSection.maxBytes : bytes.count
    var holdsReferences = false
    var end = ByteWords.find(0x3C, 0x26, 0x5D, in: base, from: at, to: limit)
    while end < limit, base[end] != 0x3C {
      if base[end] == 0x26 {
        holdsReferences = true
      } else if bytes.holds("]]>", at: end) {
        // For libxml2 to see, escaped.
        return
      }
      end =
        holdsReferences
        ? ByteWords.find(0x3C, 0x3C, 0x5D, in: base, from: end + 1, to: limit)
        : ByteWords.find(0x3C, 0x26, 0x5D, in: base, from: end + 1, to: limit)
    }
    if end == limit {
      // Nothing ends the text: the document breaks off in it.
      guard isLong else { return }
      if holdsReferences { end = Self.endOfReferences(base, from: at, to: end) }
      unfinished = .text
    }
    guard holdsReferences || isContinued || end - at >= Self.minSectionBytes else {
      at = end
      return
    }
    tell(TextSection(start: at, count: end - at, holdsReferences ? .references : .plain), upTo: end)
  }

  /// Where a text may be parted before `end`: not within a reference, nor between two that may be the
  /// halves of one character.
  private static func endOfReferences(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    var cut = end
    var from = max(start + 1, end - 80)
    for _ in 0..<2 {
      guard let first = (from..<cut).first(where: { base[$0] == UInt8(ascii: "&") }) else { break }
      cut = first
      guard base[cut - 1] == UInt8(ascii: ";") else { break }
      from = max(start + 1, cut - 16)
    }
    return cut
  }

  /// A CDATA section; of one that nothing ends, which goes on to the end of the document, the text is
  /// left out as one that is cut off.
  private mutating func readCDATA(from start: Int) {
    let isContinued = unfinished != nil
    unfinished = nil
    let isLong = isThere(start + TextSection.maxBytes + Self.reach)
    let limit = isLong ? start + TextSection.maxBytes : bytes.count
    var from = start
    while let bracket = bytes.next(UInt8(ascii: "]"), from: from, to: limit) {
      if bytes.holds("]]>", at: bracket) {
        return tell(
          TextSection(start: start, count: bracket - start, .endOfCDATA), upTo: bracket + 3)
      }
      from = bracket + 1
    }
    if isLong {
      unfinished = .cdata
      tell(TextSection(start: start, count: limit - start, .plain), upTo: limit)
    } else {
      tell(TextSection(start: start, count: 0, isContinued ? .unclosed : .plain), upTo: limit)
    }
  }

  private mutating func tell(_ section: TextSection, upTo end: Int) {
    staged.append(slice(flushed, at))
    section.write(to: staged)
    at = end
    flushed = end
  }

  private mutating func readDeclaration() {
    if bytes.holds("<![CDATA[", at: at) {
      readCDATA(from: min(at + 9, bytes.count))
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

  private mutating func putWrapper() {
    guard let wrapper else { return }
    self.wrapper = nil
    Array(wrapper.utf8).withUnsafeBufferPointer { replace(0, with: $0) }
  }

  mutating func repair(with text: StaticString) {
    noteRepair()
    replace(1, with: text)
  }

  private mutating func noteRepair() {
    repairs.note(at, 1, in: document)
  }

  private mutating func replace(_ length: Int, with text: StaticString) {
    text.withUTF8Buffer { replace(length, with: $0) }
  }

  mutating func replace(_ length: Int, with text: UnsafeBufferPointer<UInt8>) {
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
