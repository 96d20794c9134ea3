public import FoundationEssentials

/// All that one poll of a feed leaves behind; stored in one transaction.
public struct PollRecord: Sendable {
  /// The archive's number of the feed.
  public var feedID: Int64
  /// How the poll went.
  public var health: PollHealth
  /// The validators to ask with next time; nil keeps those that are stored.
  public var validators: Validators?
  /// The URL whose answer gave them, where a redirect led there; they are sent to that one only.
  public var validatorsURL: String?
  /// The hash of the body that was parsed last; nil keeps the stored one.
  public var bodyHash: Key128?
  /// What the scheduler has learned of the feed, as its own encoding.
  public var rhythm: [UInt8]
  /// When to poll again; nil: never (the feed is gone).
  public var nextDue: Date?
  /// The feed's own title, where the poll brought one.
  public var feedTitle: String?
  /// New and changed items, oldest first.
  public var changes: [ItemChange]
  /// The items that the document shows, in its order: the numbers of known ones, nil for the others;
  /// nil where no whole document came.
  public var shown: [Int64?]?
  /// Keys of known items of which it has to be noted again that the feed shows them.
  public var shownAgain: [ItemKeys] = []
  /// What channels are told of the feed itself.
  public var notices: [RoutedNotice]
  /// Which new items want their article read; nil: none.
  public var articles: ArticleWish?
  /// What is kept of the parts of a sitemap index that were asked for.
  public var parts: [KnownPart] = []
  /// Hosts that are to be left alone, because the poll was answered with 429.
  public var rests: [HostRest] = []

  /// Makes a record of a poll that brought no items.
  public init(feedID: Int64, health: PollHealth, rhythm: [UInt8], nextDue: Date?) {
    self.feedID = feedID
    self.health = health
    self.rhythm = rhythm
    self.nextDue = nextDue
    changes = []
    notices = []
  }
}

/// How a poll went, as `pantau feeds` shows it.
public struct PollHealth: Sendable, Hashable {
  /// When the answer was complete, or the failure known.
  public var polledAt: Date
  /// The HTTP status; nil for files and where no answer came.
  public var status: Int?
  /// What went wrong, in plain words; nil for a success.
  public var error: String?
  /// From the request to the first byte of the answer.
  public var firstByte: Duration?
  /// From the request to the last byte.
  public var total: Duration?
  /// The bytes received, before decompression.
  public var bytes: Int
  /// Whether the server says that the feed is gone for good (410).
  public var isGone: Bool
  /// Oddities of the document, for the operator.
  public var note: String?

  /// Makes the description of a poll.
  public init(polledAt: Date, status: Int? = nil, error: String? = nil) {
    self.polledAt = polledAt
    self.status = status
    self.error = error
    bytes = 0
    isGone = false
  }
}

/// An item that the archive does not have, or has otherwise.
///
/// Handed from stage to stage, so it is kept in one place and not copied with its dozen references.
public indirect enum ItemChange: Sendable {
  /// An item that the feed shows for the first time; without a print it is a story of its own.
  case new(Item, ItemKeys, AlertDraft?, StoryPrint? = nil)
  /// An item whose link, title or text changed; the number is the archive's.
  case changed(Int64, Item, ItemKeys, AlertDraft?)
}
