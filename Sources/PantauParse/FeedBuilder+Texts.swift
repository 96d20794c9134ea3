import FoundationEssentials
import PantauCore

/// What the text of an element means, by where it stands.
extension FeedBuilder {
  /// Takes the text that was gathered for an element.
  mutating func take(_ frame: Frame, _ capture: Capture, _ bytes: UnsafeBufferPointer<UInt8>) {
    switch frame.element {
    case .author: return takePerson(bytes)
    case .name: person.name = person.name ?? Self.plain(bytes)
    case .email: person.email = person.email ?? Self.plain(bytes)
    case .link: takeLinkText(bytes.trimmed)
    case .hour, .day: takeSkipTime(frame.element, Self.plain(bytes))
    default:
      if scope == .part {
        takePart(frame.element, bytes)
      } else if scope == .alternatives {
        takeAlternative(construct(capture, pending.textType, bytes))
      } else if isInItem {
        takeInItem(frame, capture, bytes)
      } else {
        takeInFeed(frame, capture, bytes)
      }
    }
  }

  private mutating func takeLinkText(_ bytes: UnsafeBufferPointer<UInt8>) {
    // An element without text is a forgotten one; an empty `href` is the base itself.
    guard let first = bytes.first else { return }
    // `<![CDATA[…]]>` that was escaped, or HTML, and an address within.
    takeLink(first == UInt8(ascii: "<") ? html(bytes) ?? "" : String(checking: bytes))
  }

  // MARK: Texts

