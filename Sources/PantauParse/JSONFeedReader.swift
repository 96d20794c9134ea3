import FoundationEssentials
import PantauCore

/// JSON Feed 1.0 and 1.1 (jsonfeed.org), read as its writers write it: values of the wrong type
/// are missing values.
///
/// Value by value, without a tree: what is unknown is passed over, and what is known goes into the
/// draft at once. Items wait only where the document names its version or its own address behind
/// them, for those decide how they are read; they are passed over then and read at the end.
struct JSONFeedReader<Observer: FeedObserver> {
  private let limits: ParseLimits
  private var warnings: WarningLog
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
      reader.warnings.add(
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
    self.warnings = warnings
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
  private var base: String? { url ?? feedURL }

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
    case "title": feed.title.offer(try plain(&scanner), from: .own)
    case "home_page_url" where homePage == nil: homePage = try reference(&scanner)
    case "feed_url" where feedURL == nil: feedURL = try reference(&scanner)
    case "language": feed.language.offer(try plain(&scanner), from: .own)
    case "hubs": try readHubs(&scanner)
    case "authors", "author": try readAuthors(&scanner, into: &feed.authors)
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
    try scanner.eachElement { scanner, _ throws(JSONSyntaxError) in
      var target: String?
      var isWebSub = false
      try scanner.eachMember { scanner, name throws(JSONSyntaxError) in
        switch name {
        case "url": target = try reference(&scanner)
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
      warnings.add("the feed has \(count) items; the first \(limit) were kept")
    }
    return feed.takeFeed(warnings: warnings.sentences, isComplete: isComplete)
  }

  // MARK: Items

  private mutating func readItems(_ scanner: inout JSONScanner) throws(JSONSyntaxError) {
    try scanner.eachElement { scanner, index throws(JSONSyntaxError) in
      itemCount = index + 1
      let kind = try scanner.kind()
      if index < limits.maxItems, kind == .object {
        feed.items.append(try readItem(&scanner, at: index))
        hasKeptItems = true
        if feed.items.count % Self.itemsTold == 0 { tell(upTo: scanner.offset) }
      } else {
        if index < limits.maxItems {
          warnings.add("items[\(index)] is \(kind.inWords) and was left out")
        }
        try scanner.skip()
      }
    }
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
          case "authors", "author": try readAuthors(&scanner, into: &authors)
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

  private mutating func readItem(
    _ scanner: inout JSONScanner, at index: Int
  ) throws(JSONSyntaxError) -> Item {
    var draft = ItemDraft(maxListCount: limits.maxListCount)
    try scanner.readObject { scanner, name, _ throws(JSONSyntaxError) in
      switch name {
      case "id": draft.guid = try identifier(&scanner) ?? draft.guid
      case "url": draft.url.offer(resolved(try reference(&scanner)), from: .own)
      case "external_url": draft.url.offer(resolved(try reference(&scanner)), from: .outside)
      case "title": draft.title.offer(try plain(&scanner), from: .own)
      case "summary": draft.summary.offer(try plain(&scanner), from: .own)
      case "content_text": draft.addBody(try plain(&scanner) ?? "")
      case "content_html": draft.addBody(try html(&scanner) ?? "")
      case "authors", "author": try readAuthors(&scanner, into: &draft.authors)
      case "tags":
        try scanner.eachElement { scanner, _ throws(JSONSyntaxError) in
          draft.addCategory(try plain(&scanner) ?? "")
        }
      case "date_published":
        draft.published.offer(try date(&scanner, at: index), from: .own)
      case "date_modified": draft.updated.offer(try date(&scanner, at: index), from: .own)
      case "attachments": try readAttachments(&scanner, into: &draft)
      default: try scanner.skip()
      }
    }
    return draft.takeItem()
  }

  private func readAttachments(
    _ scanner: inout JSONScanner, into draft: inout ItemDraft
  ) throws(JSONSyntaxError) {
    try scanner.eachElement { scanner, _ throws(JSONSyntaxError) in
      var target: String?
      var type: String?
      var length: Int?
      try scanner.eachMember { scanner, name throws(JSONSyntaxError) in
        switch name {
        case "url": target = resolved(try reference(&scanner))
        case "mime_type": type = try plain(&scanner)
        case "size_in_bytes": length = try scanner.count()
        default: try scanner.skip()
        }
      }
      guard let target else { return }
      draft.addEnclosure(Enclosure(url: target, type: type, length: length))
    }
  }

  /// `authors` of version 1.1, `author` of 1.0, each an object, a bare name, or an array of these.
  private func readAuthors(
    _ scanner: inout JSONScanner, into names: inout [String]
  ) throws(JSONSyntaxError) {
    guard try scanner.kind() == .array else { return try readAuthor(&scanner, into: &names) }
    try scanner.readArray { scanner, _ throws(JSONSyntaxError) in
      try readAuthor(&scanner, into: &names)
    }
  }

  private func readAuthor(
    _ scanner: inout JSONScanner, into names: inout [String]
  ) throws(JSONSyntaxError) {
    var name: String?
    if try scanner.kind() == .object {
      try scanner.eachMember { scanner, member throws(JSONSyntaxError) in
        if member == "name" { name = try plain(&scanner) } else { try scanner.skip() }
      }
    } else {
      name = try plain(&scanner)
    }
    names.appendOnce(name ?? "", limit: limits.maxListCount)
  }

  // MARK: Values

  /// An id; numbers are taken as written, for generators forget the quotes.
  private func identifier(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    if try scanner.kind() == .number { return try scanner.readNumber() }
    return try reference(&scanner)
  }

  /// A string without white space around it; nil where it is empty or no string.
  private func reference(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    guard let text = try scanner.string()?.trimmed, !text.isEmpty else { return nil }
    return text
  }

  private func resolved(_ reference: String?) -> String? {
    guard let reference else { return nil }
    return URIReference.resolve(reference, against: base)
  }

  private func plain(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    try scanner.text { PlainText.collapse(bounded($0)) }
  }

  private func html(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    try scanner.text { HTMLText.plainText(bounded($0)) }
  }

  /// The bytes up to the limit of one text.
  private func bounded(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard bytes.count > limits.maxTextBytes else { return bytes }
    var end = limits.maxTextBytes
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[..<end])
  }

  private mutating func date(
    _ scanner: inout JSONScanner, at index: Int
  ) throws(JSONSyntaxError) -> Date? {
    var date: Date?
    let unread: String? = try scanner.text { bytes in
      date = CommonDate.read(bytes.trimmed) ?? FeedDate.parse(bytes)
      return date == nil ? PlainText.collapse(bytes) : nil
    }
    if let unread {
      warnings.add(
        "items[\(index)]: the date “\(unread.prefix(60))” cannot be read; it is left out")
    }
    return date
  }
}
