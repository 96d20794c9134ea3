/// One subscription of an OPML list (OPML 2.0, "Subscription lists").
public struct OPMLOutline: Sendable, Hashable {
  /// `title`.
  public var title: String?
  /// `text`, which stands in where there is no title.
  public var text: String?
  /// `xmlUrl`: the feed.
  public var xmlURL: String
  /// `htmlUrl`: the site; not kept.
  public var htmlURL: String?
  /// The name of the outline around it.
  public var group: String?

  /// Makes an outline.
  public init(
    title: String? = nil, text: String? = nil, xmlURL: String, htmlURL: String? = nil,
    group: String? = nil
  ) {
    self.title = title
    self.text = text
    self.xmlURL = xmlURL
    self.htmlURL = htmlURL
    self.group = group
  }
}
