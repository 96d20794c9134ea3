import FoundationEssentials
import PantauCore

/// An item while its element is being read.
struct ItemDraft {
  var guid: String?
  var url = Sourced<FieldSources.Link, String>()
  var title = Sourced<FieldSources.Title, String>()
  var summary = Sourced<FieldSources.Summary, String>()
  var content: String?
  var authors: [String] = []
  var itunesAuthor: String?
  var categories: [String] = []
  var published = Sourced<FieldSources.Published, Date>()
  var updated = Sourced<FieldSources.Updated, Date>()
  var enclosures: [Enclosure] = []
  /// Whether a sitemap's entry is a news entry.
  var isNews = false
  private let maxListCount: Int

  init(maxListCount: Int) {
    self.maxListCount = maxListCount
  }

  /// Whether it says anything that a reader could tell it by.
  var isRecognisable: Bool { guid != nil || url.value != nil }

  mutating func addBody(_ text: String) {
    guard !text.isEmpty, text.utf8.count > content?.utf8.count ?? 0 else { return }
    content = text
  }

  mutating func addAuthor(_ name: String) {
    authors.appendOnce(name, limit: maxListCount)
  }

  mutating func addCategory(_ name: String) {
    categories.appendOnce(name, limit: maxListCount)
  }

  /// Adds a file; a second mention of its URL fills in what the first left out.
  mutating func addEnclosure(_ enclosure: Enclosure) {
    if let known = enclosures.firstIndex(where: { $0.url == enclosure.url }) {
      if enclosures[known].type == nil { enclosures[known].type = enclosure.type }
      if enclosures[known].length == nil { enclosures[known].length = enclosure.length }
    } else if enclosures.count < maxListCount {
      enclosures.append(enclosure)
    }
  }

  /// The finished item, taken out; the draft is empty again.
  mutating func takeItem() -> Item {
    if authors.isEmpty, let itunesAuthor { authors.append(itunesAuthor) }
    itunesAuthor = nil
    isNews = false
    return Item(
      guid: guid.take(), url: url.take(), title: title.take(), summary: summary.take(),
      content: content.take(), authors: exchange(&authors, with: []),
      categories: exchange(&categories, with: []), published: published.take(),
      updated: updated.take(), enclosures: exchange(&enclosures, with: []))
  }
}

extension [String] {
  /// Appends a text that is not empty and not there yet, while there is room.
  mutating func appendOnce(_ text: String, limit: Int) {
    guard !text.isEmpty, count < limit, !contains(text) else { return }
    append(text)
  }
}
