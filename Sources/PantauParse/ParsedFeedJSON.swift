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
    begin(feed.format, to: &writer)
    writer.prepared(",")
    members(of: feed, to: &writer)
    writer.prepared(#","items":["#)
    items(feed.items, areFirst: true, to: &writer, flush: flush)
    writer.prepared("]")
    end(feed, to: &writer)
  }

  /// Writes the beginning of the object: the format of its feed.
  public static func begin(_ format: FeedFormat, to writer: inout JSONWriter) {
    writer.prepared(#"{"format":"#)
    writer.value(format.rawValue)
  }

  /// Writes items, with a comma before each but the first of all; `flush` is called between them and
  /// within long texts.
  public static func items(
    _ items: [Item], areFirst: Bool, to writer: inout JSONWriter,
    flush: (inout JSONWriter) -> Void
  ) {
    let items = items.span
    for index in items.indices {
      if index > 0 || !areFirst { writer.prepared(",") }
      writeItem(at: index, of: items, to: &writer, flush)
      flush(&writer)
    }
  }

  /// Writes the end of the object: the warnings.
  public static func end(_ feed: ParsedFeed, to writer: inout JSONWriter) {
    writer.prepared(#","warnings":"#)
    writer.value(feed.warnings)
    writer.prepared("}")
  }

  /// Writes what is said of the feed as a whole, from the title on.
  public static func members(of feed: ParsedFeed, to writer: inout JSONWriter) {
    writer.prepared(#""title":"#, feed.title)
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
    at index: Int, of items: Span<Item>, to writer: inout JSONWriter,
    _ flush: (inout JSONWriter) -> Void
  ) {
    writer.prepared(#"{"id":"#, items[index].guid)
    writer.prepared(#","url":"#, items[index].url)
    writer.prepared(#","title":"#, items[index].title)
    writer.prepared(#","summary":"#)
    let start = writer.count
    let isLong = writer.value(items[index].summary, flushing: flush)
    let end = writer.count
    writer.prepared(#","content":"#)
    // In RSS the description is mostly both; then its bytes are there already.
    if !isLong, isSame(items[index].content, items[index].summary) {
      writer.repeating(start..<end)
    } else {
      writer.value(items[index].content, flushing: flush)
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
