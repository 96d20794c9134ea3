import CLibXML2

/// Reads a document with libxml2's push parser and tells a ``FeedBuilder`` what stands in it.
///
/// The only file that holds libxml2's pointers, with ``XMLAttributes``. No tree is built, names are
/// compared as interned pointers, and text goes into one byte buffer. It never loads anything:
/// `XML_PARSE_NOENT` and `XML_PARSE_HUGE` stay off and ``FeedScanner`` lets no DTD through.
///
/// Nesting is kept here a second time, because libxml2 recovers from a wrong end tag by closing
/// whatever is open. Here an end tag closes the nearest element of its own name and those inside
/// it, or nothing where no such element is open; so one forgotten `</b>` costs nothing.
final class XMLReader {
  /// What becomes of the text and the tags inside a wanted element.
  enum Capture {
    /// Nothing is wanted.
    case none
    /// The text, taken as it stands; tags are left out.
    case text
    /// The text, taken as it stands; the first tag in it turns it into `markup`.
    case literal
    /// The text, taken as it stands; elements inside are announced as if nothing were captured.
    case soft
    /// The text is HTML source; elements in it are left out with their text.
    case shallow
    /// The text is HTML source; tags in it are written back among it.
    case source
    /// Text and tags are written back as HTML source, the text escaped.
    case markup
  }

  private struct OpenElement {
    var local: UnsafePointer<xmlChar>
    var prefix: UnsafePointer<xmlChar>?
    /// Whether the builder was told of it; elements inside captured ones are not.
    var isAnnounced: Bool
  }

  let text = TextBuffer()
  private(set) var warnings: WarningLog
  /// Whether the outermost element was closed.
  private(set) var isRootClosed = false
  /// Why reading ended early.
  private(set) var stopReason: String?
  private(set) var builder: FeedBuilder
  private let limits: ParseLimits
  private let origin: TextPlace
  private var context: xmlParserCtxtPtr?
  private var open: [OpenElement] = []
  private var capture = Capture.none
  private var captureDepth = 0
  private var captured = Element.other
  private var isTextCut = false
  /// The name in the end tag that comes next, where it is not the open element's.
  private var foundEndName: String?
  /// Whether the rest of a broken tag, up to its `>`, comes as text now.
  private var isInBrokenTag = false
  private var names = NameCache()
  private var libraryDepth = 0
  private var isFinishing = false

  /// How many elements stand around the document for libxml2, so that surplus end tags do not end it.
  private static let wrapperCount = 64
  /// How many namespace declarations may be in scope; libxml2 searches them one by one.
  private static let maxNamespaces = 512

  /// Makes a reader that starts at a place of the document.
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

  deinit {
    if let context { xmlFreeParserCtxt(context) }
  }

  /// Opens the parser; false where libxml2 has no memory for it.
  func begin() -> Bool {
    var handler = xmlSAXHandler()
    pantau_xml_sax2(&handler)
    handler.startElementNs = { owner, local, prefix, uri, _, _, count, _, attributes in
      XMLReader.with(owner) { reader in
        guard let local else { return }
        let attributes = XMLAttributes(table: attributes, count: Int(count))
        reader.start(local, prefix: prefix, uri: uri, attributes)
      }
    }
    handler.endElementNs = { owner, local, prefix, _ in
      XMLReader.with(owner) { reader in
        if let local { reader.end(local, prefix: prefix) }
      }
    }
    let onText: charactersSAXFunc = { owner, bytes, length in
      XMLReader.with(owner) { reader in
        if let bytes, length > 0 { reader.characters(bytes, Int(length)) }
      }
    }
    handler.characters = onText
    handler.cdataBlock = onText
    handler.ignorableWhitespace = onText
    handler.serror = { owner, error in
      guard let error else { return }
      XMLReader.with(owner) { reader in
        let found = error.pointee.str2.map { String(cString: $0) }
        let message = error.pointee.message.map { String(cString: $0) } ?? ""
        reader.note(
          code: Int(error.pointee.code), line: Int(error.pointee.line),
          column: Int(error.pointee.int2), message, found: found)
      }
    }
    let owner = Unmanaged.passUnretained(self).toOpaque()
    guard let context = xmlCreatePushParserCtxt(&handler, owner, nil, 0, nil) else { return false }
    self.context = context
    let options =
      XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    guard xmlCtxtUseOptions(context, Int32(options)) == 0 else { return false }
    var opening = Self.wrapper + "\n"
    return opening.withUTF8 { push($0) }
  }

