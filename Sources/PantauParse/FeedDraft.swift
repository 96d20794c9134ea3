import FoundationEssentials
import PantauCore

/// What a document says of the feed itself, while it is being read.
struct FeedDraft {
  var format: FeedFormat
  var title = Sourced<FieldSources.Title, String>()
  var url = Sourced<FieldSources.Link, String>()
  var language = Sourced<FieldSources.Language, String>()
  var updated = Sourced<FieldSources.Updated, Date>()
  var authors: [String] = []
  /// Whether authors may stand in what is not read yet, where that was found out.
  var authorsFollow: Bool?
  var hub: String?
  var selfURL: String?
  var ttlSeconds: Int?
  /// In seconds; 0 where it cannot be read.
  var updatePeriod: Int?
  var updateFrequency: Int?
  var skipHours: Set<Int> = []
  var skipDays: Set<Int> = []
  var parts: [SitemapPart] = []
  var items: [Item] = []

  init(format: FeedFormat) {
    self.format = format
  }

  /// The update interval of the syndication module in seconds; the default period is a day and the
  /// default frequency 1 (RSS 1.0 syndication module).
  ///
  /// A period that cannot be read ("always") is none.
  private var syndicationSeconds: Int? {
    guard updatePeriod != nil || updateFrequency != nil, updatePeriod != 0 else { return nil }
    return (updatePeriod ?? 86_400) / max(updateFrequency ?? 1, 1)
  }

  /// How many items wait for the authors of their feed, which nearly always stand before them, until
  /// it has to be found out whether any follow.
  private static let maxWaitingItems = 500

  private var isWaiting: Bool {
    authors.isEmpty && authorsFollow != false && items.contains { $0.authors.isEmpty }
  }

  /// Whether it is time to look ahead for authors.
  var asksForAuthors: Bool {
    items.count >= Self.maxWaitingItems && authorsFollow == nil && isWaiting
  }

  /// The items so far, taken out; none while one of them waits for the authors of its feed.
  mutating func takeItems() -> [Item] {
    giveAuthors()
    return isWaiting ? [] : exchange(&items, with: [])
  }

  /// Items without authors get the feed's.
  mutating func giveAuthors() {
    guard !authors.isEmpty else { return }
    for index in items.indices where items[index].authors.isEmpty { items[index].authors = authors }
  }

  /// The finished feed, taken out; the draft has nothing left.
  mutating func takeFeed(warnings: [String], isComplete: Bool) -> ParsedFeed {
    var feed = ParsedFeed(format: format)
    feed.title = title.take()
    feed.url = url.take()
    feed.language = language.take()
    feed.updated = updated.take()
    feed.hub = hub
    feed.selfURL = selfURL
    feed.ttlSeconds = ttlSeconds
    feed.syndicationSeconds = syndicationSeconds
    feed.skipHours = skipHours
    feed.skipDays = skipDays
    feed.parts = parts
    feed.items = exchange(&items, with: [])
    feed.warnings = warnings
    feed.isComplete = isComplete
    return feed
  }
}
