public import PantauCore

/// Writes a feed as the JSON object that `pantau parse` prints.
public enum ParsedFeedJSON {
  /// Appends the object, without a line end.
  ///
  /// Every key is always there, missing values are null, times are ISO 8601 in UTC.
  ///
  /// - Parameters:
  ///   - feed: what to write.
  ///   - bytes: what to append to.
  public static func write(_ feed: ParsedFeed, into bytes: inout [UInt8]) {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    var writer = JSONWriter(appendingTo: taken)
    taken = []
    write(feed, to: &writer) { _ in }
    bytes = writer.bytes
  }

  /// Writes the object; `flush` is called between items and may take what was written so far out of
  /// the writer, so that the whole text need not be in memory at once.
  public static func write(
    _ feed: ParsedFeed, to writer: inout JSONWriter, flush: (inout JSONWriter) -> Void
  ) {
    writeFeed(feed, to: &writer)
    writer.prepared(#","items":["#)
    let items = feed.items.span
    for index in items.indices {
      if index > 0 { writer.prepared(",") }
      writeItem(items[index], to: &writer)
      flush(&writer)
    }
    writer.prepared(#"],"warnings":"#)
    writer.value(feed.warnings)
    writer.prepared("}")
  }

  private static func writeFeed(_ feed: ParsedFeed, to writer: inout JSONWriter) {
    writer.prepared(#"{"format":"#)
    writer.value(feed.format.rawValue)
    writer.prepared(#","title":"#)
    writer.value(feed.title)
    writer.prepared(#","url":"#)
    writer.value(feed.url)
    writer.prepared(#","language":"#)
    writer.value(feed.language)
    writer.prepared(#","updated":"#)
    writer.value(feed.updated)
    writer.prepared(#","hub":"#)
    writer.value(feed.hub)
    writer.prepared(#","self":"#)
    writer.value(feed.selfURL)
    writer.prepared(#","ttlSeconds":"#)
    writer.value(feed.ttlSeconds)
  }

  private static func writeItem(_ item: borrowing Item, to writer: inout JSONWriter) {
    writer.prepared(#"{"id":"#)
    writer.value(item.guid)
    writer.prepared(#","url":"#)
    writer.value(item.url)
    writer.prepared(#","title":"#)
    writer.value(item.title)
    writer.prepared(#","summary":"#)
    let start = writer.count
    writer.value(item.summary)
    let end = writer.count
    writer.prepared(#","content":"#)
    // In RSS the description is mostly both; then its bytes are there already.
    if item.content == item.summary {
      writer.repeating(start..<end)
    } else {
      writer.value(item.content)
    }
    writer.prepared(#","authors":"#)
    writer.value(item.authors)
    writer.prepared(#","categories":"#)
    writer.value(item.categories)
    writer.prepared(#","published":"#)
    writer.value(item.published)
    writer.prepared(#","updated":"#)
    writer.value(item.updated)
    writer.prepared(#","enclosures":["#)
    for index in item.enclosures.indices {
      if index > 0 { writer.prepared(",") }
      writeEnclosure(item.enclosures[index], to: &writer)
    }
    writer.prepared("]}")
  }

  private static func writeEnclosure(_ enclosure: Enclosure, to writer: inout JSONWriter) {
    writer.prepared(#"{"url":"#)
    writer.value(enclosure.url)
    writer.prepared(#","type":"#)
    writer.value(enclosure.type)
    writer.prepared(#","length":"#)
    writer.value(enclosure.length)
    writer.prepared("}")
  }
}
