import CLibXML2

/// Reads a web page with libxml2's HTML parser into an ``HTMLTree``.
///
/// The parser repairs what pages get wrong and knows which elements end which. It loads nothing.
struct HTMLReader {
  private var tree = HTMLTree()

  private typealias Owner = UnsafeMutablePointer<HTMLReader>

  /// How many bytes the parser gets at a time, after which the ceilings are looked at.
  private static let stepBytes = 16_384

  /// Reads UTF-8 without control characters; what lies beyond a ceiling is left out.
  static func read(_ page: [UInt8]) -> HTMLTree {
    let owner = Owner.allocate(capacity: 1)
    owner.initialize(to: HTMLReader())
    defer {
      owner.deinitialize(count: 1)
      owner.deallocate()
    }
    guard let context = makeContext(owner) else { return HTMLTree() }
    defer { htmlFreeParserCtxt(context) }
    page.withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count, owner.pointee.tree.hasRoom {
        let length = min(stepBytes, bytes.count - start)
        let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
        htmlParseChunk(
          context, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(length), 0)
        start += length
      }
    }
    if owner.pointee.tree.hasRoom { htmlParseChunk(context, nil, 0, 1) }
    owner.pointee.tree.finish()
    return owner.pointee.tree
  }

  private static func makeContext(_ owner: Owner) -> htmlParserCtxtPtr? {
    var handler = handler()
    guard
      let context = htmlCreatePushParserCtxt(
        &handler, owner, nil, 0, nil, XML_CHAR_ENCODING_UTF8)
    else { return nil }
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue
      | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
    htmlCtxtUseOptions(context, Int32(options))
    return context
  }

  private static func handler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    pantau_xml_sax2(&handler)
    handler.startElement = { owner, name, attributes in
      guard let reader = HTMLReader.at(owner), let name else { return }
      reader.pointee.start(name, attributes)
    }
    handler.endElement = { owner, name in
      guard let reader = HTMLReader.at(owner), let name, reader.pointee.tree.hasRoom else { return }
      reader.pointee.tree.end(HTMLReader.string(name))
    }
    handler.characters = { owner, bytes, length in
      guard let reader = HTMLReader.at(owner), let bytes, length > 0, reader.pointee.tree.hasRoom
      else { return }
      reader.pointee.tree.characters(UnsafeBufferPointer(start: bytes, count: Int(length)))
    }
    handler.ignorableWhitespace = handler.characters
    // What stands in <script> and <style> is no text.
    handler.cdataBlock = { _, _, _ in }
    handler.serror = { _, _ in }
    return handler
  }

  private static func at(_ owner: UnsafeMutableRawPointer?) -> Owner? {
    owner?.assumingMemoryBound(to: HTMLReader.self)
  }

  private mutating func start(
    _ name: UnsafePointer<xmlChar>, _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard tree.hasRoom else { return }
    var attributes: [(name: String, value: String)] = []
    var next = list
    // Names and values in turn, ended by a null; an attribute without a value has a null there.
    while let pair = next, let name = pair[0] {
      let name = Self.string(name)
      if HTMLTree.keeps(attribute: name) {
        attributes.append((name, pair[1].map(Self.string) ?? ""))
      }
      next = pair + 2
    }
    tree.start(Self.string(name), attributes)
  }

  private static func string(_ bytes: UnsafePointer<xmlChar>) -> String {
    String(cString: bytes)
  }
}
