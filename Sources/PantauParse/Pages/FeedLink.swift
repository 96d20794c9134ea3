import PantauCore

/// A link of a web page that may lead to a feed.
public struct FeedLink: Sendable, Hashable {
  /// How a page names a feed.
  public enum Kind: String, Sendable, Hashable, Comparable {
    /// A `Link` header.
    case header
    /// `<link rel="alternate">` of a feed's type.
    case link
    /// An `<a>` whose address or text looks like that of a feed.
    case anchor

    private var rank: Int {
      switch self {
      case .header: 0
      case .link: 1
      case .anchor: 2
      }
    }

    /// Orders by how sure it is, the surest first.
    public static func < (left: Kind, right: Kind) -> Bool { left.rank < right.rank }
  }

  /// The absolute URL, without a fragment.
  public var url: String
  /// How the page names it.
  public var kind: Kind
  /// What the page calls it.
  public var title: String?

  /// Makes a link.
  public init(url: String, kind: Kind, title: String?) {
    self.url = url
    self.kind = kind
    self.title = title
  }
}

extension FeedLink {
  /// Whether a media type is that of a feed, or one that feeds are served as.
  ///
  /// - Parameter type: the type in small letters, without parameters.
  /// - Returns: whether it may be a feed's.
  public static func isFeedType(_ type: String) -> Bool {
    [
      "application/rss+xml", "application/atom+xml", "application/feed+json",
      "application/rdf+xml", "application/xml", "text/xml", "application/rss", "application/atom",
      "text/rss", "text/rss+xml", "application/x-rss+xml",
    ].contains(type)
  }
}
