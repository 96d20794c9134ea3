public import PantauCore

/// Reads any feed that we know: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed, news
/// sitemaps and their indexes.
///
/// Forgiving: whatever can be kept is kept, and what was odd is said in `warnings`. Deterministic
/// and offline: no clock, locale, time zone, network or file has any influence. Safe to call from
/// any thread; a call blocks for about 4 ns a byte. ``FieldSources`` says where fields come from.
public enum FeedParser {
  /// Reads a body.
  ///
  /// - Parameters:
  ///   - body: the bytes as they came, after decompression.
  ///   - contentType: the HTTP `Content-Type`; only its charset counts.
  ///   - url: the address the body came from; relative URLs are resolved against it.
  ///   - limits: the ceilings.
  /// - Returns: the feed; `isComplete` is false where the document breaks off.
  /// - Throws: ``NotAFeed`` for anything that is no feed, saying what it looks like.
  public static func parse(
    _ body: [UInt8], contentType: String?, url: String?,
    limits: ParseLimits = .default
  ) throws(NotAFeed) -> ParsedFeed {
    try parse(
      body.span, contentType: contentType, url: url, limits: limits, observer: NoObserver())
  }

  /// Reads a body that lies anywhere, such as a file mapped into memory, and tells of it meanwhile.
  ///
  /// - Parameters:
  ///   - body: the bytes as they came; they are read where they lie where they need no decoding.
  ///   - contentType: the HTTP `Content-Type`; only its charset counts.
  ///   - url: the address the body came from; relative URLs are resolved against it.
  ///   - limits: the ceilings.
  ///   - observer: told what has been read, and given the items of XML feeds as they are complete, if
  ///     it takes them.
  /// - Returns: the feed, without the items that the observer took; `isComplete` is false where the
  ///   document breaks off.
  /// - Throws: ``NotAFeed`` for anything that is no feed, saying what it looks like.
  public static func parse(
    _ body: borrowing Span<UInt8>, contentType: String?, url: String?,
    limits: ParseLimits = .default, observer: some FeedObserver
  ) throws(NotAFeed) -> ParsedFeed {
    if body.withUnsafeBufferPointer(GzipBody.isOne) {
      return try unpack(body, contentType: contentType, url: url, limits: limits, observer)
    }
    let charset = contentType.flatMap(charset)
    let finding = body.withUnsafeBufferPointer { UTF8Check.check($0, observer.didRead) }
    observer.didRead(upTo: body.count)
    return try body.withUnsafeBufferPointer {
      read($0, finding, charset: charset, url: url, limits: limits, observer)
    }.get()
  }

  /// Reads a body that is a gzip file.
  private static func unpack(
    _ body: borrowing Span<UInt8>, contentType: String?, url: String?, limits: ParseLimits,
    _ observer: some FeedObserver
  ) throws(NotAFeed) -> ParsedFeed {
    let unpacked = body.withUnsafeBufferPointer {
      GzipBody.unpacked($0, limit: limits.maxUnpackedBytes)
    }
    observer.didRead(upTo: body.count)
    // One file in another is no feed.
    guard !unpacked.bytes.withUnsafeBufferPointer(GzipBody.isOne) else {
      throw NotAFeed(looks: .binary)
    }
    var feed = try parse(
      unpacked.bytes.span, contentType: contentType, url: url, limits: limits,
      observer: ItemsOnly(observer))
    if let warning = unpacked.warning {
      if feed.warnings.count < limits.maxWarnings { feed.warnings.append(warning) }
      feed.isComplete = false
    }
    return feed
  }

  /// Reads a body, where it lies if it need not be decoded or repaired first.
  private static func read(
    _ body: UnsafeBufferPointer<UInt8>, _ finding: UTF8Check.Finding, charset: String?,
    url: String?, limits: ParseLimits, _ observer: some FeedObserver
  ) -> Result<ParsedFeed, NotAFeed> {
    let manner = ReadingManner(dropsForbidden: true, onProgress: { observer.didRead(upTo: $0) })
    var warnings = WarningLog(limit: limits.maxWarnings)
    guard let (text, odd) = CharsetDecoder.textAsItIs(body, finding, httpCharset: charset) else {
      let (text, odd) = CharsetDecoder.open(body, finding, httpCharset: charset, as: manner)
      for warning in odd { warnings.add(warning) }
      return read(text, url: url, limits: limits, warnings: warnings, ItemsOnly(observer))
    }
    for warning in odd { warnings.add(warning) }
    return read(
      DocumentText(lying: text, manner), url: url, limits: limits, warnings: warnings, observer)
  }

  private static func read(
    _ text: DocumentText, url: String?, limits: ParseLimits, warnings: consuming WarningLog,
    _ observer: some FeedObserver
  ) -> Result<ParsedFeed, NotAFeed> {
    guard text.looksLikeJSON else {
      return FeedDocument.read(text, url: url, limits: limits, warnings: warnings, to: observer)
    }
    text.readAll()
    for oddity in text.oddities { warnings.add(oddity) }
    return JSONFeedReader.read(
      text.bytes, url: url, limits: limits, warnings: warnings, to: observer)
  }

  /// The charset of a content type (RFC 9110, section 8.3.1), however it is quoted.
  static func charset(of contentType: String) -> String? {
    for parameter in contentType.split(separator: ";").dropFirst() {
      let parts = parameter.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmed.lowercased() == "charset" else { continue }
      let label = parts[1].filter { $0 != "\"" && $0 != "'" }
      return label.trimmed
    }
    return nil
  }
}

/// Hands items on, and says nothing of how much was read: what is read is a decoded copy.
private struct ItemsOnly<Observer: FeedObserver>: FeedObserver {
  private let observer: Observer

  init(_ observer: Observer) {
    self.observer = observer
  }

  var takesItems: Bool { observer.takesItems }

  func didRead(upTo offset: Int) {}

  func take(_ items: [Item], of format: FeedFormat) { observer.take(items, of: format) }
}
