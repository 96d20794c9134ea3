public import FoundationEssentials

/// One item of a feed as its document gives it: Atom's entry, RSS's item.
///
/// Text is plain: markup and references are resolved and white space is collapsed. URLs are
/// absolute. What a document leaves out is nil. The parser's `FieldSources` page says which element
/// fills each field and which wins where several do.
public struct Item: Sendable, Hashable {
  /// The publisher's identifier, character by character: RSS `guid`, Atom `id`, RDF `rdf:about`,
  /// JSON Feed `id`.
  public var guid: String?
  /// Where the article stands: RSS `link`, Atom `link rel="alternate"`, JSON Feed `url`.
  public var url: String?
  /// The headline.
  public var title: String?
  /// The description or summary as given.
  public var summary: String?
  /// The longest body that the item carries.
  public var content: String?
  /// Names, or e-mail addresses where there is no name.
  public var authors: [String]
  /// Categories, tags and subjects, in the document's order, each once.
  public var categories: [String]
  /// When the publisher says the item appeared.
  public var published: Date?
  /// When the publisher says the item last changed.
  public var updated: Date?
  /// The files that belong to it.
  public var enclosures: [Enclosure]

  /// Makes an item; what is not said is missing.
  public init(
    guid: String? = nil, url: String? = nil, title: String? = nil, summary: String? = nil,
    content: String? = nil, authors: [String] = [], categories: [String] = [],
    published: Date? = nil, updated: Date? = nil, enclosures: [Enclosure] = []
  ) {
    self.guid = guid
    self.url = url
    self.title = title
    self.summary = summary
    self.content = content
    self.authors = authors
    self.categories = categories
    self.published = published
    self.updated = updated
    self.enclosures = enclosures
  }
}
