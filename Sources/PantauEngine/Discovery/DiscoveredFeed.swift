public import FoundationEssentials
public import PantauParse

/// A feed that a page offers, checked to be one.
public struct DiscoveredFeed: Sendable {
  /// The address to write into the configuration.
  public var url: String
  /// How it was found; nil where the URL asked is the feed itself.
  public var kind: FeedLink.Kind?
  /// Its own title, else what the page calls it.
  public var title: String?
  /// Its syntax, as `pantau parse` names it.
  public var format: String
  /// How many items it shows.
  public var items: Int
  /// When the youngest of them appeared.
  public var newest: Date?

  init(_ feed: ParsedFeedSummary, url: String, link: FeedLink?) {
    self.url = url
    kind = link?.kind
    title = feed.title ?? link?.title
    format = feed.format
    items = feed.items
    newest = feed.newest
  }
}

/// What came of looking for feeds.
public struct DiscoveryReport: Sendable {
  /// A link that led to no feed, and why.
  public struct Miss: Sendable {
    /// The link.
    public var url: String
    /// What was there instead, in plain words.
    public var reason: String
  }

  /// The feeds, those the page names most clearly first.
  public var feeds: [DiscoveredFeed] = []
  /// Links that led to none.
  public var misses: [Miss] = []
  /// How many further links were not tried.
  public var untried = 0
}
