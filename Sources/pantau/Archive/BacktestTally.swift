import PantauCore
import PantauMatch
import PantauStore

/// What keywords would have raised on the items of an archive.
struct BacktestTally {
  /// What one keyword would have raised.
  struct Keyword {
    var alerts = 0
    /// How many items had each sense, for keywords with meanings.
    var meanings: [String: Int] = [:]
  }

  /// One alert, for looking at.
  struct Excerpt {
    var item: ArchivedItem
    var match: KeywordMatch

    var seen: String { LocalTime.text(item.seen) }
    var title: String { item.item.title ?? "" }
  }

  private(set) var items = 0
  private(set) var alerts = 0
  /// Alerts by day, counted from 1970.
  private(set) var days: [Int: Int] = [:]
  private(set) var feeds: [Int64: Int] = [:]
  private(set) var keywords: [String: Keyword] = [:]
  /// The youngest alerts, oldest first.
  private(set) var excerpts: [Excerpt] = []
  private var firstDay = Int.max
  private var lastDay = Int.min
  private var told: Set<Told> = []

  private struct Told: Hashable {
    var story: Int64
    var keyword: String
  }

  static let maxExcerpts = 10

  /// From the day of the first item to that of the last; nil without any.
  var span: ClosedRange<Int>? { items == 0 ? nil : firstDay...lastDay }

  /// The day with most alerts.
  var busiest: (day: Int, alerts: Int)? {
    days.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
  }

  /// Adds an item; one story raises a keyword once.
  ///
  /// - Returns: the keywords that alert.
  @discardableResult
  mutating func add(_ item: ArchivedItem, _ outcome: MatchOutcome) -> Set<String> {
    items += 1
    let day = LocalTime.day(of: item.seen).daysSince1970
    firstDay = min(firstDay, day)
    lastDay = max(lastDay, day)
    for match in outcome.withheld { count(match) }
    var raised: Set<String> = []
    var shown: KeywordMatch?
    for match in outcome.alerting {
      let key = Told(story: item.storyID ?? item.id, keyword: match.keyword)
      guard raised.contains(match.keyword) || told.insert(key).inserted else { continue }
      count(match)
      if raised.insert(match.keyword).inserted {
        keywords[match.keyword, default: Keyword()].alerts += 1
      }
      shown = shown ?? match
    }
    guard let shown else { return [] }
    alerts += 1
    days[day, default: 0] += 1
    feeds[item.feedID, default: 0] += 1
    if excerpts.count == Self.maxExcerpts { excerpts.removeFirst() }
    excerpts.append(Excerpt(item: item, match: shown))
    return raised
  }

  /// Writes the excerpts of the alerts kept for looking at: only these few are read by anyone.
  mutating func writeExcerpts(_ matcher: Matcher, _ feeds: [Int64: ArchivedFeed]) {
    for index in excerpts.indices {
      let (item, shown) = (excerpts[index].item, excerpts[index].match)
      let found = matcher.outcome(for: MatchInput(item, of: feeds[item.feedID])).alerting
      let whole = found.first { $0.keyword == shown.keyword && $0.meaning == shown.meaning }
      if let whole { excerpts[index].match = whole }
    }
  }

  private mutating func count(_ match: KeywordMatch) {
    guard let meaning = match.meaning else { return }
    keywords[match.keyword, default: Keyword()].meanings[meaning, default: 0] += 1
  }
}
