import PantauCore

/// Keeps track of open elements, gathers the text of those that a ``FeedBuilder`` wants, and tells
/// it of both.
///
/// libxml2 recovers from a wrong end tag by closing whatever is open. Here an end tag closes the
/// nearest element of its own name and those inside it, or nothing where no such element is open;
/// so one forgotten `</b>` costs nothing. Names are libxml2's interned pointers, valid throughout.
struct XMLEvents {
  typealias Name = UnsafePointer<UInt8>

  private struct OpenElement {
    var local: Name
    var prefix: Name?
    /// Whether the builder was told of it; elements inside captured ones are not.
    var isAnnounced: Bool
  }

  private struct Anchor {
    var offset: Int
    var line: Int
    var column: Int
    /// Where it is in the document, where that was asked for already.
    var place: TextPlace?
  }

  private(set) var builder: FeedBuilder
  private(set) var warnings: WarningLog
  /// Whether the document was read to the end of its outermost element.
  private(set) var isRootClosed = false
  private let limits: ParseLimits
  private let document: DocumentText
  /// Resolves references in texts that are told by their place.
  private(set) var resolver: ReferenceResolver
  /// A place that libxml2 and the document have in common: that behind the last text which was told
  /// by its place only.
  private var anchor: Anchor
  private let text = TextBuffer()
  /// Where text is resolved that is not simply appended.
  private let spare = TextBuffer(capacity: 64)
  /// The whole text so far, where it can be read where it lies in the document.
  private var lent: UnsafeBufferPointer<UInt8>?
  private var open: [OpenElement] = []
  private var names = NameCache()
  private var capture = Capture.none {
    didSet { isPlainCapture = capture.takesTextAsItIs }
  }
  private var isPlainCapture = false
  private var captureDepth = 0
  private var captured = Element.other
  /// How many elements were open where the last item began.
  private var itemDepth = 0
  private var isTextCut = false
  private var complaint: String?
  private var isStopped = false
  private var isEnding = false
  /// Prefixes that were complained about.
  private var undeclared: Set<String> = []
  /// The innermost element that was open when the document ended.
  private(set) var brokeOffInside: String?
  /// How many elements are open for libxml2.
  private var libraryDepth = 0
  /// The name in the end tag that comes next, where it is not the open element's.
  private var foundEndName: String?
  /// Whether the rest of a broken tag, up to its `>`, comes as text now.
  private var isInBrokenTag = false

  /// How many elements stand around the document for libxml2, so that surplus end tags do not end
  /// it.
  private static let wrapperCount = 256
  /// Start tags that mean nothing and only keep the document from ending too early.
  static let wrapper = String(repeating: "<_>", count: wrapperCount)
  /// How many namespace declarations may be in scope; libxml2 searches them one by one.
  private static let maxNamespaces = 512

  /// Makes the events of a document whose outermost element begins at `start`.
  init(
    builder: consuming FeedBuilder, limits: ParseLimits, of document: DocumentText, from start: Int,
    entities: OwnEntities, warnings: consuming WarningLog
  ) {
    self.builder = builder
    self.limits = limits
    self.document = document
    resolver = ReferenceResolver(document, entities)
    // The wrapper is libxml2's first line.
    anchor = Anchor(offset: start, line: 2, column: 1)
    self.warnings = warnings
    open.reserveCapacity(32)
  }

  /// Whether surplus end tags have used up most of the elements that stand around the document;
  /// then ``wrapper`` has to come before the next tag.
  var needsWrapper: Bool { libraryDepth - open.count < Self.wrapperCount / 2 }

  /// Whether there is any use in reading on.
  var wantsMore: Bool { !isRootClosed && !isStopped }

  /// Whether ``settle(line:column:)`` has something to do.
  var needsAttention: Bool { complaint != nil || isRootClosed || isStopped }

  /// Notes what was complained about, now that the place is known.
  mutating func settle(line: Int, column: Int) {
    guard let complaint else { return }
    self.complaint = nil
    warn(line, column, complaint)
  }

