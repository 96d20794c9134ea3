/// The words of every format and module that we read, and what they mean.
///
/// Switches and no dictionaries: each name is looked at once a document (``NameCache``), and a
/// dictionary is put together at every start.
enum Vocabulary {
  /// What an element means; names are compared without regard to case, for CDF shouts and old
  /// generators write `pubdate`.
  static func meaning(of local: String, in namespace: Namespace) -> Element {
    let word = local.lowercased()
    return switch namespace {
    case .native, .atom, .sitemap: native(word)
    case .rdf: rdf(word)
    case .dc: dublinCore(word)
    case .dcterms: terms(word)
    case .content: content(word)
    case .sy: syndication(word)
    case .media: media(word)
    case .itunes: itunes(word)
    case .xhtml: word == "body" ? .body : .other
    case .feedburner: word == "origlink" ? .originalLink : .other
    case .news: news(word)
    case .foreign: .other
    }
  }

  private static func rdf(_ word: String) -> Element {
    switch word {
    case "rdf": .rdf
    case "rss": .rss
    case "value": .rdfValue
    default: .other
    }
  }

  private static func content(_ word: String) -> Element {
    switch word {
    case "encoded": .contentEncoded
    case "items": .contentItems
    default: .other
    }
  }

  private static func dublinCore(_ word: String) -> Element {
    switch word {
    case "title": .dcTitle
    case "creator", "author": .dcCreator
    case "subject": .dcSubject
    case "date": .dcDate
    case "description": .dcDescription
    case "language": .dcLanguage
    default: .other
    }
  }

  private static func terms(_ word: String) -> Element {
    switch word {
    case "issued", "available": .termsIssued
    case "created": .termsCreated
    case "modified": .termsModified
    case "date": .dcDate
    default: .other
    }
  }

  private static func syndication(_ word: String) -> Element {
    switch word {
    case "updateperiod": .updatePeriod
    case "updatefrequency": .updateFrequency
    default: .other
    }
  }

  private static func media(_ word: String) -> Element {
    switch word {
    case "content": .mediaContent
    case "group": .mediaGroup
    case "title": .mediaTitle
    case "description": .mediaDescription
    default: .other
    }
  }

  private static func itunes(_ word: String) -> Element {
    switch word {
    case "author": .itunesAuthor
    case "summary": .itunesSummary
    case "title": .itunesTitle
    default: .other
    }
  }

  private static func news(_ word: String) -> Element {
    switch word {
    case "news": .news
    case "publication": .newsPublication
    case "name": .newsName
    case "language": .newsLanguage
    case "publication_date": .newsDate
    case "title": .newsTitle
    case "keywords": .newsKeywords
    default: .other
    }
  }

  private static func native(_ word: String) -> Element {
    switch word {
    case "rss": .rss
    case "rdf": .rdf
    case "feed": .feed
    case "channel": .channel
    case "urlset": .urlset
    case "sitemapindex": .sitemapIndex
    case "sitemap": .sitemapPart
    case "item", "entry": .item
    case "url": .sitemapURL
    case "title": .title
    case "link": .link
    case "description": .description
    case "summary": .summary
    case "content": .content
    case "author", "creator": .author
    case "contributor": .contributor
    case "name": .name
    case "email": .email
    case "uri": .uri
    case "id": .id
    case "guid": .guid
    case "category": .category
    case "tags": .tags
    case "enclosure": .enclosure
    case "language": .language
    case "ttl": .ttl
    case "skiphours": .skipHours
    case "hour": .hour
    case "skipdays": .skipDays
    case "day": .day
    case "source": .source
    case "image": .image
    case "textinput": .textInput
    case "pubdate", "published", "date", "publicationdate": .published
    case "issued": .issued
    case "created": .created
    case "updated": .updated
    case "modified": .modified
    case "lastbuilddate": .lastBuildDate
    case "body", "fullitem": .body
    case "encoded": .contentEncoded
    case "abstract": .abstract
    case "a": .anchor
    // The format's own namespace is RDF's where `rdf:RDF` is the outermost element.
    case "value": .rdfValue
    case "keywords": .newsKeywords
    case "loc": .location
    case "lastmod": .lastModified
    default: .other
    }
  }
}
