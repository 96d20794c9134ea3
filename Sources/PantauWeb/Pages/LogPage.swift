import PantauCore
import PantauStore

/// The front page: the alert log, the newest first, with its filter.
struct LogPage {
  let query: AlertQuery
  let page: AlertPage
  let text: PageText

  /// How many alerts a page shows unasked and at most.
  static let limits = (usual: 50, most: 200)

  /// The page's own part.
  var main: HTML {
    let entries = page.alerts.map { alert in "<li>\(AlertEntry(alert, text).html)</li>" as HTML }
    let list: HTML =
      entries.isEmpty
      ? "<p>\(emptyText)</p>" : "<ol class=\"alerts\">\n\(HTML(joining: entries))\n</ol>"
    return HTML(joining: ["<h1>Alerts</h1>", filter, list, navigation])
  }

  private var emptyText: String {
    query.isEmpty
      ? "No alert yet. The first one stands here the moment a watched keyword appears."
      : "No alert is as asked for."
  }

  private var filter: HTML {
    """
    <form class="filter" method="get" action="./" role="search" aria-label="Filter">
    <label>Keyword <input name="keyword" value="\(query.keyword ?? "")" autocomplete="off"></label>
    <label>Feed <input name="feed" value="\(query.feed ?? "")" autocomplete="off"></label>
    <label>Severity <select name="severity">\(severities)</select></label>
    <label>Since <select name="since">\(times)</select></label>
    <button>Show</button>
    </form>
    """
  }

  private var severities: HTML {
    let choices = [("", "any")] + Severity.allCases.reversed().map { ($0.rawValue, $0.rawValue) }
    return Self.options(choices, chosen: query.severity?.rawValue ?? "")
  }

  private var times: HTML {
    let choices = [
      ("", "ever"), ("1h", "1 hour ago"), ("24h", "24 hours ago"), ("7d", "7 days ago"),
      ("30d", "30 days ago"),
    ]
    let chosen = query.since ?? ""
    let isThere = choices.contains { $0.0 == chosen }
    return Self.options(choices + (isThere ? [] : [(chosen, chosen)]), chosen: chosen)
  }

  private static func options(_ choices: [(value: String, name: String)], chosen: String) -> HTML {
    HTML(
      joining: choices.map { choice in
        let mark: HTML = choice.value == chosen ? " selected" : ""
        return "<option value=\"\(choice.value)\"\(mark)>\(choice.name)</option>"
      }, with: "")
  }

  private var navigation: HTML {
    var links: [HTML] = []
    if query.before != nil {
      links.append("<a href=\"\(Self.address(query.query(before: nil)))\">Newest</a>")
    }
    if let next = page.next {
      links.append("<a href=\"\(Self.address(query.query(before: next)))\">Older</a>")
    }
    if !query.isEmpty, query.before == nil { links.append("<a href=\"./\">All alerts</a>") }
    return links.isEmpty ? "" : "<nav aria-label=\"Pages\">\(HTML(joining: links))</nav>"
  }

  private static func address(_ query: String) -> String { query.isEmpty ? "./" : "./?\(query)" }
}
