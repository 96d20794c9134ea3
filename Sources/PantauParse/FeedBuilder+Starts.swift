import PantauCore

/// What the start of an element means, by where it stands.
extension FeedBuilder {
  /// Reads a start tag and says what its children belong to.
  mutating func open(_ name: ElementName, _ attributes: XMLAttributes) -> Scope {
    switch name.element {
    case .rss, .rdf, .feed, .urlset, .sitemapIndex: return .feed
    case .channel:
      return kind == .cdf ? openCDFChannel(attributes) : .feed
    case .item: return openItem(attributes)
    case .sitemapURL where kind == .urlset: return beginItem()
    case .sitemapPart where kind == .sitemapIndex: return .part
    default: break
    }
    if kind == .cdf, let scope = openInCDF(name, attributes) { return scope }
    switch scope {
    case .feed: return openInFeed(name, attributes)
    case .item: return openInItem(name, attributes)
    case .person: return openInPerson(name.element)
    case .mediaGroup: return openInMedia(name.element, attributes)
    case .news: return openInNews(name.element)
    case .skipTimes:
      if name.element == .hour || name.element == .day { capture = .text }
    case .part:
      if name.element == .location || name.element == .lastModified { capture = .text }
    case .alternatives: return openAlternative(name, attributes)
    case .contentItems:
      guard name.element == .rdfValue else { return .contentItems }
      capture = .literal
    case .elsewhere: break
    }
    return .elsewhere
  }

  private mutating func openItem(_ attributes: XMLAttributes) -> Scope {
    let scope = beginItem()
    guard isInItem, attributes.count > 0 else { return scope }
    if kind == .cdf {
      readCDFItem(attributes)
    } else if let about = attributes.value("about", prefix: "rdf")?.trimmed, !about.isEmpty {
      item.guid = about
      item.url.offer(httpURL(about), from: .about)
    }
    return scope
  }

  private mutating func openInFeed(
    _ name: ElementName, _ attributes: XMLAttributes
  ) -> Scope {
    switch name.element {
    case .title, .dcTitle: return openText(name, attributes)
    case .link: openLink(attributes)
    case .language, .dcLanguage, .ttl, .updatePeriod, .updateFrequency, .lastBuildDate,
      .published, .updated, .modified, .termsModified, .dcDate, .issued, .created:
      capture = .text
    case .skipHours, .skipDays: return .skipTimes
    case .author:
      guard name.isNative else { break }
      return openPerson()
    default: break
    }
    return .elsewhere
  }

  private mutating func openInItem(
    _ name: ElementName, _ attributes: XMLAttributes
  ) -> Scope {
    switch name.element {
    case .title, .summary, .content, .description, .abstract: return openText(name, attributes)
    case .contentEncoded, .body, .dcTitle, .dcDescription, .mediaTitle, .mediaDescription,
      .itunesTitle, .itunesSummary:
      capture = .source
    case .link: openLink(attributes)
    case .guid:
      pending.isPermalink = Self.isTrue(attributes.filled("isPermaLink"))
      capture = .text
    case .author: return openPerson()
    case .category:
      pending.term = attributes.value("label") ?? attributes.value("term")
      capture = .shallow
    case .enclosure: addEnclosure(attributes, length: "length")
    case .mediaGroup: return .mediaGroup
    case .contentItems: return .contentItems
    case .mediaContent: addEnclosure(attributes, length: "fileSize")
    case .news:
      item.isNews = true
      return .news
    case .dcCreator, .dcSubject, .itunesAuthor, .tags: capture = .shallow
    case .id, .published, .issued, .created, .updated, .modified, .lastBuildDate, .dcDate,
      .termsIssued, .termsCreated, .termsModified, .location, .lastModified, .originalLink:
      capture = .text
    default: break
    }
    return .elsewhere
  }

  private mutating func openInPerson(_ element: Element) -> Scope {
    if element == .name || element == .email { capture = .text }
    return .elsewhere
  }

  private mutating func openInMedia(
    _ element: Element, _ attributes: XMLAttributes
  ) -> Scope {
    switch element {
    case .mediaContent: addEnclosure(attributes, length: "fileSize")
    case .mediaTitle, .mediaDescription: capture = .source
    default: break
    }
    return .elsewhere
  }

