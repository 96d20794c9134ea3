import FoundationEssentials
import PantauCore
import PantauStore

/// One alert with everything that is known of it.
struct DetailPage {
  private let logged: LoggedAlert
  private let alert: Alert
  private let history: ItemHistory?
  private let deliveries: [DeliveryRecord]
  private let text: PageText

  /// Reads what belongs to an alert; nil where its object makes no sense.
  init?(_ logged: LoggedAlert, _ archive: Store, _ text: PageText) throws(StoreError) {
    guard let alert = logged.alert else { return nil }
    self.logged = logged
    self.alert = alert
    self.text = text
    history = try archive.history(ofItem: alert.item.id)
    deliveries = try archive.deliveries(DeliveryFilter(id: alert.id))
  }

  /// The window's title.
  var title: String { PageText.title(alert.item.title) }

  /// The page's own part.
  var main: HTML {
    HTML(
      joining: [
        "<h1 dir=\"auto\">\(text.link(title, to: alert.item.url))</h1>",
        "<p class=\"meta\">\(AlertEntry.marks(of: alert, logged, root: "../"))</p>",
        facts, matches, story, versions, sendings,
      ])
  }

  private var facts: HTML {
    var rows: [(String, HTML)] = [("Feed", "<bdi>\(alert.feed.name)</bdi>")]
    if let published = alert.item.published { rows.append(("Published", text.time(published))) }
    rows.append(("Seen", text.time(alert.seen)))
    rows.append(("Raised", text.time(alert.time)))
    if !alert.item.authors.isEmpty {
      rows.append(("By", "<bdi>\(alert.item.authors.joined(separator: ", "))</bdi>"))
    }
    if !alert.item.categories.isEmpty {
      rows.append(("Categories", "<bdi>\(alert.item.categories.joined(separator: ", "))</bdi>"))
    }
    rows.append(("Acknowledged", acknowledgement))
    rows.append(("Alert", "<code>\(alert.id)</code>"))
    let list = rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as HTML }
    return "<dl>\n\(HTML(joining: list))\n</dl>"
  }

  private var acknowledgement: HTML {
    guard let seen = logged.acknowledgement else {
      return "not yet (<code>pantau ack \(alert.id)</code>)"
    }
    let note: HTML = seen.note.map { ": <bdi>\($0)</bdi>" } ?? ""
    return "by <bdi>\(seen.author)</bdi>, \(text.time(seen.time))\(note)"
  }

  private var matches: HTML {
    let parts = alert.matches.filter { $0.field != .url }.map { match -> HTML in
      var heading = "\(match.keyword), \(match.field.rawValue)"
      if let meaning = match.meaning { heading += ": \(meaning)" }
      if !match.because.isEmpty { heading += " (\(match.because.joined(separator: ", ")))" }
      return """
        <p class="source"><bdi>\(heading)</bdi></p>
        <blockquote dir="auto">\(PageText.excerpt(of: match))</blockquote>
        """
    }
    return parts.isEmpty ? "" : "<h2>Why</h2>\n\(HTML(joining: parts))"
  }

  private var story: HTML {
    guard let members = history?.story, members.count > 1 else { return "" }
    let rows = members.map { member -> HTML in
      let likeness = member.likeness.map { "\(Int(($0 * 100).rounded())) %" } ?? "first"
      return """
        <tr><td>\(text.time(member.seen))</td><td><bdi>\(member.feed)</bdi></td>\
        <td dir="auto">\(text.link(PageText.title(member.title), to: member.url))</td>\
        <td>\(likeness)</td><td><bdi>\(member.silenced.joined(separator: ", "))</bdi></td></tr>
        """
    }
    return table("The story", ["Seen", "Feed", "Headline", "Alike", "Silent for"], rows)
  }

  private var versions: HTML {
    guard let versions = history?.versions, !versions.isEmpty else { return "" }
    let rows = versions.map { version -> HTML in
      """
      <tr><td>\(text.time(version.since))</td>\
      <td dir="auto">\(PageText.title(version.title))</td></tr>
      """
    }
    return table("Former headlines", ["Since", "Headline"], rows)
  }

  private var sendings: HTML {
    guard !deliveries.isEmpty else { return "" }
    let rows = deliveries.map { delivery -> HTML in
      let when = delivery.delivered.map { sent -> HTML in
        let wait = Duration.seconds(max(0, sent.timeIntervalSince(alert.time)))
        return "\(text.time(sent)), after \(Self.spoken(wait))"
      }
      return """
        <tr><td><bdi>\(delivery.channel)</bdi></td><td>\(delivery.state.rawValue)</td>\
        <td>\(when ?? "")</td><td>\(delivery.attempts)</td>\
        <td dir="auto">\(delivery.state == .delivered ? "" : delivery.problem ?? "")</td></tr>
        """
    }
    return table("Deliveries", ["Channel", "State", "Delivered", "Attempts", "Problem"], rows)
  }

  private static func spoken(_ wait: Duration) -> String {
    wait < .seconds(1) ? "\(wait.wholeMilliseconds) ms" : DurationText.spoken(wait)
  }

  private func table(_ heading: String, _ columns: [String], _ rows: [HTML]) -> HTML {
    let heads = HTML(joining: columns.map { "<th scope=\"col\">\($0)</th>" as HTML }, with: "")
    return """
      <h2>\(heading)</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="\(heading)">
      <table><thead><tr>\(heads)</tr></thead>
      <tbody>
      \(HTML(joining: rows))
      </tbody></table></div>
      """
  }
}
