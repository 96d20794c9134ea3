public import FoundationEssentials

/// Which of a poll's new items want their article read, and in which language the feed is written.
public struct ArticleWish: Sendable, Hashable {
  /// Items dated before this are left as their feed gives them.
  public var since: Date
  /// The feed document's language, for keywords that ask for one.
  public var language: String?

  /// Makes a wish.
  public init(since: Date, language: String?) {
    self.since = since
    self.language = language
  }

  /// Whether an item's article is wanted.
  public func covers(_ item: Item) -> Bool {
    guard let url = item.url, let parts = URLParts(url) else { return false }
    let isWeb = parts.scheme == "http" || parts.scheme == "https"
    return isWeb && (item.published ?? item.updated).map { $0 >= since } ?? true
  }
}

/// An article that waits to be read.
public struct WaitingArticle: Sendable, Hashable {
  /// The archive's number of its item.
  public var itemID: Int64
  /// The feed that brought the item.
  public var feedID: Int64
  /// The page's URL.
  public var url: String
  /// The feed document's language.
  public var language: String?
  /// How often it was asked for in vain.
  public var attempts: Int

  /// Makes an article from its parts.
  public init(itemID: Int64, feedID: Int64, url: String, language: String?, attempts: Int = 0) {
    self.itemID = itemID
    self.feedID = feedID
    self.url = url
    self.language = language
    self.attempts = attempts
  }
}

/// What came of reading an article; stored in one transaction with the alert that it raises.
public struct ArticleRecord: Sendable {
  /// How it ended.
  public enum Outcome: Sendable {
    /// The main text, and the alert for what the item matches with it.
    case read(text: String, AlertDraft?)
    /// It is not asked for again, and why.
    case failed(String)
    /// It is asked for again then, and why.
    case later(Date, String)
  }

  /// The archive's number of the item.
  public var itemID: Int64
  /// How it ended.
  public var outcome: Outcome
  /// The page's canonical URL by its own word, or the URL that redirects led to.
  public var canonicalURL: String?
  /// The page, kept with the alerts of its item.
  public var page: Capture?
  /// What the item is recognised by as well, by its canonical URL.
  public var link: Key128?
  /// What copies of the item with its whole text are found by; nil leaves its story as it is.
  public var print: StoryPrint?

  /// Makes a record.
  public init(itemID: Int64, outcome: Outcome, canonicalURL: String? = nil) {
    self.itemID = itemID
    self.outcome = outcome
    self.canonicalURL = canonicalURL
  }
}
