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
      writeItem(at: index, of: items, to: &writer)
      flush(&writer)
    }
    writer.prepared(#"],"warnings":"#)
    writer.value(feed.warnings)
    writer.prepared("}")
  }

  private static func writeFeed(_ feed: ParsedFeed, to writer: inout JSONWriter) {
    writer.prepared(#"{"format":"#)
    writer.value(feed.format.rawValue)
    writer.prepared(#","title":"#, feed.title)
    writer.prepared(#","url":"#, feed.url)
    writer.prepared(#","language":"#, feed.language)
    writer.prepared(#","updated":"#)
    writer.value(feed.updated)
    writer.prepared(#","hub":"#, feed.hub)
    writer.prepared(#","self":"#, feed.selfURL)
    writer.prepared(#","ttlSeconds":"#)
    writer.value(feed.ttlSeconds)
  }

  /// Field by field out of where the items lie: an item taken out is a copy with a dozen counts.
  private static func writeItem(
    at index: Int, of items: Span<Item>, to writer: inout JSONWriter
  ) {
    writer.prepared(#"{"id":"#, items[index].guid)
    writer.prepared(#","url":"#, items[index].url)
    writer.prepared(#","title":"#, items[index].title)
    writer.prepared(#","summary":"#)
    let start = writer.count
    writer.value(items[index].summary)
    let end = writer.count
    writer.prepared(#","content":"#)
    // In RSS the description is mostly both; then its bytes are there already.
    if isSame(items[index].content, items[index].summary) {
      writer.repeating(start..<end)
    } else {
      writer.value(items[index].content)
    }
    writer.prepared(#","authors":"#)
    writer.value(items[index].authors)
    writer.prepared(#","categories":"#)
    writer.value(items[index].categories)
    writer.prepared(#","published":"#)
    writer.value(items[index].published)
    writer.prepared(#","updated":"#)
    writer.value(items[index].updated)
    writer.prepared(#","enclosures":["#)
    for place in items[index].enclosures.indices {
      if place > 0 { writer.prepared(",") }
      writeEnclosure(items[index].enclosures[place], to: &writer)
    }
    writer.prepared("]}")
  }

  /// Whether two texts are the same bytes; `==` would compare all that differ as Unicode does.
  private static func isSame(_ first: String?, _ second: String?) -> Bool {
    guard let first, let second else { return first == nil && second == nil }
    return first.utf8.count == second.utf8.count && first == second
  }

  private static func writeEnclosure(_ enclosure: Enclosure, to writer: inout JSONWriter) {
    writer.prepared(#"{"url":"#, enclosure.url)
    writer.prepared(#","type":"#, enclosure.type)
    writer.prepared(#","length":"#)
    writer.value(enclosure.length)
    writer.prepared("}")
  }
}
