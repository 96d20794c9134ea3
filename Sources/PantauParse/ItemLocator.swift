public import PantauCore

/// Finds the bytes of single items in the document that they were parsed from.
///
/// A guess from the tags that is proved: what stands before the first item and the item's own bytes,
/// parsed as a document of their own, must give the very same item. So a wrong place is never
/// returned; none is, where a document is too broken, has no ASCII tags (UTF-16), or says something
/// of its items behind them.
public struct ItemLocator {
  /// What stands before the first item; nil where no item was found.
  public let head: Range<Int>?
  private let body: [UInt8]
  private let contentType: String?
  private let url: String?
  private let isJSON: Bool
  private let places: [Range<Int>]

  /// How far from its own place an item is looked for: the parser leaves broken ones out.
  private static let offsets = [0, 1, -1, 2, -2]

  /// Looks through a document.
  ///
  /// - Parameters:
  ///   - body: the bytes that ``FeedParser`` was given.
  ///   - format: what it found.
  ///   - contentType: the HTTP `Content-Type` that it was given.
  ///   - url: the address that it was given.
  public init(_ body: [UInt8], format: FeedFormat, contentType: String?, url: String?) {
    self.body = body
    self.contentType = contentType
    self.url = url
    isJSON = format == .jsonFeed10 || format == .jsonFeed11
    let isJSON = isJSON
    places = body.withUnsafeBufferPointer { bytes in
      isJSON ? JSONPlaces.find(in: bytes) : Self.elements(Self.name(in: format), in: bytes)
    }
    head = places.first.map { 0..<$0.lowerBound }
  }

  /// Where an item stands in the document.
  ///
  /// - Parameters:
  ///   - item: the item as it was parsed.
  ///   - index: its place among the document's items.
  /// - Returns: its bytes, from its first tag or brace to its last; nil where that is not sure.
  public func place(of item: Item, at index: Int) -> Range<Int>? {
    for offset in Self.offsets where places.indices.contains(index + offset) {
      let place = places[index + offset]
      if gives(item, place) { return place }
    }
    return nil
  }

  private func gives(_ item: Item, _ place: Range<Int>) -> Bool {
    guard let head else { return false }
    let excerpt = body[head] + body[place] + end(of: place)
    let read = try? FeedParser.parse(Array(excerpt), contentType: contentType, url: url)
    return read?.items == [item]
  }

  /// What closes an item that is taken alone: in XML its end tag, which may have been forgotten.
  private func end(of place: Range<Int>) -> [UInt8] {
    if isJSON { return Array("]}".utf8) }
    let name = body[place].dropFirst().prefix { byte in
      !PlainText.isSpace(byte) && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
    }
    return Array("</".utf8) + name + [UInt8(ascii: ">")]
  }

  // MARK: XML

  private static func name(in format: FeedFormat) -> StaticString {
    switch format {
    case .atom03, .atom10: "entry"
    case .newsSitemap: "url"
    default: "item"
    }
  }

  /// The elements of that local name; one that is not closed ends where the next begins.
  private static func elements(
    _ name: StaticString, in bytes: UnsafeBufferPointer<UInt8>
  ) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var start: Int?
    var at = 0
    while let open = bytes.next(UInt8(ascii: "<"), from: at, to: bytes.count) {
      at = open + 1
      if let end = endOfUnread(bytes, at: open) {
        at = end
        continue
      }
      let isEnd = at < bytes.count && bytes[at] == UInt8(ascii: "/")
      guard isNamed(name, bytes, at: isEnd ? at + 1 : at) else { continue }
      if let start {
        let end = isEnd ? bytes.end(of: ">", from: at) ?? bytes.count : open
        places.append(start..<end)
      }
      start = isEnd ? nil : open
    }
    return places
  }

  /// The end of a comment, CDATA section or instruction that begins there.
  private static func endOfUnread(_ bytes: UnsafeBufferPointer<UInt8>, at open: Int) -> Int? {
    if bytes.holds("<![CDATA[", at: open) { return bytes.end(of: "]]>", from: open + 9) }
    if bytes.holds("<!--", at: open) { return bytes.end(of: "-->", from: open + 4) }
    return bytes.holds("<?", at: open) ? bytes.end(of: "?>", from: open + 2) : nil
  }

  /// Whether the tag whose name begins there has that local name, whatever its prefix.
  private static func isNamed(
    _ name: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Bool {
    var begin = start
    var end = start
    while end < bytes.count, !PlainText.isSpace(bytes[end]), bytes[end] != UInt8(ascii: ">"),
      bytes[end] != UInt8(ascii: "/")
    {
      if bytes[end] == UInt8(ascii: ":") { begin = end + 1 }
      end += 1
    }
    return end - begin == name.utf8CodeUnitCount && bytes.holds(name, at: begin)
  }
}
