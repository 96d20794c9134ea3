import PantauCore

/// One XML document: from its bytes to a feed.
enum FeedDocument {
  /// Reads UTF-8 without control characters.
  ///
  /// - Parameters:
  ///   - document: the document.
  ///   - url: its address.
  ///   - limits: the ceilings.
  ///   - warnings: those of its encoding.
  ///   - observer: told how much was read, and given items as they are complete.
  /// - Returns: the feed with the items that `observer` did not take.
  static func read(
    _ document: DocumentText, url: String?, limits: ParseLimits,
    warnings: consuming WarningLog, to observer: some FeedObserver
  ) -> Result<ParsedFeed, NotAFeed> {
    let prolog = Prolog(of: document)
    guard let root = prolog.root else {
      return .failure(NotAFeed(looks: Lookalike.of(document.bytes, prolog)))
    }
    let tag = prolog.rootTag
    let encodingWarnings = warnings.kept.count
    let builder = FeedBuilder(
      kind: root.kind, format: RootTag.format(of: root.kind, tag), url: url, limits: limits)
    noteDebris(before: root.offset, of: document.bytes, to: &warnings)
    if root.kind == .rss, !document.bytes.holdsExactly("<rss", at: root.offset),
      !tag.contains(":rss")
    {
      let place = document.place(of: root.offset)
      warnings.add(
        line: place.line, column: place.column,
        "the names of elements are not in small letters; they were read all the same")
    }
    let entities = OwnEntities(prolog.entities)
    var scanner = FeedScanner(document, from: root.offset, entities: entities)
    var events = XMLEvents(
      builder: builder, limits: limits, of: document, from: root.offset, entities: entities,
      warnings: warnings)
    events = XMLReader.read(&scanner, of: document, telling: events, to: observer)
    events.insertWarnings(document.oddities, behind: encodingWarnings)
    noteRepairs(scanner.repairs.joined(with: events.resolver.repairs), to: &events)
    if !prolog.hasDoctype {
      noteHTMLReferences(
        scanner.htmlReferences.joined(with: events.resolver.htmlReferences), to: &events)
    }
    if let place = scanner.hugeTag?.place {
      events.warn(
        "line \(place.line), column \(place.column): a tag has more than"
          + " \(FeedScanner.maxAttributes) attributes; reading stopped here")
    } else if let element = events.brokeOffInside {
      let end = document.place(of: document.bytes.count)
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

  private static func noteRepairs(_ repairs: Oddity, to events: inout XMLEvents) {
    guard let place = repairs.first?.place else { return }
    let count = repairs.count == 1 ? "" : ", the first of \(repairs.count)"
    events.warn(
      "line \(place.line), column \(place.column): a stray &, < or ]]> was read as text\(count)")
  }

  private static func noteHTMLReferences(_ references: Oddity, to events: inout XMLEvents) {
    guard let (_, place, source) = references.first else { return }
    let count = references.count == 1 ? "" : ", the first of \(references.count)"
    events.warn(
      "line \(place.line), column \(place.column): \(source) is not declared and was read as in"
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