  private mutating func openInNews(_ element: Element) -> Scope {
    switch element {
    case .newsPublication: return .news
    case .newsName, .newsLanguage, .newsDate, .newsKeywords: capture = .text
    case .newsTitle: capture = .source
    default: break
    }
    return .elsewhere
  }

  private mutating func openPerson() -> Scope {
    person = (nil, nil)
    capture = .soft
    return .person
  }

  /// Titles and bodies: HTML source in RSS, whatever `type` says in Atom.
  mutating func openText(_ name: ElementName, _ attributes: XMLAttributes) -> Scope {
    let isAtom = kind == .feed || (!name.isNative && name.element != .dcTitle)
    pending.textType = isAtom ? AtomText(attributes) : .html
    if name.element == .content, isAtom, let source = attributes.value("src") {
      item.url.offer(resolve(source), from: .outside)
      if attributes.value("type")?.hasPrefix("text") != true { pending.textType = .none }
    }
    capture =
      switch pending.textType {
      case .html: .source
      case .text, .xhtml: .literal
      case .base64, .base64HTML, .none: .text
      case .alternatives: .none
      }
    return pending.textType == .alternatives ? .alternatives : .elsewhere
  }

  // MARK: Links and files

  private mutating func openLink(_ attributes: XMLAttributes) {
    pending.relation = attributes.value("rel")
    pending.mediaType = attributes.filled("type")
    pending.length = attributes.value("length")
    if let target = attributes.value("href") {
      takeLink(target)
    } else {
      capture = .text
    }
  }

  /// Puts a link where its relation says it belongs.
  mutating func takeLink(_ target: String) {
    guard let url = resolve(ArticleLink.meant(target)) else { return }
    guard let relation = pending.relation, relation != "alternate" else {
      return takeAlternate(url)
    }
    for word in relation.lowercased().split(whereSeparator: \.isWhitespace) {
      // The registered names may be written as URIs (RFC 4287, section 4.2.7.2).
      take(url, as: word.split(separator: "/").last.map(String.init) ?? "")
    }
  }

  private mutating func take(_ url: String, as relation: String) {
    switch relation {
    case "alternate": takeAlternate(url)
    case "enclosure":
      item.addEnclosure(
        Enclosure(url: url, type: pending.mediaType, length: Self.wholeNumber(pending.length)))
    case "self" where !isInItem: feed.selfURL = feed.selfURL ?? url
    case "hub" where !isInItem: feed.hub = feed.hub ?? url
    default: break
    }
  }

  private mutating func takeAlternate(_ url: String) {
    let type = pending.mediaType?.lowercased()
    let isPage = type.map { $0.contains("html") || $0.hasPrefix("text/") } ?? true
    let isOwn = frames.last?.isNative ?? false
    let source: FieldSources.Link = isPage && isOwn ? .own : .otherAlternate
    if isInItem {
      item.url.offer(url, from: source)
    } else {
      feed.url.offer(url, from: source)
    }
  }

  private mutating func addEnclosure(_ attributes: XMLAttributes, length: StaticString) {
    let target = attributes.filled("url") ?? attributes.filled("href")
    guard let url = resolve(target) else { return }
    item.addEnclosure(
      Enclosure(
        url: url, type: attributes.filled("type"),
        length: Self.wholeNumber(attributes.value(length))))
  }

  /// Whether an attribute that is true unless it says otherwise is true.
  private static func isTrue(_ value: String?) -> Bool {
    guard let value else { return true }
    return !["false", "no", "0"].contains(value.lowercased())
  }

  /// A whole number of at least zero, white space around it allowed.
  static func wholeNumber(_ text: String?) -> Int? {
    guard let text, let number = Int(text.trimmed), number >= 0 else { return nil }
    return number
  }

  /// The URL, where it is one of the web.
  func httpURL(_ text: String) -> String? {
    var text = text
    let isWeb = text.withUTF8 { $0.holds("http://", at: 0) || $0.holds("https://", at: 0) }
    return isWeb ? resolve(text) : nil
  }
}
