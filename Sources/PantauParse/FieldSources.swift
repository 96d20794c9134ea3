/// The one place that says which element fills which field, and which wins where several do.
///
/// Each enumeration is a field; its cases are the sources from the first choice to the last. Of
/// several elements of one source the first that is not empty wins, except where said otherwise.
/// "Own" is the format's own element:
///
/// | field | RSS, RDF | Atom | JSON Feed | CDF | news sitemap |
/// | --- | --- | --- | --- | --- | --- |
/// | guid | `guid`, else `rdf:about` | `id` | `id` | - | - |
/// | url | `link` | `link rel="alternate"` | `url` | `HREF`, `A` | `loc` |
/// | title | `title` | `title` | `title` | `TITLE` | `news:title` |
/// | summary | `description`, `summary` | `summary` | `summary` | `ABSTRACT` | - |
/// | authors | `author`, `dc:creator` | `author` | `authors`, `author` | `AUTHOR` | - |
/// | categories | `category`, `dc:subject`, `tags` | `category` (label, else term) | `tags` | `KEYWORDS`, `CATEGORY` | `news:keywords` |
/// | published | `pubDate` | `published`, `issued` | `date_published` | `PUBLICATIONDATE` | `news:publication_date` |
/// | updated | `atom:updated` | `updated`, `modified` | `date_modified` | `LASTMOD` | `lastmod` |
/// | enclosures | `enclosure`, `media:content` | `link rel="enclosure"`, `media:content` | `attachments` | - | - |
///
/// `content` is the longest, as plain text, of `description`, `summary`, `dc:description`,
/// `content:encoded`, `content:items`, `body` (XHTML or plain) and `fullitem` in RSS; `content` in Atom, of
/// several forms the HTML; the longer of `content_text` and `content_html` in JSON Feed. An Atom entry and a JSON Feed item without authors has those of its feed (RFC 4287,
/// section 4.2.1; JSON Feed 1.1).
///
/// Left unmapped, because nothing downstream reads it: `comments`, `source`, `contributor`, slash,
/// georss, durations and thumbnails.
enum FieldSources {
  /// The headline.
  enum Title: UInt8 {
    /// RSS, Atom, JSON Feed `title`, CDF `TITLE`, `news:title`.
    case own
    /// `dc:title`.
    case dublinCore
    /// `media:title` of the item or its `media:group`, not of one `media:content`.
    case media
    /// `itunes:title`.
    case itunes
    /// CDF: the text of `A`.
    case anchor
  }

  /// Where the article stands.
  enum Link: UInt8 {
    /// `feedburner:origLink`: FeedBurner puts its own redirect into `link`.
    case original
    /// RSS `link`, Atom `link rel="alternate"` of an HTML type or none, JSON Feed `url`, CDF `HREF`
    /// or the `HREF` of `A`.
    case own
    /// Atom `link rel="alternate"` of another type, and Atom links in RSS.
    case otherAlternate
    /// RSS `guid`, unless `isPermaLink="false"` or it is no http(s) URL.
    case permalink
    /// `rdf:about`, where it is an http(s) URL.
    case about
    /// JSON Feed `external_url`, Atom `content src`.
    case outside
  }

  /// The description as given.
  enum Summary: UInt8 {
    /// RSS `description` or `summary` (the first of them), Atom and JSON Feed `summary`, CDF
    /// `ABSTRACT`.
    case own
    /// `dc:description`.
    case dublinCore
    /// `media:description` of the item or its `media:group`.
    case media
    /// `itunes:summary`.
    case itunes
  }

  /// Who wrote it: all names of the first source that has any.
  enum Author: UInt8 {
    /// RSS and Atom `author`, JSON Feed `authors`, and `dc:creator` beside them.
    case own
    /// `itunes:author`.
    case itunes
    /// The feed's own authors (Atom, JSON Feed).
    case feed
  }

  /// When it appeared; a date that cannot be read leaves the next source its chance.
  enum Published: UInt8 {
    /// RSS `pubDate`, Atom `published`, JSON Feed `date_published`, `news:publication_date`, CDF
    /// `PUBLICATIONDATE`.
    case own
    /// Atom 0.3 `issued`, `dcterms:issued`.
    case issued
    /// `dc:date`.
    case dublinCore
    /// Atom 0.3 `created`, `dcterms:created`.
    case created
  }

  /// When it last changed; of several of one source the last wins.
  enum Updated: UInt8 {
    /// Atom `updated`, JSON Feed `date_modified`, CDF `LASTMOD`; of feeds RSS `lastBuildDate`.
    case own
    /// Atom 0.3 `modified`, `dcterms:modified`, sitemap `lastmod`, CDF's element `LASTMOD`.
    case modified
    /// `dc:date` of the feed.
    case dublinCore
    /// RSS `pubDate` of the feed.
    case published
  }

  /// The feed's language.
  enum Language: UInt8 {
    /// RSS `language`, JSON Feed `language`, `news:language`.
    case own
    /// `dc:language`.
    case dublinCore
    /// `xml:lang` of the outermost element or its channel.
    case markup
  }
}

/// A value and how good its source is; a better source replaces it, an equal one does not.
struct Sourced<Source: RawRepresentable<UInt8>, Value> {
  private(set) var value: Value?
  private var rank = UInt8.max

  init() {}

  /// Takes the value out; there is none then.
  mutating func take() -> Value? {
    rank = .max
    return value.take()
  }

  /// Takes the value if its source is better than that of the value held.
  mutating func offer(_ value: Value?, from source: Source) {
    guard source.rawValue < rank, let value else { return }
    self.value = value
    rank = source.rawValue
  }

  /// Takes the value if its source is as good as that of the value held.
  mutating func offerLatest(_ value: Value?, from source: Source) {
    guard source.rawValue <= rank, let value else { return }
    self.value = value
    rank = source.rawValue
  }
}
