import CLibXML2

/// Reads a document with libxml2's push parser and tells ``XMLEvents`` what stands in it.
///
/// The only file that knows libxml2, with ``XMLAttributes``. No tree is built. It never loads
/// anything: `XML_PARSE_NOENT` and `XML_PARSE_HUGE` stay off and ``FeedScanner`` lets no DTD through.
struct XMLReader {
  private var events: XMLEvents
  private let context: xmlParserCtxtPtr

  /// How many different names of elements, attributes and namespaces a document may have.
  ///
  /// libxml2 looks each up in lists that grow with their number. Real feeds have some hundred.
  private static let maxNames: Int32 = 50_000

  private typealias Owner = UnsafeMutablePointer<XMLReader>

  /// Reads all that the scanner hands on.
  ///
  /// - Parameters:
  ///   - scanner: what walks the document, from its outermost element on.
  ///   - document: the document.
  ///   - events: what is told of each element and text.
  ///   - observer: told how much of the document was handed on, and given items as they are complete.
  /// - Returns: the events, after the last.
  static func read(
    _ scanner: inout FeedScanner, of document: DocumentText, telling events: consuming XMLEvents,
    to observer: some FeedObserver
  ) -> XMLEvents {
    // The parser keeps this address. No access to what lies there may last while the parser runs,
    // for it calls back; so only static functions call the parser.
    let owner = Owner.allocate(capacity: 1)
    defer { owner.deallocate() }
    guard let context = makeContext(owner) else {
      events.warn("there is no memory for the XML parser")
      return events
    }
    defer { xmlFreeParserCtxt(context) }
    owner.initialize(to: XMLReader(events: events, context: context))
    run(&scanner, of: document, owner, observer)
    return owner.move().events
  }

  private static func makeContext(_ owner: Owner) -> xmlParserCtxtPtr? {
    var handler = handler()
    guard let context = xmlCreatePushParserCtxt(&handler, owner, nil, 0, nil) else { return nil }
    let options =
      XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    guard xmlCtxtUseOptions(context, Int32(options)) == 0 else {
      xmlFreeParserCtxt(context)
      return nil
    }
    return context
  }

  private static func run(
    _ scanner: inout FeedScanner, of document: DocumentText, _ owner: Owner,
    _ observer: some FeedObserver
  ) {
    var opening = XMLEvents.wrapper + "\n"
    var wantsMore = opening.withUTF8 { push($0, owner) }
    while wantsMore {
      let wrapper = owner.pointee.events.needsWrapper ? XMLEvents.wrapper : nil
      if wrapper != nil { scanner.slowDown() }
      wantsMore = scanner.next(wrapper: wrapper) { push($0, owner) }
      if document.isDecoded {
        release(scanner.lastPiece, of: document, owner)
      } else {
        observer.didRead(upTo: scanner.offset)
      }
      if observer.takesItems {
        let items = owner.pointee.events.takeItems {
          FeedAuthors.mayFollow(scanner.offset, in: document, observer.didRead)
        }
        if !items.isEmpty { observer.take(items, of: owner.pointee.events.format) }
      }
      if wantsMore, xmlDictSize(owner.pointee.context.pointee.dict) > maxNames {
        owner.pointee.events.stop("the document has more than \(maxNames) different names")
        wantsMore = false
      }
    }
    owner.pointee.events.beginEnd()
    if owner.pointee.events.wantsMore { xmlParseChunk(owner.pointee.context, nil, 0, 1) }
    owner.pointee.events.finish()
  }

  /// Gives back what was decoded of the document and is done with: all before the last piece, as soon
  /// as the parser has no bytes of earlier ones left.
  private static func release(
    _ piece: (start: Int, count: Int), of document: DocumentText, _ owner: Owner
  ) {
    guard let input = owner.pointee.context.pointee.input?.pointee, let end = input.end,
      let next = input.cur, end - next <= piece.count
    else { return }
    document.release(upTo: owner.pointee.events.letGo(before: piece.start))
  }

