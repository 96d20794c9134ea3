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
  var hub: String?
  var selfURL: String?
  var ttlSeconds: Int?
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
  private var syndicationSeconds: Int? {
    guard updatePeriod != nil || updateFrequency != nil else { return nil }
    return (updatePeriod ?? 86_400) / max(updateFrequency ?? 1, 1)
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
