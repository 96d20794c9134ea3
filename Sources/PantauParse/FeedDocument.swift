import PantauCore

/// One XML document: from its bytes to a feed.
enum FeedDocument {
  /// Reads UTF-8 without control characters.
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - url: its address.
  ///   - limits: the ceilings.
  ///   - warnings: those of its encoding.
  ///   - observer: told how much was read, and given items as they are complete.
  /// - Returns: the feed with the items that `observer` did not take.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, url: String?, limits: ParseLimits,
    warnings: consuming WarningLog, to observer: some FeedObserver
  ) -> Result<ParsedFeed, NotAFeed> {
    let prolog = Prolog(of: bytes)
    guard let root = prolog.root else {
      return .failure(NotAFeed(looks: Lookalike.of(bytes, prolog)))
    }
    let tag = prolog.rootTag
    let builder = FeedBuilder(
      kind: root.kind, format: RootTag.format(of: root.kind, tag), url: url, limits: limits)
    noteDebris(before: root.offset, of: bytes, to: &warnings)
    if root.kind == .rss, !bytes.holdsExactly("<rss", at: root.offset), !tag.contains(":rss") {
      let place = TextPlace(of: root.offset, in: bytes)
      warnings.add(
        line: place.line, column: place.column,
        "the names of elements are not in small letters; they were read all the same")
    }
    var scanner = FeedScanner(bytes, from: root.offset, entities: prolog.entities)
    var events = XMLEvents(
      builder: builder, limits: limits, of: bytes, from: root.offset, warnings: warnings)
    events = XMLReader.read(&scanner, telling: events, to: observer)
    noteRepairs(of: scanner, in: bytes, to: &events)
    if !prolog.hasDoctype { noteHTMLReferences(of: scanner, in: bytes, to: &events) }
    if let start = scanner.hugeTag {
      let place = TextPlace(of: start, in: bytes)
      events.warn(
        "line \(place.line), column \(place.column): a tag has more than"
          + " \(FeedScanner.maxAttributes) attributes; reading stopped here")
    } else if let element = events.brokeOffInside {
      let end = TextPlace(of: bytes.count, in: bytes)
      events.warn(
        "line \(end.line), column \(end.column): the document ends inside <\(element)>;"
          + " what was complete before is kept")
    }
    return finished(events, kind: root.kind, tag: tag, limits: limits)
  }

  private static func finished(
    _ events: consuming XMLEvents, kind: Prolog.Root, tag: String, limits: ParseLimits
  ) -> Result<ParsedFeed, NotAFeed> {
    guard isFeed(events.builder, tag) else {
      let looks: NotAFeed.Looks = kind == .urlset ? .plainSitemap : .otherXML(root: "rdf:RDF")
      return .failure(NotAFeed(looks: looks))
    }
    if events.builder.itemsSeen > limits.maxItems {
      events.warn(
        "the feed has \(events.builder.itemsSeen) items; the first \(limits.maxItems) were kept")
    }
    return .success(events.takeFeed())
  }

  private static func noteDebris(
    before offset: Int, of bytes: UnsafeBufferPointer<UInt8>, to warnings: inout WarningLog
  ) {
    guard let start = bytes.firstIndex(where: { !PlainText.isSpace($0) }) else { return }
    if bytes[start] != UInt8(ascii: "<") || isDebrisTag(bytes, at: start, before: offset) {
      warnings.add(line: 1, column: 1, "text before the feed was passed over")
    } else if start > 0 {
      warnings.add(line: 1, column: 1, "white space before the document was passed over")
    }
  }

  private static func isDebrisTag(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int, before offset: Int
  ) -> Bool {
    guard start < offset, start + 1 < bytes.count else { return false }
    return bytes[start + 1] != UInt8(ascii: "?") && bytes[start + 1] != UInt8(ascii: "!")
  }

  private static func noteRepairs(
    of scanner: FeedScanner, in bytes: UnsafeBufferPointer<UInt8>, to events: inout XMLEvents
  ) {
    guard let first = scanner.firstRepair else { return }
    let place = TextPlace(of: first, in: bytes)
    let count = scanner.repairs == 1 ? "" : ", the first of \(scanner.repairs)"
    events.warn(
      "line \(place.line), column \(place.column): a stray &, < or ]]> was read as text\(count)")
  }

  private static func noteHTMLReferences(
    of scanner: FeedScanner, in bytes: UnsafeBufferPointer<UInt8>, to events: inout XMLEvents
  ) {
    guard let first = scanner.firstHTMLReference else { return }
    let place = TextPlace(of: first, in: bytes)
    let name = String(decoding: bytes[first...].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
    let count = scanner.htmlReferences == 1 ? "" : ", the first of \(scanner.htmlReferences)"
    events.warn(
      "line \(place.line), column \(place.column): \(name); is not declared and was read as in"
        + " HTML\(count)")
  }

  /// Whether what was read is a feed and not another document with the same outermost element.
  private static func isFeed(_ builder: FeedBuilder, _ tag: String) -> Bool {
    switch builder.kind {
    case .urlset: builder.hasItems || tag.contains("sitemap-news")
    case .rdf:
      RootTag.hasRSS(tag) || builder.itemsSeen > 0 || builder.feed.title.value != nil
    default: true
    }
  }
}