  /// Puts warnings before all others but the first ones.
  mutating func insertWarnings(_ sentences: [String], behind count: Int) {
    warnings.insert(sentences, at: count)
  }

  /// Adds a warning about no place.
  mutating func warn(_ message: String) {
    warnings.add(message)
  }

  /// Ends the reading; what was read is kept.
  mutating func stop(_ reason: String) {
    warnings.add("\(reason); reading stopped there")
    isStopped = true
  }

  // MARK: Elements

  /// A start tag.
  mutating func start(
    _ local: Name, prefix: Name?, uri: Name?, _ attributes: XMLAttributes, namespaces: Int
  ) {
    libraryDepth += 1
    isInBrokenTag = false
    if local[0] == UInt8(ascii: "_"), local[1] == 0 { return }
    guard wantsMore, checkDepth(namespaces: namespaces) else { return }
    if open.isEmpty { names.native = uri.map { String(cString: $0) } }
    let name = names.look(local, prefix: prefix, uri: uri)
    if capture.isClosed {
      guard name.isNative || name.element == .contentEncoded,
        name.element.endsUnclosed(captured, isBare: attributes.count == 0)
      else { return nest(local, prefix) }
      closeForgotten(to: captureDepth - 1, before: local)
    }
    if name.element == .item, name.isNative {
      // Only an item: channels of CDF hold channels with items of their own.
      if itemDepth > 0, itemDepth < open.count, open[itemDepth].local == local {
        closeForgotten(to: itemDepth, before: local)
      }
      itemDepth = open.count
    }
    open.append(OpenElement(local: local, prefix: prefix, isAnnounced: true))
    begin(builder.start(name, attributes), of: name.element)
    if let trouble = builder.complaint { complain(trouble) }
  }

  /// Closes elements whose end tags were forgotten, as the start of another shows.
  private mutating func closeForgotten(to depth: Int, before next: Name) {
    let name = String(cString: open[depth].local)
    closeDown(to: depth)
    complaint = "<\(name)> is not closed before <\(String(cString: next))>"
  }

  private mutating func begin(_ capture: Capture, of element: Element) {
    guard capture != .none else { return }
    self.capture = capture
    captured = element
    captureDepth = open.count
    isTextCut = false
    text.removeAll()
    lent = nil
  }

  private mutating func complain(_ message: String) {
    complaint = message
    builder.complaint = nil
  }

  /// An element inside captured text.
  private mutating func nest(_ local: Name, _ prefix: Name?) {
    open.append(OpenElement(local: local, prefix: prefix, isAnnounced: false))
    if capture == .literal { escapeCaptured() }
    if capture.writesTags {
      keepLent()
      text.appendTag(local, isEnd: false)
    }
  }

  /// What was taken for plain text turns out to hold elements: it becomes HTML source.
  private mutating func escapeCaptured() {
    let plain = Array(lent ?? text.bytes)
    text.removeAll()
    lent = nil
    plain.withUnsafeBufferPointer { text.appendEscaped($0) }
    capture = .markup
  }

  private mutating func checkDepth(namespaces: Int) -> Bool {
    if open.count >= limits.maxDepth {
      complaint = "elements nest deeper than \(limits.maxDepth); reading stopped here"
    } else if namespaces > Self.maxNamespaces {
      complaint = "more than \(Self.maxNamespaces) namespaces are in scope; reading stopped here"
    } else {
      return true
    }
    isStopped = true
    return false
  }

  /// An end tag, or the end of an empty element.
  mutating func end(_ local: Name, prefix: Name?) {
    libraryDepth -= 1
    isInBrokenTag = false
    let found = foundEndName
    if found != nil { foundEndName = nil }
    guard wantsMore, let last = open.last else { return }
    if let found {
      endByName(found, last)
    } else if last.local == local, last.prefix == prefix {
      open.removeLast()
      close(last)
    } else if let depth = open.lastIndex(where: { $0.local == local && $0.prefix == prefix }) {
      closeDown(to: depth)
    }
    if open.isEmpty { isRootClosed = true }
  }

