import FoundationEssentials
import PantauCore
import PantauDeliver
import PantauStore
import PantauStories

/// An item with all that is known of it, for `pantau item`.
struct ItemReport {
  let item: ArchivedItem
  let feed: ArchivedFeed?
  let history: ItemHistory

  /// How many words are shown beside a change.
  private static let contextWords = 8

  /// The other items of its story.
  private var copies: [StoryMember] { history.story.filter { $0.item != item.id } }

  /// Lines for people.
  func lines(_ text: AlertText) -> [String] {
    var lines = [item.item.title ?? "(no title)", feed?.displayName ?? "feed \(item.feedID)"]
    if let url = item.item.url { lines.append(url) }
    lines = lines.map(DisplayText.safe)
    lines.append("seen \(LocalTime.text(item.seen))" + times)
    if let body = item.item.content ?? item.item.summary {
      lines += ["", DisplayText.safe(body)]
    }
    if !history.versions.isEmpty { lines += ["", "Changes:"] + changes }
    if !copies.isEmpty { lines += ["", "Copies:"] + copies.map { "  " + $0.line } }
    if !history.alerts.isEmpty {
      lines += ["", "Alerts:"] + history.alerts.map { "  " + text.line(of: $0) }
    }
    return lines
  }

  private var times: String {
    let times = [
      ("published", item.item.published), ("changed", history.changed),
      ("gone from its feed", history.vanished),
    ]
    return times.compactMap { name, time in time.map { ", \(name) \(LocalTime.text($0))" } }
      .joined()
  }

  /// The texts that stood, the present one last.
  var texts: [ItemVersion] {
    let now = ItemVersion(
      since: history.changed ?? item.seen, title: item.item.title, summary: item.item.summary,
      content: item.item.content)
    return history.versions + [now]
  }

  /// Each text that stood, and what came in its place.
  private var changes: [String] {
    let texts = texts
    return zip(texts, texts.dropFirst()).flatMap { old, new in
      ["  \(LocalTime.text(new.since))"] + Self.changes(from: old, to: new)
    }
  }

  private static func changes(from old: ItemVersion, to new: ItemVersion) -> [String] {
    var fields = [("title", old.title, new.title), ("content", old.content, new.content)]
    // A feed of one body has it as summary and content.
    if old.summary != old.content { fields.insert(("summary", old.summary, new.summary), at: 1) }
    return fields.filter { $0.1 != $0.2 }.map { name, old, new in
      "    \(name): "
        + DisplayText.safe(
          WordDiff.text(from: old ?? "", to: new ?? "", context: contextWords))
    }
  }

  /// The same as one JSON object.
  var object: String {
    var json = JSONWriter()
    json.object {
      $0.name("item")
      AlertItem(id: item.id, item.item).write(to: &$0)
      $0.name("content")
      $0.value(item.item.content)
      $0.name("feed")
      AlertFeed(
        name: feed?.displayName ?? "", url: feed?.url ?? "", group: feed?.group
      ).write(to: &$0)
      $0.name("seen")
      $0.value(item.seen)
      $0.name("changed")
      $0.value(history.changed)
      $0.name("vanished")
      $0.value(history.vanished)
      $0.name("story")
      $0.value(item.storyID ?? item.id)
      $0.name("versions")
      $0.array { for version in history.versions { version.write(to: &$0) } }
      $0.name("copies")
      $0.array { for copy in copies { copy.write(to: &$0) } }
      $0.name("alerts")
      $0.array { for alert in history.alerts { $0.raw(alert.object.utf8) } }
    }
    return json.text
  }
}

extension ItemVersion {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("since")
      $0.value(since)
      $0.name("title")
      $0.value(title)
      $0.name("summary")
      $0.value(summary)
      $0.name("content")
      $0.value(content)
    }
  }
}