  /// Hands over the next bytes; false once nothing more is wanted.
  func push(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !isStopped, let context, let start = bytes.baseAddress else { return !isStopped }
    var rest = bytes.count
    var next = UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
    while rest > 0, !isStopped {
      // libxml2 counts in 32 bits.
      let length = min(rest, 1 << 20)
      xmlParseChunk(context, next, Int32(length), 0)
      next += length
      rest -= length
    }
    return !isStopped
  }

  /// Whether surplus end tags have used up most of the elements that stand around the document for
  /// libxml2; then ``wrapper`` has to come before the next tag.
  var needsWrapper: Bool { libraryDepth - open.count < Self.wrapperCount / 2 }

  /// Start tags that mean nothing and only keep the document from ending too early.
  static let wrapper = String(repeating: "<_>", count: wrapperCount)

  /// Tells the parser that the document ends.
  ///
  /// An item that is open then is kept where the document broke off between two of its elements
  /// and it can be told by a guid or a link; one cut off inside a text would be stored mutilated.
  ///
  /// - Returns: whether the document was read to its end.
  func finish() -> Bool {
    if let context, !isStopped, !isRootClosed { xmlParseChunk(context, nil, 0, 1) }
    isFinishing = true
    guard !isRootClosed else { return true }
    if let element = open.last, !isStopped { noteEnd(inside: element) }
    if capture != .none && capture != .soft || isStopped {
      if builder.dropUnfinishedItem() {
        warnings.add("the last item is incomplete and was left out")
      }
    }
    closeDown(to: 0)
    return false
  }

  private func noteEnd(inside element: OpenElement) {
    warn("the document ends inside <\(String(cString: element.local))>; what was complete is kept")
  }

  /// Ends reading; what was read is kept.
  func stop(_ reason: String) {
    guard stopReason == nil else { return }
    stopReason = reason
    if let context { xmlStopParser(context) }
  }

  /// Whether nothing more is read.
  private var isStopped: Bool { stopReason != nil }

  // MARK: What the builder asks for

  /// Gathers the text of the element that has just started, until its end.
  func beginCapture(_ capture: Capture, of element: Element) {
    self.capture = capture
    captured = element
    captureDepth = open.count
    isTextCut = false
    text.removeAll()
  }

  /// The line and column of what is being read, for a warning.
  func warn(_ message: @autoclosure () -> String) {
    let line = context.map { Int(xmlSAX2GetLineNumber($0)) } ?? 0
    let column = context.map { Int(xmlSAX2GetColumnNumber($0)) } ?? 0
    let place = origin.moved(line: line - 1, column: column)
    warnings.add(line: place.line, column: place.column, message())
  }

  /// Adds a warning about no place.
  func warnOnce(_ message: String) {
    warnings.add(message)
  }

  // MARK: Callbacks

  @inline(__always)
  private static func with(_ owner: UnsafeMutableRawPointer?, _ body: (XMLReader) -> Void) {
    guard let owner else { return }
    Unmanaged<XMLReader>.fromOpaque(owner)._withUnsafeGuaranteedRef(body)
  }

  private func start(
    _ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?,
    uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes
  ) {
    carryOn()
    libraryDepth += 1
    isInBrokenTag = false
    if local[0] == UInt8(ascii: "_"), local[1] == 0 { return }
    guard !isRootClosed, !isStopped else { return }
    if open.isEmpty { names.native = uri.map { String(cString: $0) } }
    if capture != .none, capture != .soft {
      let name = names.look(local, prefix: prefix, uri: uri)
      guard name.isNative, name.element.endsUnclosed(captured) || isModule(name) else {
        nest(local, prefix)
        return
      }
      closeCaptured()
    }
    guard checkDepth() else { return }
    open.append(OpenElement(local: local, prefix: prefix, isAnnounced: true))
    builder.start(names.look(local, prefix: prefix, uri: uri), attributes, self)
  }

  private func isModule(_ name: ElementName) -> Bool {
    name.element == .contentEncoded
  }

  /// An element inside captured text.
  private func nest(_ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?) {
    guard checkDepth() else { return }
    open.append(OpenElement(local: local, prefix: prefix, isAnnounced: false))
    switch capture {
    case .none, .soft, .text, .shallow: return
    case .literal: escapeCaptured()
    case .source, .markup: break
    }
    writeTag(local, isEnd: false)
  }

  /// What was taken for plain text turns out to hold elements: it becomes HTML source.
  private func escapeCaptured() {
    let plain = Array(text.bytes)
    text.removeAll()
    plain.withUnsafeBufferPointer { appendEscaped($0) }
    capture = .markup
  }

