import FoundationEssentials
import PantauCore
import PantauStore

/// One alert of the log as an article in the list.
struct AlertEntry {
  private let logged: LoggedAlert
  private let alert: Alert?
  private let text: PageText

  /// The most passages that are shown in the list.
  private static let maxPassages = 2

  init(_ logged: LoggedAlert, _ text: PageText) {
    self.logged = logged
    self.text = text
    alert = logged.alert
  }

  /// The article; the object itself where it makes no sense.
  var html: HTML {
    guard let alert else { return "<article><p><code>\(logged.object)</code></p></article>" }
    let high: HTML = alert.severity == .high ? " class=\"high\"" : ""
    let title = PageText.title(alert.item.title)
    return """
      <article\(high)>
      <p class="meta">\(text.time(alert.time)) \(Self.marks(of: alert, logged, root: ""))</p>
      <h2 dir="auto">\(text.headline(of: alert))</h2>
      <p class="source"><bdi>\(alert.feed.name)</bdi>\(copies(of: alert))\(lag(of: alert)) · \
      <a class="details" href="alerts/\(alert.id)" aria-label="Details: \(title)">Details</a></p>
      \(Self.passages(alert.matches, atMost: Self.maxPassages))
      </article>
      """
  }

  /// Severity, keywords and state, a chip each.
  static func marks(of alert: Alert, _ logged: LoggedAlert, root: String) -> HTML {
    let high: HTML = alert.severity == .high ? " high" : ""
    var chips: [HTML] = ["<span class=\"chip\(high)\">\(alert.severity.rawValue)</span>"]
    chips += alert.keywords.map { keyword in
      let meanings = alert.matches.filter { $0.keyword == keyword }.compactMap(\.meaning)
      let shown = meanings.first.map { "\(keyword) (\($0))" } ?? keyword
      let query = FormText.query([FormText.Pair("keyword", keyword)])
      return "<a class=\"chip\" href=\"\(root)./?\(query)\"><bdi>\(shown)</bdi></a>"
    }
    if alert.old { chips.append("<span class=\"chip\">old</span>") }
    if alert.muted {
      let mute = logged.mute.map { "muted by \($0.author)" + ($0.reason.map { ": \($0)" } ?? "") }
      chips.append("<span class=\"chip\">\(mute ?? "muted")</span>")
    }
    if let seen = logged.acknowledgement {
      chips.append("<span class=\"chip\">acknowledged by \(seen.author)</span>")
    }
    return HTML(joining: chips, with: " ")
  }

  /// The passages that matched outside the headline, each once.
  static func passages(_ matches: [KeywordMatch], atMost limit: Int = .max) -> HTML {
    var shown: Set<String> = []
    let passages = matches.filter { match in
      !match.excerpt.isEmpty && match.field != .url && match.field != .title
        && shown.insert(match.excerpt).inserted
    }
    return HTML(
      joining: passages.prefix(limit).map { match in
        "<blockquote dir=\"auto\">\(PageText.excerpt(of: match))</blockquote>"
      })
  }

  private func copies(of alert: Alert) -> HTML {
    let more = alert.story.copies - 1
    guard more > 0 else { return "" }
    let first = alert.story.sources.first ?? alert.feed.name
    return " · +\(more.of("copy", plural: "copies")), first: <bdi>\(first)</bdi>"
  }

  /// How long after its publication the item was seen; what lies in the future says nothing.
  private func lag(of alert: Alert) -> HTML {
    guard !alert.old, let published = alert.item.published, published <= alert.seen else {
      return ""
    }
    let wait = Duration.seconds(alert.seen.timeIntervalSince(published))
    return " · seen \(DurationText.spoken(wait)) after its publication"
  }
}
