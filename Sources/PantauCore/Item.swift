public import FoundationEssentials

/// One item of a feed as its document gives it: Atom's entry, RSS's item.
///
/// Text is plain: markup and references are resolved and white space is collapsed. URLs are
/// absolute. What a document leaves out is nil. Several sources of one field are named here from the
/// first choice to the last; the parser's `FieldSources` is that order in code, and says what stays
/// unmapped and why.
public struct Item: Sendable, Hashable {
  /// The publisher's identifier, character by character but for white space around it.
  ///
  /// RSS `guid`, else `rdf:about`; Atom `id`; JSON Feed `id` (numbers as written). News sitemaps and
  /// CDF have none.
  public var guid: String?
  /// Where the article stands: `feedburner:origLink`; RSS `link`, Atom `link rel="alternate"` of an HTML
  /// type, JSON Feed `url`, sitemap `loc`, CDF `HREF`; alternates of other types and Atom links in RSS;
  /// a `guid` that is a permalink; `rdf:about`; JSON Feed `external_url`, Atom `content src`.
  public var url: String?
  /// The headline: `title` of RSS, Atom and JSON Feed, `news:title`, CDF `TITLE`; `dc:title`;
  /// `media:title` of the item or its group; `itunes:title`.
  public var title: String?
  /// The description as given: the first of RSS `description` and `summary`, Atom and JSON Feed
  /// `summary`, CDF `ABSTRACT`; `dc:description`; `media:description`; `itunes:summary`.
  public var summary: String?
  /// The longest body: in RSS of `description`, `summary`, `dc:description`, `content:encoded`,
  /// `content`, `body` and `fullitem`; Atom `content`; the longer of JSON Feed `content_text` and
  /// `content_html`.
  public var content: String?
  /// Names, or e-mail addresses where there is no name: RSS and Atom `author` with `dc:creator`, JSON
  /// Feed `authors` and `author`; else `itunes:author`; else the authors of an Atom or JSON feed.
  public var authors: [String]
  /// Each once, in the document's order: RSS `category`, `dc:subject`, `tags`; Atom `category` (label,
  /// else term); JSON Feed `tags`; `news:keywords`.
  public var categories: [String]
  /// When it appeared: RSS `pubDate`, Atom `published`, JSON Feed `date_published`,
  /// `news:publication_date`; `issued`, `dcterms:issued`; `dc:date`; `created`, `dcterms:created`.
  public var published: Date?
  /// When it last changed; of several dates of one kind the last.
  ///
  /// Atom `updated` (in RSS as well), JSON Feed `date_modified`, CDF `LASTMOD`; `modified`,
  /// `dcterms:modified`, sitemap `lastmod`.
  public var updated: Date?
  /// The files that belong to it: RSS `enclosure`, Atom `link rel="enclosure"`, JSON Feed
  /// `attachments`, `media:content`; each URL once.
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
