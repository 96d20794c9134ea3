import FoundationEssentials
import PantauCore
import PantauStore

/// Items and alerts as other programs read them.
struct DumpRecord {
  let guardsFormulas: Bool

  /// The columns of items.
  static let itemColumns = [
    "id", "seen", "feed", "feed_url", "story", "guid", "url", "title", "summary", "content",
    "authors", "categories", "published", "updated",
  ]
  /// The columns of alerts.
  static let alertColumns = [
    "id", "time", "severity", "keywords", "feed", "feed_url", "item", "url", "title", "excerpt",
    "published", "seen", "muted", "old",
  ]

  func header(_ columns: [String]) -> [UInt8] {
    var line = CSVLine(guardingFormulas: false)
    for column in columns { line.add(column) }
    return line.line
  }

  /// Lists are joined by "; ".
  func csv(_ item: ArchivedItem, of feed: ArchivedFeed?) -> [UInt8] {
    var line = CSVLine(guardingFormulas: guardsFormulas)
    line.add(item.id)
    line.add(ISO8601.text(item.seen))
    line.add(feed?.displayName)
    line.add(feed?.url)
    line.add(item.storyID ?? item.id)
    let (content, summary) = (item.item.content, item.item.summary)
    for text in [item.item.guid, item.item.url, item.item.title, summary, content] {
      line.add(text)
    }
    line.add(item.item.authors.joined(separator: "; "))
    line.add(item.item.categories.joined(separator: "; "))
    line.add(item.item.published.map(ISO8601.text))
    line.add(item.item.updated.map(ISO8601.text))
    return line.line
  }

  /// nil where the log's object makes no sense.
  func csv(_ alert: LoggedAlert) -> [UInt8]? {
    guard let node = try? JSONReader.read(Array(alert.object.utf8)), let alert = Alert(json: node)
    else { return nil }
    var line = CSVLine(guardingFormulas: guardsFormulas)
    line.add(alert.id)
    line.add(ISO8601.text(alert.time))
    line.add(alert.severity.rawValue)
    line.add(alert.keywords.joined(separator: "; "))
    line.add(alert.feed.name)
    line.add(alert.feed.url)
    line.add(alert.item.id)
    line.add(alert.item.url)
    line.add(alert.item.title)
    line.add(alert.matches.first?.excerpt)
    line.add(alert.item.published.map(ISO8601.text))
    line.add(ISO8601.text(alert.seen))
    line.add("\(alert.muted)")
    line.add("\(alert.old)")
    return line.line
  }

  /// One object a line, with all that the archive has of an item.
  func json(_ archived: ArchivedItem, of feed: ArchivedFeed?) -> [UInt8] {
    let item = archived.item
    var json = JSONWriter()
    json.object { json in
      json.name("id")
      json.value(archived.id)
      json.name("seen")
      json.value(archived.seen)
      json.name("feed")
      AlertFeed(name: feed?.displayName ?? "", url: feed?.url ?? "", group: feed?.group)
        .write(to: &json)
      json.name("story")
      json.value(archived.storyID ?? archived.id)
      json.name("guid")
      json.value(item.guid)
      json.name("url")
      json.value(item.url)
      json.name("title")
      json.value(item.title)
      json.name("summary")
      json.value(item.summary)
      json.name("content")
      json.value(item.content)
      json.name("authors")
      json.value(item.authors)
      json.name("categories")
      json.value(item.categories)
      json.name("published")
      json.value(item.published)
      json.name("updated")
      json.value(item.updated)
    }
    return json.bytes
  }
}
