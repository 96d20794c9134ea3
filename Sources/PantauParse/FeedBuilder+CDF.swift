import FoundationEssentials

/// The Channel Definition Format, which writes in attributes what others write as text.
///
/// Of channels and items: `HREF`, or an `A` inside in its stead; `LASTMOD`; `BASE`, from which the
/// relative URLs within start. The form of March 1997 (W3C NOTE-CDFsubmit) has the text of `TITLE`,
/// `ABSTRACT`, `AUTHOR`, `KEYWORDS`, `CATEGORY`, `LASTMOD` and `PUBLICATIONDATE` in `VALUE`. Unmapped,
/// for it is about when to load what: `SCHEDULE`, `LOGO`, `LOG`, `USAGE`, `PRECACHE` and the like.
extension FeedBuilder {
  /// Reads the start of a channel; the items of one within another are the outermost one's.
  mutating func openCDFChannel(_ attributes: XMLAttributes) -> Scope {
    if let base = attributes.filled("base") { addBase(base) }
    guard frames.count == 1 else { return .elsewhere }
    takeCDFLink(attributes)
    feed.updated.offerLatest(lastModified(attributes), from: .own)
    return .feed
  }

  /// Reads what the start of an item says.
  mutating func readCDFItem(_ attributes: XMLAttributes) {
    if let base = attributes.filled("base") { addBase(base) }
    takeCDFLink(attributes)
    item.updated.offerLatest(lastModified(attributes), from: .own)
  }

  /// Reads the start of an element that only this format has, or writes in its own way.
  ///
  /// - Returns: what its children belong to; nil where it is read as in other formats.
  mutating func openInCDF(_ name: ElementName, _ attributes: XMLAttributes) -> Scope? {
    guard scope == .feed || scope == .item else { return nil }
    switch name.element {
    case .anchor:
      takeCDFLink(attributes)
      // Its text is the title where there is no other.
      capture = isInItem ? .soft : .none
      return scope
    case .title, .author, .lastModified, .published: return openValue(attributes)
    case .abstract, .category: return isInItem ? openValue(attributes) : nil
    case .newsKeywords where isInItem:
      capture = .text
      return openValue(attributes) ?? .elsewhere
    default: return nil
    }
  }

  /// Takes the value of the element that starts as its text; nil where it has none.
  private mutating func openValue(_ attributes: XMLAttributes) -> Scope? {
    guard let frame = frames.last, var value = attributes.filled("value") else { return nil }
    pending.textType = .text
    pending.term = nil
    value.withUTF8 { take(frame, .text, $0) }
    capture = .none
    return .elsewhere
  }

  private mutating func lastModified(_ attributes: XMLAttributes) -> Date? {
    attributes.value("lastmod").flatMap { readDate($0) }
  }

  private mutating func takeCDFLink(_ attributes: XMLAttributes) {
    guard let url = resolve(attributes.filled("href")) else { return }
    if isInItem {
      item.url.offer(url, from: .own)
    } else {
      feed.url.offer(url, from: .own)
    }
  }
}