  /// The text as it stands, white space collapsed; nil where it is empty.
  private static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    PlainText.collapse(bytes)
  }

  /// The text of HTML source; nil where it is empty.
  private func html(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let text = HTMLText.plainText(bytes, using: scratch)
    return text.isEmpty ? nil : text
  }

  /// The text of a title, summary or content, as its `type` has it.
  private func construct(
    _ capture: Capture, _ type: AtomText, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> String? {
    switch (capture, type) {
    case (.source, _), (.markup, _): html(bytes)
    // XHTML without a single element is HTML that was escaped by mistake.
    case (_, .xhtml): html(bytes)
    case (_, .base64): Base64Text.decoded(bytes) { Self.plain($0) } ?? Self.plain(bytes)
    case (_, .base64HTML): Base64Text.decoded(bytes) { html($0) } ?? html(bytes)
    case (_, .alternatives), (_, .none): nil
    default: Self.plain(bytes)
    }
  }

  /// Takes a text that is finished for an element of the item or the feed.
  mutating func takeText(_ text: String, of element: Element) {
    switch element {
    case .title where isInItem: item.title.offer(text, from: .own)
    case .title: feed.title.offer(text, from: .own)
    case .summary: takeSummary(text)
    case .content: item.addBody(text)
    default: break
    }
  }

  // MARK: Items

  private mutating func takeInItem(
    _ frame: Frame, _ capture: Capture, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    switch frame.element {
    case .title: item.title.offer(construct(capture, pending.textType, bytes), from: .own)
    case .dcTitle: item.title.offer(html(bytes), from: .dublinCore)
    case .mediaTitle: item.title.offer(html(bytes), from: .media)
    case .itunesTitle: item.title.offer(html(bytes), from: .itunes)
    case .newsTitle: item.title.offer(html(bytes), from: .own)
    case .anchor: item.title.offer(html(bytes), from: .anchor)
    case .description, .abstract: takeDescription(construct(capture, pending.textType, bytes))
    case .summary: takeSummary(construct(capture, pending.textType, bytes))
    case .dcDescription: takeOtherDescription(html(bytes))
    case .mediaDescription: item.summary.offer(html(bytes), from: .media)
    case .itunesSummary: item.summary.offer(html(bytes), from: .itunes)
    case .content: item.addBody(construct(capture, pending.textType, bytes) ?? "")
    case .contentEncoded, .body, .rdfValue: item.addBody(html(bytes) ?? "")
    case .dcCreator: takeNames(html(bytes))
    case .itunesAuthor: takeItunesAuthor(html(bytes))
    case .category, .dcSubject: item.addCategory(pendingTerm() ?? html(bytes) ?? "")
    case .tags, .newsKeywords: takeTags(html(bytes))
    case .guid: takeGuid(Self.plainBytes(bytes))
    case .id: takeID(Self.plainBytes(bytes))
    case .location: item.url.offer(resolve(Self.plainBytes(bytes)), from: .own)
    case .originalLink: takeOriginalLink(Self.plainBytes(bytes))
    case .newsName: feed.title.offer(Self.plain(bytes), from: .own)
    case .newsLanguage: feed.language.offer(Self.plain(bytes), from: .own)
    default: takeItemDate(frame.element, bytes)
    }
  }

  private mutating func takeItemDate(_ element: Element, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let date = date(bytes) else { return }
    switch element {
    case .published, .newsDate: item.published.offer(date, from: .own)
    case .issued, .termsIssued: item.published.offer(date, from: .issued)
    case .dcDate: item.published.offer(date, from: .dublinCore)
    case .created, .termsCreated: item.published.offer(date, from: .created)
    case .updated, .lastBuildDate: item.updated.offerLatest(date, from: .own)
    case .modified, .termsModified, .lastModified: item.updated.offerLatest(date, from: .modified)
    default: break
    }
  }

  /// RSS: the first of description and summary is the summary; both are bodies.
  private mutating func takeDescription(_ text: String?) {
    guard let text else { return }
    item.summary.offer(text, from: .own)
    item.addBody(text)
  }

  private mutating func takeOtherDescription(_ text: String?) {
    guard let text else { return }
    item.summary.offer(text, from: .dublinCore)
    item.addBody(text)
  }

  private mutating func takeSummary(_ text: String?) {
    guard let text else { return }
    item.summary.offer(text, from: .own)
    if kind != .feed { item.addBody(text) }
  }

  private mutating func pendingTerm() -> String? {
    defer { pending.term = nil }
    guard var term = pending.term, !term.isEmpty else { return nil }
    return term.withUTF8 { PlainText.collapse($0) }
  }

  private mutating func takeTags(_ text: String?) {
    guard let text else { return }
    for tag in text.utf8.split(separator: UInt8(ascii: ",")) {
      item.addCategory(Substring(tag).trimmed)
    }
  }

  private mutating func takeGuid(_ guid: String?) {
    guard let guid, item.guid == nil || kind == .rdf else { return }
    item.guid = guid
    if pending.isPermalink { item.url.offer(httpURL(guid), from: .permalink) }
  }

  private mutating func takeOriginalLink(_ url: String?) {
    if let url { item.url.offer(httpURL(url), from: .original) }
  }

  private mutating func takeID(_ id: String?) {
    if let id, item.guid == nil { item.guid = id }
  }

  /// The text without white space around it, character by character.
  private static func plainBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let bytes = bytes.trimmed
    return bytes.isEmpty ? nil : String(checking: bytes)
  }

  // MARK: People

  private mutating func takePerson(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard person.name == nil, person.email == nil else { return }
    person.name = html(bytes).map(PersonName.read)
  }

  private mutating func takeNames(_ text: String?) {
    if let text { item.addAuthor(PersonName.read(text)) }
  }

  private mutating func takeItunesAuthor(_ name: String?) {
    if let name, item.itunesAuthor == nil { item.itunesAuthor = name }
  }

  // MARK: The feed

  private mutating func takeInFeed(
    _ frame: Frame, _ capture: Capture, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    switch frame.element {
    case .title: feed.title.offer(construct(capture, pending.textType, bytes), from: .own)
    case .dcTitle: feed.title.offer(html(bytes), from: .dublinCore)
    case .language: feed.language.offer(Self.plain(bytes), from: .own)
    case .dcLanguage: feed.language.offer(Self.plain(bytes), from: .dublinCore)
    case .ttl:
      if let minutes = Self.wholeNumber(Self.plain(bytes)), minutes > 0, minutes < 10_000_000 {
        feed.ttlSeconds = minutes * 60
      }
    case .updatePeriod: feed.updatePeriod = Self.period(Self.plain(bytes)) ?? 0
    case .updateFrequency:
      feed.updateFrequency = Self.wholeNumber(Self.plain(bytes)).flatMap { $0 > 0 ? $0 : nil }
    default: takeFeedDate(frame.element, bytes)
    }
  }

  private mutating func takeFeedDate(_ element: Element, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let date = date(bytes) else { return }
    switch element {
    case .updated, .lastBuildDate: feed.updated.offerLatest(date, from: .own)
    case .modified, .termsModified, .lastModified: feed.updated.offerLatest(date, from: .modified)
    case .dcDate: feed.updated.offer(date, from: .dublinCore)
    case .published, .issued, .created: feed.updated.offer(date, from: .published)
    default: break
    }
  }

  private static func period(_ text: String?) -> Int? {
    switch text?.lowercased() {
    case "hourly": 3_600
    case "daily": 86_400
    case "weekly": 604_800
    case "monthly": 2_592_000
    case "yearly": 31_536_000
    default: nil
    }
  }

  private mutating func takeSkipTime(_ element: Element, _ text: String?) {
    guard let text else { return }
    if element == .hour {
      guard let hour = Self.wholeNumber(text), hour <= 24 else { return }
      feed.skipHours.insert(hour % 24)
    } else {
      let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
      guard let day = days.firstIndex(of: String(text.lowercased().prefix(3))) else { return }
      feed.skipDays.insert(day)
    }
  }

  /// `loc` stands before `lastmod` (sitemaps.org).
  private mutating func takePart(_ element: Element, _ bytes: UnsafeBufferPointer<UInt8>) {
    if element == .lastModified {
      guard let last = feed.parts.indices.last else { return }
      feed.parts[last].lastModified = feed.parts[last].lastModified ?? date(bytes)
      return
    }
    guard let url = resolve(Self.plain(bytes)), feed.parts.count < limits.maxParts else { return }
    feed.parts.append(SitemapPart(url: url))
  }

  // MARK: Dates

  private mutating func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Date? {
    if let date = CommonDate.read(bytes.trimmed) ?? FeedDate.parse(bytes) { return date }
    if let text = PlainText.collapse(bytes) {
      complaint = ("the date “\(text.prefix(60))” cannot be read; it is left out")
    }
    return nil
  }

  /// The instant that an attribute gives.
  mutating func readDate(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { date($0) }
  }
}
