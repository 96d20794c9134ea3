import FoundationEssentials
import PantauCore

/// JSON Feed 1.0 and 1.1 (jsonfeed.org), read as its writers write it (``JSONFeedValues``).
///
/// Value by value, without a tree: what is unknown is passed over, and what is known goes into the
/// draft at once. Items wait only where the document names its version or its own address behind
/// them, for those decide how they are read; they are passed over then and read at the end.
struct JSONFeedReader<Observer: FeedObserver> {
  private let limits: ParseLimits
  private var values: JSONFeedValues
  private let url: String?
  private var feed = FeedDraft(format: .jsonFeed10)
  private var version: String?
  private var feedURL: String?
  private var homePage: String?
  private var hub: (url: String, isWebSub: Bool)?
  private var hasItems = false
  /// Where items stand that have to wait.
  private var waitingItems: Int?
  private var itemCount = 0
  private var hasKeptItems = false
  private let bytes: UnsafeBufferPointer<UInt8>
  private let observer: Observer

  /// Reads a document.
  ///
  /// Of one that breaks off, the items that are complete are kept. `observer` is told how much was
  /// read, and given items as they are complete.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, url: String?, limits: ParseLimits,
    warnings: consuming WarningLog, to observer: Observer
  ) -> Result<ParsedFeed, NotAFeed> {
    var reader = JSONFeedReader(
      bytes, limits: limits, warnings: warnings, url: url, observer: observer)
    let fault = JSONScanner.scan(bytes.span, tolerant: true) { scanner in
      let fault = Self.fault { () throws(JSONSyntaxError) in try reader.readRoot(&scanner) }
      let late = Self.fault { () throws(JSONSyntaxError) in
        try reader.readWaitingItems(&scanner)
      }
      return fault ?? late
    }
    if let fault {
      let place = TextPosition(of: fault.offset, in: bytes)
      guard reader.isJSONFeed, reader.hasKeptItems else {
        return .failure(
          NotAFeed(
            looks: .brokenJSON(line: place.line, column: place.column, problem: fault.problem)))
      }
      reader.values.warnings.add(
        line: place.line, column: place.column,
        "\(fault.problem); what was complete before is kept")
    }
    guard reader.isJSONFeed else { return .failure(NotAFeed(looks: .otherJSON)) }
    return .success(reader.takeFeed(isComplete: fault == nil))
  }

  private init(
    _ bytes: UnsafeBufferPointer<UInt8>, limits: ParseLimits, warnings: consuming WarningLog,
    url: String?, observer: Observer
  ) {
    self.bytes = bytes
    self.observer = observer
    self.limits = limits
    values = JSONFeedValues(bytes, limits: limits, warnings: warnings)
    self.url = url
  }

  private static func fault(
    _ body: () throws(JSONSyntaxError) -> Void
  ) -> JSONSyntaxError? {
    do throws(JSONSyntaxError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  private var isJSONFeed: Bool { version?.contains("jsonfeed.org") ?? false }

  private var format: FeedFormat {
    version?.hasSuffix("/1.1") ?? false || version?.hasSuffix("/1.1/") ?? false
      ? .jsonFeed11 : .jsonFeed10
  }

  /// What relative URLs start from.
  private var base: String? { url ?? feedURL ?? homePage }

  // MARK: The feed

  private mutating func readRoot(_ scanner: inout JSONScanner) throws(JSONSyntaxError) {
    if try scanner.kind() == .object {
      try scanner.readObject { scanner, name, _ throws(JSONSyntaxError) in
        try readMember(name, &scanner)
      }
    } else {
      try scanner.skip()
    }
    try scanner.finish()
  }

  private mutating func readMember(
    _ name: String, _ scanner: inout JSONScanner
  ) throws(JSONSyntaxError) {
    switch name {
    case "version" where version == nil: version = try scanner.string()?.lowercased()
    case "title": feed.title.offer(try values.plain(&scanner, "title"), from: .own)
    case "home_page_url" where homePage == nil: homePage = try values.reference(&scanner)
    case "feed_url" where feedURL == nil: feedURL = try values.reference(&scanner)
    case "language": feed.language.offer(try values.plain(&scanner, "language"), from: .own)
    case "hubs": try readHubs(&scanner)
    case "authors", "author": try values.readAuthors(&scanner, into: &feed.authors)
    case "items" where !hasItems:
      hasItems = true
      if isJSONFeed, base != nil {
        try readItems(&scanner)
      } else {
        _ = try scanner.kind()
        waitingItems = scanner.offset
        try scanner.skip()
      }
    default: try scanner.skip()
    }
  }

  private mutating func readWaitingItems(
    _ scanner: inout JSONScanner
  ) throws(JSONSyntaxError) {
    guard let waitingItems, isJSONFeed else { return }
    scanner.goBack(to: waitingItems)
    try readItems(&scanner)
  }

  private mutating func readHubs(_ scanner: inout JSONScanner) throws(JSONSyntaxError) {
    try values.eachOf(&scanner, "hubs", objectsAreLists: false) {
      values, scanner throws(JSONSyntaxError) in
      var target: String?
      var isWebSub = false
      try scanner.eachMember { scanner, name throws(JSONSyntaxError) in
        switch name {
        case "url": target = try values.reference(&scanner)
        case "type": isWebSub = try scanner.string()?.lowercased() == "websub"
        default: try scanner.skip()
        }
      }
      if let target, hub == nil || isWebSub && hub?.isWebSub == false { hub = (target, isWebSub) }
    }
  }

  private mutating func takeFeed(isComplete: Bool) -> ParsedFeed {
    feed.format = format
    feed.url.offer(resolved(homePage), from: .own)
    feed.selfURL = resolved(feedURL)
    feed.hub = resolved(hub?.url)
    feed.giveAuthors()
    let (count, limit) = (itemCount, limits.maxItems)
    if count > limit {
      values.warnings.add("the feed has \(count) items; the first \(limit) were kept")
    }
    values.settle()
    return feed.takeFeed(warnings: values.warnings.sentences, isComplete: isComplete)
  }

  // MARK: Items

  private mutating func readItems(_ scanner: inout JSONScanner) throws(JSONSyntaxError) {
    let kind = try scanner.kind()
    switch kind {
    case .array:
      try scanner.readArray { scanner, _ throws(JSONSyntaxError) in try readElement(&scanner) }
    case .object:
      values.note("items", kind, readAs: "the list of its values")
      try scanner.readObject { scanner, _, _ throws(JSONSyntaxError) in try readElement(&scanner) }
    case .string, .number, .word: try scanner.skip()
    }
    values.item = nil
  }

  private mutating func readElement(_ scanner: inout JSONScanner) throws(JSONSyntaxError) {
    let index = itemCount
    itemCount += 1
    let kind = try scanner.kind()
    guard index < limits.maxItems, kind == .object else {
      if index < limits.maxItems {
        values.warnings.add("items[\(index)] is \(kind.inWords) and was left out")
      }
      return try scanner.skip()
    }
    values.item = index
    feed.items.append(try readItem(&scanner))
    hasKeptItems = true
    if feed.items.count % Self.itemsTold == 0 { tell(upTo: scanner.offset) }
  }

  /// How many items are told of at a time.
  private static var itemsTold: Int { 32 }

  private mutating func tell(upTo offset: Int) {
    observer.didRead(upTo: offset)
    guard observer.takesItems else { return }
    if feed.asksForAuthors { lookAhead() }
    let items = feed.takeItems()
    if !items.isEmpty { observer.take(items, of: format) }
  }

  /// Reads the authors of the feed that stand behind its items, for many of those wait.
  private mutating func lookAhead() {
    var authors: [String] = []
    _ = Self.fault { () throws(JSONSyntaxError) in
      try JSONScanner.scan(bytes.span, tolerant: true) { scanner throws(JSONSyntaxError) in
        try scanner.eachMember { scanner, name throws(JSONSyntaxError) in
          switch name {
          case "authors", "author": try values.readAuthors(&scanner, into: &authors)
          case "items": try passOver(&scanner)
          default: try scanner.skip()
          }
        }
      }
    }
    feed.authors = authors
    feed.authorsFollow = false
  }

  private func passOver(_ scanner: inout JSONScanner) throws(JSONSyntaxError) {
    try scanner.eachElement { scanner, _ throws(JSONSyntaxError) in
      try scanner.skip()
      observer.didRead(upTo: scanner.offset)
    }
  }

  private mutating func readItem(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> Item {
    var draft = ItemDraft(maxListCount: limits.maxListCount)
    try scanner.readObject { scanner, name, _ throws(JSONSyntaxError) in
      switch name {
      case "id": draft.guid = try values.identifier(&scanner) ?? draft.guid
      case "url": draft.url.offer(link(try values.reference(&scanner)), from: .own)
      case "external_url": draft.url.offer(link(try values.reference(&scanner)), from: .outside)
      case "title": draft.title.offer(try values.plain(&scanner, "title"), from: .own)
      case "summary": draft.summary.offer(try values.plain(&scanner, "summary"), from: .own)
      case "content_text": draft.addBody(try values.plain(&scanner, "content_text") ?? "")
      case "content_html": draft.addBody(try values.html(&scanner) ?? "")
      case "authors", "author": try values.readAuthors(&scanner, into: &draft.authors)
      case "tags": try values.readTags(&scanner, into: &draft.categories)
      case "date_published":
        draft.published.offer(try values.date(&scanner, "date_published"), from: .own)
      case "date_modified":
        draft.updated.offer(try values.date(&scanner, "date_modified"), from: .own)
      case "attachments": try readAttachments(&scanner, into: &draft)
      default: try scanner.skip()
      }
    }
    return draft.takeItem()
  }

  private mutating func readAttachments(
    _ scanner: inout JSONScanner, into draft: inout ItemDraft
  ) throws(JSONSyntaxError) {
    let base = base
    try values.eachOf(&scanner, "attachments", objectsAreLists: false) {
      values, scanner throws(JSONSyntaxError) in
      var target: String?
      var type: String?
      var length: Int?
      try scanner.eachMember { scanner, name throws(JSONSyntaxError) in
        switch name {
        case "url": target = try values.reference(&scanner)
        case "mime_type": type = try values.plain(&scanner, "mime_type")
        case "size_in_bytes": length = try values.count(&scanner, "size_in_bytes")
        default: try scanner.skip()
        }
      }
      guard let target, let url = URIReference.resolve(target, against: base) else { return }
      draft.addEnclosure(Enclosure(url: url, type: type, length: length))
    }
  }

  private func link(_ reference: String?) -> String? {
    resolved(reference.flatMap { ArticleLink.meant($0) })
  }

  private func resolved(_ reference: String?) -> String? {
    guard let reference else { return nil }
    return URIReference.resolve(reference, against: base)
  }
}
