import FoundationEssentials
import PantauCore
import PantauMatch
import PantauStore

/// An item that a search found.
struct SearchResult {
  let item: ArchivedItem
  let feed: ArchivedFeed?
  let match: KeywordMatch

  /// For a person, two lines: when and what, and below it where the query was found.
  var lines: [String] {
    let title = item.item.title ?? item.item.url ?? "(no title)"
    let head = [LocalTime.text(item.seen), "\(item.id)", title, feed?.displayName, item.item.url]
      .compactMap(\.self)
    return ["\(head[0])  \(head[1])  " + head[2...].joined(separator: " | ")].map(DisplayText.safe)
      + (match.field == .title
        ? [] : [DisplayText.safe("    \(match.field.rawValue): \(match.excerpt)")])
  }

  /// The item and feed as in an alert, and where the query was found.
  var object: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.name("item")
      AlertItem(id: item.id, item.item).write(to: &json)
      json.name("feed")
      AlertFeed(name: feed?.displayName ?? "", url: feed?.url ?? "", group: feed?.group)
        .write(to: &json)
      json.name("story")
      json.value(item.storyID ?? item.id)
      json.name("seen")
      json.value(item.seen)
      json.name("field")
      json.value(match.field.rawValue)
      json.name("text")
      json.value(match.text)
      json.name("excerpt")
      json.value(match.excerpt)
    }
    return json.bytes
  }
}
