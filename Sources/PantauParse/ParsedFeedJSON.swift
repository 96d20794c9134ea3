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

  /// Writes the object; `flush` is called between items and may empty the writer, so that the
  /// whole text need not be in memory at once.
  public static func write(
    _ feed: ParsedFeed, to writer: inout JSONWriter, flush: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writeFeed(feed, to: &writer)
      writer.name("items")
      writer.array { writer in
        for item in feed.items {
          writer.object { write(item, to: &$0) }
          flush(&writer)
        }
      }
      writer.name("warnings")
      writer.value(feed.warnings)
    }
  }

  private static func writeFeed(_ feed: ParsedFeed, to writer: inout JSONWriter) {
    writer.name("format")
    writer.value(feed.format.rawValue)
    writer.name("title")
    writer.value(feed.title)
    writer.name("url")
    writer.value(feed.url)
    writer.name("language")
    writer.value(feed.language)
    writer.name("updated")
    writer.value(feed.updated)
    writer.name("hub")
    writer.value(feed.hub)
    writer.name("self")
    writer.value(feed.selfURL)
    writer.name("ttlSeconds")
    writer.value(feed.ttlSeconds)
  }

  private static func write(_ item: Item, to writer: inout JSONWriter) {
    writer.name("id")
    writer.value(item.guid)
    writer.name("url")
    writer.value(item.url)
    writer.name("title")
    writer.value(item.title)
    writer.name("summary")
    writer.value(item.summary)
    writer.name("content")
    writer.value(item.content)
    writer.name("authors")
    writer.value(item.authors)
    writer.name("categories")
    writer.value(item.categories)
    writer.name("published")
    writer.value(item.published)
    writer.name("updated")
    writer.value(item.updated)
    writer.name("enclosures")
    writer.array { writer in
      for enclosure in item.enclosures { writer.object { write(enclosure, to: &$0) } }
    }
  }

  private static func write(_ enclosure: Enclosure, to writer: inout JSONWriter) {
    writer.name("url")
    writer.value(enclosure.url)
    writer.name("type")
    writer.value(enclosure.type)
    writer.name("length")
    writer.value(enclosure.length)
  }
}
