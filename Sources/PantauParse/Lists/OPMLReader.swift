import CLibXML2
public import PantauCore

/// Reads the subscriptions of an OPML list (opml.org/spec2.opml, "Subscription lists").
///
/// As forgiving as with feeds: any encoding, stray `&`, attribute names in any case. It loads
/// nothing, and no entity of the document's own is known.
public struct OPMLReader {
  /// The longest list that is taken, in bytes.
  public static let maxBytes = 10_000_000
  /// The most subscriptions that are taken.
  public static let maxOutlines = 100_000

  private var outlines: [OPMLOutline] = []
  /// The names of the open outlines that are no subscription; nil for one that is.
  private var groups: [String?] = []
  private var root: String?

  private typealias Owner = UnsafeMutablePointer<OPMLReader>

  private init() {}

  /// Reads a list.
  ///
  /// - Parameter body: the file.
  /// - Returns: the outlines with a feed, each with the name of the innermost outline around it that
  ///   is none.
  /// - Throws: ``NotAnOPMLList``.
  public static func read(_ body: [UInt8]) throws(NotAnOPMLList) -> [OPMLOutline] {
    var bytes = CharsetDecoder.decode(body, httpCharset: nil).bytes
    ControlBytes.drop(from: &bytes)
    let start = bytes.firstIndex { !PlainText.isSpace($0) } ?? bytes.endIndex
    let owner = Owner.allocate(capacity: 1)
    owner.initialize(to: OPMLReader())
    defer {
      owner.deinitialize(count: 1)
      owner.deallocate()
    }
    parse(mendingReferences(in: wholeTags(bytes[start...])), owner)
    guard let root = owner.pointee.root else { throw NotAnOPMLList(root: nil) }
    guard root.lowercased() == "opml" else { throw NotAnOPMLList(root: root) }
    return owner.pointee.outlines
  }

  /// The text without a tag that breaks off at its end, whose URL may be cut.
  private static func wholeTags(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let last = text.lastIndex(of: UInt8(ascii: "<")),
      !text[last...].contains(UInt8(ascii: ">"))
    else { return text }
    return text[..<last]
  }

  /// Turns each `&` that begins no reference into `&amp;`, for many lists have them in URLs, and
  /// references that HTML alone knows into their characters.
  private static func mendingReferences(in text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let ampersand = text[index...].firstIndex(of: UInt8(ascii: "&")) ?? text.endIndex
      result += text[index..<ampersand]
      guard ampersand < text.endIndex else { break }
      let reference = reference(text[ampersand...])
      result += mended(reference)
      index = ampersand + max(1, reference.count)
    }
    return result
  }

  /// The reference that a text begins with, from `&` to `;`; empty where it is none.
  private static func reference(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let name = text.dropFirst().prefix(32).prefix { $0 == UInt8(ascii: "#") || isAlphanumeric($0) }
    guard !name.isEmpty, name.endIndex < text.endIndex, text[name.endIndex] == UInt8(ascii: ";")
    else { return [] }
    return text[text.startIndex...name.endIndex]
  }

  private static func mended(_ reference: ArraySlice<UInt8>) -> [UInt8] {
    guard !reference.isEmpty else { return Array("&amp;".utf8) }
    let meant = reference.withUnsafeBufferPointer { References.resolve($0) }
    let isMarkup = meant.contains { "&<>\"'".utf8.contains($0) }
    return isMarkup ? Array(reference) : Array(meant)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  private static func parse(_ text: [UInt8], _ owner: Owner) {
    var handler = xmlSAXHandler()
    pantau_xml_sax2(&handler)
    handler.startElementNs = { owner, local, _, _, _, _, count, _, attributes in
      guard let reader = OPMLReader.at(owner), let local else { return }
      reader.pointee.start(
        String(cString: local), XMLAttributes(table: attributes, count: Int(count)))
    }
    handler.endElementNs = { owner, local, _, _ in
      guard let reader = OPMLReader.at(owner), let local else { return }
      reader.pointee.end(String(cString: local))
    }
    handler.serror = { _, _ in }
    guard let context = xmlCreatePushParserCtxt(&handler, owner, nil, 0, nil) else { return }
    defer { xmlFreeParserCtxt(context) }
    let options =
      XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
      | XML_PARSE_NOWARNING.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    guard xmlCtxtUseOptions(context, Int32(options)) == 0 else { return }
    text.withUnsafeBytes { bytes in
      _ = xmlParseChunk(
        context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 1)
    }
  }

  private static func at(_ owner: UnsafeMutableRawPointer?) -> Owner? {
    owner?.assumingMemoryBound(to: OPMLReader.self)
  }

  private mutating func start(_ name: String, _ attributes: XMLAttributes) {
    if root == nil { root = name }
    guard name.lowercased() == "outline" else { return }
    let url = attributes.value("xmlurl")
    let (title, text) = (attributes.value("title"), attributes.value("text"))
    groups.append(url == nil ? text ?? title : nil)
    guard let url, outlines.count < Self.maxOutlines else { return }
    outlines.append(
      OPMLOutline(
        title: title, text: text, xmlURL: url, htmlURL: attributes.value("htmlurl"),
        group: groups.last { $0 != nil } ?? nil))
  }

  private mutating func end(_ name: String) {
    if name.lowercased() == "outline" { _ = groups.popLast() }
  }
}

/// A file that is no list of subscriptions.
public struct NotAnOPMLList: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name of its outermost element; nil where it has none.
  public var root: String?

  /// What it is instead, a clause without a full stop.
  public var description: String {
    guard let root else { return "no OPML list: it holds no XML element" }
    return "no OPML list: its outermost element is <\(DisplayText.safe(root))>, not <opml>"
  }
}