  /// Hands bytes to the parser; false once nothing more is wanted.
  private static func push(_ bytes: UnsafeBufferPointer<UInt8>, _ owner: Owner) -> Bool {
    guard let start = bytes.baseAddress else { return owner.pointee.events.wantsMore }
    let context = owner.pointee.context
    var rest = bytes.count
    var next = UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
    while rest > 0, owner.pointee.events.wantsMore {
      // libxml2 counts in 32 bits.
      let length = min(rest, 1 << 20)
      xmlParseChunk(context, next, Int32(length), 0)
      next += length
      rest -= length
    }
    return owner.pointee.events.wantsMore
  }

  // MARK: Callbacks
  //
  // After the first error libxml2 2.9 drops every entity reference, `&lt;` and `&amp;` included, for
  // the rest of the document even when it recovers (`xmlParseReference` asks `wellFormed`). So each
  // callback says that all is well again, or text would be lost.

  private static func handler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    pantau_xml_sax2(&handler)
    handler.startElementNs = { owner, local, prefix, uri, _, _, count, _, attributes in
      guard let reader = XMLReader.at(owner), let local else { return }
      let attributes = XMLAttributes(table: attributes, count: Int(count))
      reader.pointee.start(local, prefix, uri, attributes)
    }
    handler.endElementNs = { owner, local, prefix, _ in
      guard let reader = XMLReader.at(owner), let local else { return }
      reader.pointee.end(local, prefix)
    }
    let onText: charactersSAXFunc = { owner, bytes, length in
      guard let reader = XMLReader.at(owner), let bytes, length > 0 else { return }
      reader.pointee.context.pointee.wellFormed = 1
      reader.pointee.events.characters(bytes, Int(length))
    }
    handler.characters = onText
    // The scanner lets no CDATA section through but its own.
    handler.cdataBlock = { owner, bytes, length in
      guard let reader = XMLReader.at(owner), let bytes,
        let input = reader.pointee.context.pointee.input
      else { return }
      reader.pointee.context.pointee.wellFormed = 1
      reader.pointee.events.section(
        bytes, Int(length), line: Int(input.pointee.line), column: Int(input.pointee.col))
    }
    handler.ignorableWhitespace = onText
    handler.serror = { owner, error in
      guard let reader = XMLReader.at(owner), let error = error?.pointee else { return }
      let fault = XMLFault(
        kind: XMLFault.Kind(error), line: Int(error.line), column: Int(error.int2),
        message: error.message.map { String(cString: $0) } ?? "")
      reader.pointee.events.note(fault)
    }
    return handler
  }

  @inline(__always)
  private static func at(_ owner: UnsafeMutableRawPointer?) -> Owner? {
    owner?.assumingMemoryBound(to: XMLReader.self)
  }

  private mutating func start(
    _ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?,
    _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes
  ) {
    context.pointee.wellFormed = 1
    events.start(
      local, prefix: prefix, uri: uri, attributes,
      namespaces: Int(context.pointee.nsNr) / 2)
    settle()
  }

  private mutating func end(
    _ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?
  ) {
    context.pointee.wellFormed = 1
    events.end(local, prefix: prefix)
    settle()
  }

  /// Places what the events complain about, and ends the parse when they want no more.
  @inline(__always)
  private mutating func settle() {
    guard events.needsAttention else { return }
    events.settle(
      line: Int(xmlSAX2GetLineNumber(context)), column: Int(xmlSAX2GetColumnNumber(context)))
    if !events.wantsMore { xmlStopParser(context) }
  }
}

extension XMLFault.Kind {
  fileprivate init(_ error: xmlError) {
    let (first, second) = (Self.text(error.str1), Self.text(error.str2))
    switch UInt32(bitPattern: error.code) {
    case XML_ERR_TAG_NAME_MISMATCH.rawValue: self = .wrongEndTag(second)
    case XML_ERR_GT_REQUIRED.rawValue: self = .brokenTag(first)
    case XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue: self = .undeclaredPrefix(first)
    case XML_ERR_INTERNAL_ERROR.rawValue, XML_ERR_ATTRIBUTE_NOT_STARTED.rawValue,
      XML_ERR_SPACE_REQUIRED.rawValue:
      self = .secondary
    default: self = .other
    }
  }

  private static func text(_ bytes: UnsafeMutablePointer<CChar>?) -> String {
    bytes.map { String(cString: $0) } ?? ""
  }
}
