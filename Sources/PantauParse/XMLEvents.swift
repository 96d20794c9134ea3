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

  private(set) var builder: FeedBuilder
  private(set) var warnings: WarningLog
  /// Whether the document was read to the end of its outermost element.
  private(set) var isRootClosed = false
  private let limits: ParseLimits
  private let origin: TextPlace
  private let text = TextBuffer()
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

  /// Makes the events of a document that begins at `origin`.
  init(
    builder: consuming FeedBuilder, limits: ParseLimits, origin: TextPlace,
    warnings: consuming WarningLog
  ) {
    self.builder = builder
    self.limits = limits
    self.origin = origin
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
    let place = origin.moved(line: line - 1, column: column)
    warnings.add(line: place.line, column: place.column, complaint)
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
      guard name.element.endsUnclosed(captured), name.isNative || name.element == .contentEncoded
      else { return nest(local, prefix) }
      closeForgotten(to: captureDepth - 1, before: local)
    }
    if name.element == .item, name.isNative {
      if itemDepth > 0, itemDepth < open.count { closeForgotten(to: itemDepth, before: local) }
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
  }

  private mutating func complain(_ message: String) {
    complaint = message
    builder.complaint = nil
  }

  /// An element inside captured text.
  private mutating func nest(_ local: Name, _ prefix: Name?) {
    open.append(OpenElement(local: local, prefix: prefix, isAnnounced: false))
    if capture == .literal { escapeCaptured() }
    if capture.writesTags { text.appendTag(local, isEnd: false) }
  }

  /// What was taken for plain text turns out to hold elements: it becomes HTML source.
  private mutating func escapeCaptured() {
    let plain = Array(text.bytes)
    text.removeAll()
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
      if capture.writesTags { text.appendTag(element.local, isEnd: true) }
      return
    }
    let ended = capture
    capture = .none
    builder.end(ended, text.bytes)
    if let trouble = builder.complaint { complain(trouble) }
  }

  // MARK: Text

  /// Text, in as many pieces as the parser likes.
  @inline(__always)
  mutating func characters(_ bytes: Name, _ length: Int) {
    guard isPlainCapture, !isInBrokenTag, text.count + length <= limits.maxTextBytes else {
      return takeOddCharacters(bytes, length)
    }
    text.append(bytes, length)
  }

  /// Text that is not simply appended.
  @inline(never)
  private mutating func takeOddCharacters(_ bytes: Name, _ length: Int) {
    if isInBrokenTag { return skipBrokenTag(bytes, length) }
    guard capture != .none else { return }
    if capture == .shallow, open.count > captureDepth { return }
    guard text.count + length <= limits.maxTextBytes else { return cutText() }
    if capture == .markup {
      text.appendEscaped(UnsafeBufferPointer(start: bytes, count: length))
    } else {
      text.append(bytes, length)
    }
  }

  private mutating func cutText() {
    guard !isTextCut else { return }
    isTextCut = true
    complaint = "a text is longer than \(limits.maxTextBytes) bytes; its rest is left out"
  }

  /// Drops what is left of a broken tag, and ends its element where the tag says so.
  private mutating func skipBrokenTag(_ bytes: Name, _ length: Int) {
    let whole = UnsafeBufferPointer(start: bytes, count: length)
    guard let end = whole.firstIndex(of: UInt8(ascii: ">")) else { return }
    isInBrokenTag = false
    if end > 0, whole[end - 1] == UInt8(ascii: "/"), let last = open.popLast() { close(last) }
    if end + 1 < length { characters(bytes + end + 1, length - end - 1) }
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
    let place = origin.moved(line: fault.line - 1, column: fault.column)
    warnings.add(line: place.line, column: place.column, sentence)
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