  /// An end tag that the parser found wrong, which it may not be.
  private mutating func endByName(_ name: String, _ last: OpenElement) {
    guard let depth = open.lastIndex(where: { Self.isNamed($0, name) }) else {
      complaint = "</\(name)> closes nothing and was passed over"
      return
    }
    if depth < open.count - 1 {
      complaint = "<\(String(cString: last.local))> is not closed before </\(name)>"
    }
    closeDown(to: depth)
  }

  private static func isNamed(_ element: OpenElement, _ name: String) -> Bool {
    let local = String(cString: element.local)
    guard let prefix = element.prefix else { return local == name }
    return local == name || "\(String(cString: prefix)):\(local)" == name
  }

  private mutating func closeDown(to depth: Int) {
    while open.count > depth, let last = open.popLast() { close(last) }
  }

  private mutating func close(_ element: OpenElement) {
    guard element.isAnnounced else {
      if capture.writesTags {
        keepLent()
        text.appendTag(element.local, isEnd: true)
      }
      return
    }
    let ended = capture
    capture = .none
    builder.end(ended, lent ?? text.bytes)
    if let trouble = builder.complaint { complain(trouble) }
  }

  // MARK: Text

  /// Text, in as many pieces as the parser likes.
  @inline(__always)
  mutating func characters(_ bytes: Name, _ length: Int) {
    guard isPlainCapture, !isInBrokenTag, lent == nil,
      text.count + length <= limits.maxTextBytes, !isTextCut
    else { return takeOddCharacters(UnsafeBufferPointer(start: bytes, count: length)) }
    text.append(bytes, length)
  }

  /// Text that lies in the document; `place` says where.
  ///
  /// - Parameters:
  ///   - place: what ``TextSection`` wrote.
  ///   - length: how many bytes it has.
  ///   - line: the parser's line.
  ///   - column: the parser's column at the first byte of `place`.
  mutating func section(_ place: Name, _ length: Int, line: Int, column: Int) {
    guard let section = TextSection(place, count: length, of: document.bytes.count) else { return }
    isInBrokenTag = false
    let end = section.start + section.count
    anchor = Anchor(
      offset: section.kind == .endOfCDATA ? end + 3 : end, line: line,
      column: column + TextSection.closedPlaceCount)
    switch section.kind {
    case .references: takeSource(section.start..<end)
    case .unclosed: forgetText()
    case .plain, .endOfCDATA:
      guard capture != .none else { return }
      let run = UnsafeBufferPointer(rebasing: document.bytes[section.start..<end])
      if isPlainCapture, lent == nil, text.count == 0, !isTextCut {
        lent = cut(run)
      } else {
        takeOddCharacters(run)
      }
    }
  }

  /// Text with references in it.
  private mutating func takeSource(_ range: Range<Int>) {
    guard isPlainCapture, !isTextCut else {
      spare.removeAll()
      _ = resolver.resolve(range, into: spare, upTo: .max)
      return takeOddCharacters(spare.bytes)
    }
    keepLent()
    if !resolver.resolve(range, into: text, upTo: limits.maxTextBytes) { noteCut() }
  }

  private mutating func forgetText() {
    text.removeAll()
    lent = nil
  }

  /// Copies what was lent, for more text comes behind it.
  private mutating func keepLent() {
    guard let lent else { return }
    self.lent = nil
    text.append(lent)
  }

