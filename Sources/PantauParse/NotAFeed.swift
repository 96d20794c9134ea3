/// A body that is no feed of any kind we know, and what it looks like instead.
public struct NotAFeed: Error, Hashable, CustomStringConvertible {
  /// What the body looks like.
  public enum Looks: Sendable, Hashable {
    /// No bytes, or white space only.
    case empty
    /// A web page; its title where it has one.
    case htmlPage(title: String?)
    /// XML whose outermost element is none of a feed.
    case otherXML(root: String)
    /// A list of feeds.
    case opml
    /// A sitemap without a single news entry.
    case plainSitemap
    /// JSON that is no JSON Feed.
    case otherJSON
    /// JSON that ends or breaks off in the middle.
    case brokenJSON(line: Int, column: Int, problem: String)
    /// Text of some other kind; its beginning.
    case text(beginning: String)
    /// Bytes that are no text.
    case binary
  }

  /// What the body looks like.
  public let looks: Looks

  /// Says that a body is no feed.
  public init(looks: Looks) {
    self.looks = looks
  }

  /// One line for a person: what it is and what to do.
  public var description: String {
    switch looks {
    case .empty:
      "not a feed: the body is empty; open the address in a browser to see what the server has"
    case .htmlPage(let title):
      "not a feed: this is a web page\(Self.quoted(title, before: " titled "));"
        + " `pantau discover` lists the feeds that a page offers"
    case .otherXML(let root):
      "not a feed: this is XML whose outermost element is <\(root)>;"
        + " expected rss, rdf:RDF, feed, channel, urlset or sitemapindex"
    case .opml:
      "not a feed: this is an OPML list of feeds; `pantau import` reads it"
    case .plainSitemap:
      "not a feed: this is a sitemap without news entries (news:news); look for the news sitemap"
    case .otherJSON:
      "not a feed: this is JSON, but no JSON Feed (no version of https://jsonfeed.org)"
    case .brokenJSON(let line, let column, let problem):
      "not a feed: this looks like JSON and breaks at line \(line), column \(column): \(problem)"
    case .text(let beginning):
      "not a feed: this is text\(Self.quoted(beginning, before: " that begins "))"
    case .binary:
      "not a feed: these bytes are no text; is the address that of a file or a compressed body?"
    }
  }

  private static func quoted(_ text: String?, before words: String) -> String {
    guard let text, !text.isEmpty else { return "" }
    return "\(words)“\(text)”"
  }
}
