/// The words of every format and module that we read, and what they mean.
enum Vocabulary {
  /// What an element means; names are compared without regard to case, for CDF shouts and old
  /// generators write `pubdate`.
  static func meaning(of local: String, in namespace: Namespace) -> Element {
    words[namespace]?[local.lowercased()] ?? .other
  }

  private static let words: [Namespace: [String: Element]] = [
    .native: native,
    .atom: native,
    .sitemap: native,
    .rdf: ["rdf": .rdf, "rss": .rss],
    .dc: [
      "title": .dcTitle, "creator": .dcCreator, "author": .dcCreator, "subject": .dcSubject,
      "date": .dcDate, "description": .dcDescription, "language": .dcLanguage,
    ],
    .dcterms: [
      "issued": .termsIssued, "created": .termsCreated, "modified": .termsModified,
      "available": .termsIssued, "date": .dcDate,
    ],
    .content: ["encoded": .contentEncoded],
    .sy: ["updateperiod": .updatePeriod, "updatefrequency": .updateFrequency],
    .media: [
      "content": .mediaContent, "group": .mediaGroup, "title": .mediaTitle,
      "description": .mediaDescription,
    ],
    .itunes: ["author": .itunesAuthor, "summary": .itunesSummary, "title": .itunesTitle],
    .xhtml: ["body": .body],
    .feedburner: ["origlink": .originalLink],
    .news: [
      "news": .news, "publication": .newsPublication, "name": .newsName,
      "language": .newsLanguage, "publication_date": .newsDate, "title": .newsTitle,
      "keywords": .newsKeywords,
    ],
  ]

  private static let native: [String: Element] = [
    "rss": .rss, "rdf": .rdf, "feed": .feed, "channel": .channel,
    "urlset": .urlset, "sitemapindex": .sitemapIndex, "sitemap": .sitemapPart,
    "item": .item, "entry": .item, "url": .sitemapURL,
    "title": .title, "link": .link, "description": .description, "summary": .summary,
    "content": .content, "author": .author, "contributor": .contributor, "creator": .author,
    "name": .name, "email": .email, "uri": .uri, "id": .id, "guid": .guid,
    "category": .category, "tags": .tags, "enclosure": .enclosure, "language": .language,
    "ttl": .ttl, "skiphours": .skipHours, "hour": .hour, "skipdays": .skipDays, "day": .day,
    "source": .source, "image": .image, "textinput": .textInput,
    "pubdate": .published, "published": .published, "issued": .issued, "created": .created,
    "date": .published,
    "updated": .updated, "modified": .modified, "lastbuilddate": .lastBuildDate,
    "body": .body, "fullitem": .body, "encoded": .contentEncoded,
    "abstract": .abstract, "loc": .location, "lastmod": .lastModified,
  ]
}
