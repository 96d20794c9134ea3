/// What an element means to us, whatever the format's own word for it; `other` is not ours.
///
/// RSS, Atom, CDF and sitemaps share one vocabulary, for real feeds mix them freely.
enum Element: UInt8 {
  case other
  // Outermost elements and the bodies of feeds.
  case rss, rdf, feed, channel, urlset, sitemapIndex
  case item, sitemapURL, sitemapPart
  // Core vocabulary of RSS and Atom.
  case title, link, description, summary, content, author, contributor, name, email, uri
  case id, guid, category, tags, enclosure, language, ttl
  case skipHours, hour, skipDays, day, source, image, textInput
  case published, issued, created, updated, modified, lastBuildDate
  case body
  // CDF and sitemaps.
  case abstract, anchor, location, lastModified
  case news, newsPublication, newsName, newsLanguage, newsDate, newsTitle, newsKeywords
  // Modules.
  case dcTitle, dcCreator, dcSubject, dcDate, dcDescription, dcLanguage
  case termsIssued, termsCreated, termsModified
  case contentEncoded, contentItems, rdfValue
  case updatePeriod, updateFrequency
  case mediaContent, mediaGroup, mediaTitle, mediaDescription
  case itunesAuthor, itunesSummary, itunesTitle
  case originalLink

  /// Whether the start of this element inside the text of `captured` means that the end tag of
  /// `captured` was forgotten, and not that the text holds markup of that name.
  ///
  /// - Parameters:
  ///   - captured: the element whose text is gathered.
  ///   - isBare: whether the start tag has no attributes: HTML's own `link` has some.
  /// - Returns: whether `captured` ends before it.
  func endsUnclosed(_ captured: Element, isBare: Bool) -> Bool {
    switch self {
    case .link where captured == .description: isBare
    case .item, .published, .guid, .contentEncoded, .enclosure, .lastBuildDate: true
    case .description: captured != .content
    case .title, .link, .category, .updated, .id, .author, .dcCreator, .dcDate:
      !captured.holdsMarkup
    default: false
    }
  }

  /// Whether the text is a body in which any HTML may stand.
  var holdsMarkup: Bool {
    switch self {
    case .description, .summary, .content, .body, .contentEncoded, .abstract: true
    default: false
    }
  }
}

/// An element's meaning, and whether it is in the namespace of the outermost element.
struct ElementName: Equatable {
  var element: Element
  var isNative: Bool
}

/// A namespace that we know; the raw value is the prefix most feeds use for it.
enum Namespace: String {
  case native = ""
  case atom, rdf, dc, dcterms, content, sy, media, itunes, xhtml, feedburner, sitemap, news
  case foreign = "?"

  /// Tells a namespace from its URI and, where the URI is missing or unknown, from its prefix.
  ///
  /// Feeds vary the scheme, the case and the last character of these URIs, and forget to declare
  /// prefixes; no specification is that forgiving, but readers are.
  init(uri: String?, prefix: String?, native: String?) {
    guard let uri, !uri.isEmpty else {
      self = prefix.map(Self.init(prefix:)) ?? .native
      return
    }
    if uri == native {
      self = .native
      return
    }
    var key = Substring(uri.lowercased())
    for scheme in ["http://", "https://"] where key.hasPrefix(scheme) {
      key = key.dropFirst(scheme.count)
    }
    while let last = key.last, last == "/" || last == "#" || last == " " { key = key.dropLast() }
    self = Self.byURI(String(key)) ?? Self.byBeginning(key) ?? Self(prefix: prefix ?? "?")
  }

  private init(prefix: String) {
    let lower = prefix.lowercased()
    self =
      switch lower {
      case "atom10", "atom03", "a10": .atom
      case "dct", "dcq": .dcterms
      case "html", "h": .xhtml
      case "rss": .native
      default: Namespace(rawValue: lower) ?? .foreign
      }
  }

  private static func byURI(_ uri: String) -> Namespace? {
    switch uri {
    case "www.w3.org/2005/atom", "purl.org/atom/ns", "purl.org/pie", "purl.org/echo": .atom
    case "www.w3.org/1999/02/22-rdf-syntax-ns": .rdf
    case "purl.org/dc/elements/1.1", "purl.org/dc/elements/1.0": .dc
    case "purl.org/dc/terms", "purl.org/rss/1.0/modules/dcterms": .dcterms
    case "purl.org/rss/1.0/modules/content": .content
    case "purl.org/rss/1.0/modules/syndication": .sy
    case "search.yahoo.com/mrss",
      "search.yahoo.com/rss",
      "tools.search.yahoo.com/mrss",
      "video.search.yahoo.com/mrss":
      .media
    case "www.itunes.com/dtds/podcast-1.0.dtd", "www.itunes.com/dtds/podcast": .itunes
    case "www.w3.org/1999/xhtml": .xhtml
    case "rssnamespace.org/feedburner/ext/1.0": .feedburner
    case "www.sitemaps.org/schemas/sitemap/0.9",
      "www.google.com/schemas/sitemap/0.84",
      "purl.org/rss/1.0":
      .native
    case "www.google.com/schemas/sitemap-news/0.9": .news
    default: nil
    }
  }

  private static func byBeginning(_ uri: Substring) -> Namespace? {
    let ofRSS = [
      "my.netscape.com/", "channel.netscape.com/", "backend.userland.com/", "purl.org/net/rss1",
      "blogs.law.harvard.edu/tech/rss", "cyber.law.harvard.edu/rss", "www.rssboard.org/",
      "purl.org/rss/2.0",
    ]
    return ofRSS.contains { uri.hasPrefix($0) } ? .native : nil
  }
}
