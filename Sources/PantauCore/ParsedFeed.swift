public import FoundationEssentials

/// A feed document after parsing: what it says of itself, and its items in document order.
public struct ParsedFeed: Sendable, Equatable {
  /// The syntax the document was written in.
  public var format: FeedFormat
  /// The feed's title as plain text.
  public var title: String?
  /// The site the feed belongs to, absolute.
  public var url: String?
  /// A BCP 47 tag as given.
  public var language: String?
  /// When the publisher says the feed last changed.
  public var updated: Date?
  /// The WebSub hub, absolute (`link rel="hub"`).
  public var hub: String?
  /// The feed's own URL by its own word, absolute (`link rel="self"`).
  public var selfURL: String?
  /// RSS 2.0 `ttl`, in seconds.
  public var ttlSeconds: Int?
  /// The update interval of the syndication module (`sy:updatePeriod` over `sy:updateFrequency`),
  /// in seconds.
  public var syndicationSeconds: Int?
  /// RSS `skipHours`: hours of the day in GMT, 0 to 23, in which not to poll.
  public var skipHours: Set<Int>
  /// RSS `skipDays`: days in GMT in which not to poll, 0 (Sunday) to 6.
  public var skipDays: Set<Int>
  /// The parts of a sitemap index, to fetch instead of items.
  public var parts: [SitemapPart]
  /// The items in document order.
  public var items: [Item]
  /// What was odd, one sentence each, with line and column where known.
  public var warnings: [String]
  /// Whether the document was read to its end; validators of a truncated one are not stored.
  public var isComplete: Bool

  /// Makes an empty feed of a format.
  public init(format: FeedFormat) {
    self.format = format
    self.skipHours = []
    self.skipDays = []
    self.parts = []
    self.items = []
    self.warnings = []
    self.isComplete = true
  }
}
