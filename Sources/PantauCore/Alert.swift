public import FoundationEssentials

/// A message that an item holds watched keywords, with everything a reader of the log sees.
///
/// An item that several keywords match raises one alert that lists them all.
public struct Alert: Sendable, Hashable {
  /// A ULID; the `webhook-id` of every attempt to deliver it.
  public var id: String
  /// The event's type; ``created`` for all that stands in the log.
  public var type: String
  /// When the alert was raised.
  public var time: Date
  /// The highest severity among the keywords that matched.
  public var severity: Severity
  /// The names of the keywords that matched, in the configuration's order.
  public var keywords: [String]
  /// Where and how: one entry for each keyword, or for each sense found of one with meanings.
  public var matches: [KeywordMatch]
  /// The item.
  public var item: AlertItem
  /// The feed that carried it.
  public var feed: AlertFeed
  /// The story the item belongs to.
  public var story: AlertStory
  /// When the item's last byte arrived.
  public var seen: Date
  /// Whether its keywords were muted when it was raised.
  public var muted: Bool
  /// Whether it was found at a feed's first poll and dated before `alerts.maxAge`.
  public var old: Bool

  /// The type of an alert as raised.
  public static let created = "alert.created"
  /// The type of a message that an alert's story has another copy, or another text.
  public static let updated = "alert.updated"
  /// The type of a message that nobody has acknowledged an alert of high severity.
  public static let escalated = "alert.escalated"
  /// The type of a message that a keyword appears far more often than it uses to.
  public static let surge = "alert.surge"

  /// Makes an alert from its parts.
  public init(
    id: String, type: String = Alert.created, time: Date, severity: Severity, keywords: [String],
    matches: [KeywordMatch], item: AlertItem, feed: AlertFeed, story: AlertStory, seen: Date,
    muted: Bool = false, old: Bool = false
  ) {
    self.id = id
    self.type = type
    self.time = time
    self.severity = severity
    self.keywords = keywords
    self.matches = matches
    self.item = item
    self.feed = feed
    self.story = story
    self.seen = seen
    self.muted = muted
    self.old = old
  }
}

/// What an alert says of its item.
public struct AlertItem: Sendable, Hashable {
  /// The archive's number of the item; 0 before it is stored.
  public var id: Int64
  /// The publisher's identifier.
  public var guid: String?
  /// Where the article stands.
  public var url: String?
  /// The headline.
  public var title: String?
  /// The summary as given.
  public var summary: String?
  /// When the publisher says it appeared.
  public var published: Date?
  /// The authors' names.
  public var authors: [String]
  /// Categories and tags.
  public var categories: [String]

  /// Takes over what an alert shows of an item.
  public init(id: Int64, _ item: Item) {
    self.id = id
    guid = item.guid
    url = item.url
    title = item.title
    summary = item.summary
    published = item.published
    authors = item.authors
    categories = item.categories
  }
}

/// What an alert says of the feed.
public struct AlertFeed: Sendable, Hashable {
  /// The operator's name for it, or else the feed's own title or URL.
  public var name: String
  /// The URL as configured.
  public var url: String
  /// The operator's group.
  public var group: String?

  /// Makes the description of a feed.
  public init(name: String, url: String, group: String?) {
    self.name = name
    self.url = url
    self.group = group
  }
}

/// What an alert says of the story: the item and its copies elsewhere.
public struct AlertStory: Sendable, Hashable {
  /// The archive's number of the story; 0 before it is stored.
  public var id: Int64
  /// How many items tell it, the first included.
  public var copies: Int
  /// The names of the feeds that carried it, the first one first.
  public var sources: [String]

  /// Makes the description of a story.
  public init(id: Int64, copies: Int, sources: [String]) {
    self.id = id
    self.copies = copies
    self.sources = sources
  }
}