  private func writeTag(_ local: UnsafePointer<xmlChar>, isEnd: Bool) {
    text.append(UInt8(ascii: "<"))
    if isEnd { text.append(UInt8(ascii: "/")) }
    text.append(local, strlen(local))
    text.append(UInt8(ascii: ">"))
  }

  private func checkDepth() -> Bool {
    guard let context else { return false }
    guard open.count < limits.maxDepth else {
      warn("elements nest deeper than \(limits.maxDepth); reading stopped here")
      stop("depth")
      return false
    }
    guard pantau_xml_namespaces_in_scope(context) <= Self.maxNamespaces else {
      warn("more than \(Self.maxNamespaces) namespaces are in scope; reading stopped here")
      stop("namespaces")
      return false
    }
    return true
  }

  private func end(_ local: UnsafePointer<xmlChar>, prefix: UnsafePointer<xmlChar>?) {
    carryOn()
    libraryDepth -= 1
    isInBrokenTag = false
    guard !isStopped, !open.isEmpty else {
      foundEndName = nil
      return
    }
    if let found = foundEndName {
      foundEndName = nil
      if let depth = open.lastIndex(where: { Self.isNamed($0, found) }) { closeDown(to: depth) }
    } else if let last = open.last, last.local == local, last.prefix == prefix {
      open.removeLast()
      close(last)
    } else if let depth = open.lastIndex(where: { $0.local == local && $0.prefix == prefix }) {
      closeDown(to: depth)
    }
  }

  private static func isNamed(_ element: OpenElement, _ name: String) -> Bool {
    let local = String(cString: element.local)
    guard let prefix = element.prefix else { return local == name }
    return local == name || "\(String(cString: prefix)):\(local)" == name
  }

  private func closeDown(to depth: Int) {
    while open.count > depth, let last = open.last {
      open.removeLast()
      close(last)
    }
  }

  private func closeCaptured() {
    closeDown(to: captureDepth - 1)
  }

  private func close(_ element: OpenElement) {
    if !element.isAnnounced {
      switch capture {
      case .none, .soft, .text, .literal, .shallow: break
      case .source, .markup: writeTag(element.local, isEnd: true)
      }
      return
    }
    let ended = capture
    capture = .none
    builder.end(ended, self)
    if open.isEmpty, !isFinishing { isRootClosed = true }
  }

  private func characters(_ bytes: UnsafePointer<xmlChar>, _ length: Int) {
    carryOn()
    guard capture != .none, capture != .shallow || open.count == captureDepth else {
      isInBrokenTag = false
      return
    }
    var bytes = bytes
    var length = length
    if isInBrokenTag, !skipBrokenTag(&bytes, &length) { return }
    guard text.count + length <= limits.maxTextBytes else { return cutText() }
    if capture == .markup {
      appendEscaped(UnsafeBufferPointer(start: bytes, count: length))
    } else {
      text.append(bytes, length)
    }
  }

  private func cutText() {
    guard !isTextCut else { return }
    isTextCut = true
    warn("a text is longer than \(limits.maxTextBytes) bytes; its rest is left out")
  }

  /// Drops what is left of a broken tag; false where that is all.
  private func skipBrokenTag(_ bytes: inout UnsafePointer<xmlChar>, _ length: inout Int) -> Bool {
    let whole = UnsafeBufferPointer(start: bytes, count: length)
    guard let end = whole.firstIndex(of: UInt8(ascii: ">")) else { return false }
    isInBrokenTag = false
    bytes += end + 1
    length -= end + 1
    if end > 0, whole[end - 1] == UInt8(ascii: "/"), let last = open.last {
      open.removeLast()
      close(last)
      return false
    }
    return length > 0
  }

  private func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "<"): text.append("&lt;")
      case UInt8(ascii: "&"): text.append("&amp;")
      default: text.append(byte)
      }
    }
  }

  @inline(__always)
  private func carryOn() {
    if let context { pantau_xml_carry_on(context) }
  }

  private func note(code: Int, line: Int, column: Int, _ message: String, found: String?) {
    switch code {
    case Int(XML_ERR_TAG_NAME_MISMATCH.rawValue):
      guard !isFinishing, !isRootClosed else { return }
      foundEndName = found ?? ""
    case Int(XML_ERR_GT_REQUIRED.rawValue):
      isInBrokenTag = foundEndName == nil
    default: break
    }
    guard !isFinishing, !isRootClosed, !isStopped else { return }
    let place = origin.moved(line: line - 1, column: column)
    warnings.add(
      line: place.line, column: place.column,
      message.split { $0.isWhitespace }.joined(separator: " "))
  }
}