  /// Text that is not simply appended.
  @inline(never)
  private mutating func takeOddCharacters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInBrokenTag { return skipBrokenTag(bytes) }
    guard capture != .none, !isTextCut else { return }
    if capture == .shallow, open.count > captureDepth { return }
    keepLent()
    let kept = cut(bytes)
    if capture == .markup { text.appendEscaped(kept) } else { text.append(kept) }
  }

  /// As much of a text as there is room for, in whole characters.
  private mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    let room = limits.maxTextBytes - text.count
    guard bytes.count > room else { return bytes }
    noteCut()
    var end = max(room, 0)
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[..<end])
  }

  private mutating func noteCut() {
    isTextCut = true
    complaint = "a text is longer than \(limits.maxTextBytes) bytes; its rest is left out"
  }

  /// Drops what is left of a broken tag, and ends its element where the tag says so.
  private mutating func skipBrokenTag(_ whole: UnsafeBufferPointer<UInt8>) {
    guard let end = whole.firstIndex(of: UInt8(ascii: ">")), let start = whole.baseAddress else {
      return
    }
    isInBrokenTag = false
    if end > 0, whole[end - 1] == UInt8(ascii: "/"), let last = open.popLast() { close(last) }
    if end + 1 < whole.count { characters(start + end + 1, whole.count - end - 1) }
  }

  // MARK: Faults

  /// An error that the parser recovers from.
  mutating func note(_ fault: XMLFault) {
    guard wantsMore, !isEnding, !open.isEmpty else { return }
    switch fault.kind {
    case .wrongEndTag(let name): foundEndName = name
    case .brokenTag(let name):
      isInBrokenTag = true
      warn(fault, "the tag <\(name)> is malformed; what could not be read of it was left out")
    case .undeclaredPrefix(let prefix):
      guard undeclared.count < limits.maxWarnings, undeclared.insert(prefix).inserted else {
        return
      }
      warn(fault, "the prefix \(prefix) is not declared; its usual meaning was taken")
    case .secondary: break
    case .other: warn(fault, fault.sentence)
    }
  }

  private mutating func warn(_ fault: XMLFault, _ sentence: String) {
    warn(fault.line, fault.column, sentence)
  }

  /// Adds a warning about the place that libxml2 calls so.
  private mutating func warn(_ line: Int, _ column: Int, _ sentence: String) {
    guard warnings.hasRoom else { return warnings.add(sentence) }
    var place = anchor.place ?? document.place(of: anchor.offset)
    if line <= anchor.line {
      place.column += max(column - anchor.column, 0)
    } else {
      place = TextPlace(line: place.line + line - anchor.line, column: column)
    }
    warnings.add(line: place.line, column: place.column, sentence)
  }

  /// Says up to where the document is not needed any more, of what comes before `end`, and keeps what
  /// has to be known of it.
  mutating func letGo(before end: Int) -> Int {
    var end = end
    if let lent = lent?.baseAddress, let base = document.bytes.baseAddress {
      end = min(end, lent - base)
    }
    if anchor.offset < end, anchor.place == nil {
      anchor.place = document.place(of: anchor.offset)
    }
    return end
  }

  /// The format of the document.
  var format: FeedFormat { builder.feed.format }

  /// The items that are complete by now, taken out; none while they may still change.
  ///
  /// - Parameter authorsFollow: whether authors of the feed may stand in what is not read yet; asked
  ///   where many items wait for them.
  /// - Returns: the items, in the order of the document.
  mutating func takeItems(_ authorsFollow: () -> Bool) -> [Item] {
    if builder.asksForAuthors { builder.feed.authorsFollow = authorsFollow() }
    return builder.takeItems()
  }

  /// The finished feed, taken out.
  mutating func takeFeed() -> ParsedFeed {
    builder.takeFeed(warnings: warnings.sentences, isComplete: isRootClosed)
  }

  /// No more bytes come; what the parser says now is about that only.
  mutating func beginEnd() {
    isEnding = true
  }

  /// The document ends.
  ///
  /// An item that is open then is kept where the document broke off between two of its elements
  /// and it can be told by a guid or a link; one cut off inside a text would be stored mutilated.
  mutating func finish() {
    guard !isRootClosed else { return }
    if let last = open.last, !isStopped { brokeOffInside = String(cString: last.local) }
    if (capture.isClosed || isStopped || !builder.isItemRecognisable), builder.dropItem() {
      warnings.add("the last item is incomplete and was left out")
    }
    closeDown(to: 0)
  }
}
