public import FoundationEssentials
public import PantauCore
public import PantauMatch

/// The keywords and where their alerts go: all that decides what is raised.
///
/// Swapped as a whole on reload.
public struct Ruleset: Sendable {
  /// All keywords, compiled.
  public var matcher: Matcher
  /// What the operator says of each keyword, by name.
  public var routes: [String: KeywordRoute]
  /// The channels, in the configuration's order.
  public var channels: [ChannelRoute]
  /// Where alerts of high severity go when nobody acknowledges them.
  public var escalations: [Escalation]
  /// How old an item may be dated at a feed's first poll before it counts as old.
  public var maxAge: Duration
  /// Whether a copy of an alerted story alerts again.
  public var copiesAlert: Bool
  /// The minute of the day in the operator's zone, for keywords with hours.
  public var minuteOfDay: @Sendable (Date) -> Int

  /// Makes a rule set from its parts.
  public init(
    matcher: Matcher, routes: [String: KeywordRoute], channels: [ChannelRoute],
    escalations: [Escalation] = [], maxAge: Duration, copiesAlert: Bool = false,
    minuteOfDay: @escaping @Sendable (Date) -> Int
  ) {
    self.matcher = matcher
    self.routes = routes
    self.channels = channels
    self.escalations = escalations
    self.maxAge = maxAge
    self.copiesAlert = copiesAlert
    self.minuteOfDay = minuteOfDay
  }
}

/// How much a keyword's alerts matter and where they go.
public struct KeywordRoute: Sendable, Hashable {
  /// The severity of its alerts.
  public var severity: Severity
  /// The channels by name; nil: all.
  public var channels: [String]?

  /// Makes a route.
  public init(severity: Severity = .normal, channels: [String]? = nil) {
    self.severity = severity
    self.channels = channels
  }
}

/// What a channel takes.
public struct ChannelRoute: Sendable, Hashable {
  /// The channel's name.
  public var name: String
  /// Whether it shows alerts that are old: only channels of type stdout do.
  public var showsOld: Bool
  /// The keywords it takes; nil: all.
  public var keywords: Set<String>?
  /// The groups of feeds it takes; nil: all.
  public var groups: Set<String>?
  /// The least severity it takes.
  public var severity: Severity
  /// The types of the events it takes.
  public var events: Set<String>

  /// Makes a route.
  public init(
    name: String, showsOld: Bool, keywords: Set<String>? = nil, groups: Set<String>? = nil,
    severity: Severity = .low, events: Set<String> = [Alert.created]
  ) {
    self.name = name
    self.showsOld = showsOld
    self.keywords = keywords
    self.groups = groups
    self.severity = severity
    self.events = events
  }

  func takes(
    _ event: String, keyword: String, severity: Severity, group: String?, old: Bool
  ) -> Bool {
    (showsOld || !old) && severity >= self.severity && keywords?.contains(keyword) ?? true
      && takes(event, group: group)
  }

  /// Whether it is told of a keyword's surges, which are of all feeds, whatever its groups.
  func takesSurges(of keyword: String, severity: Severity) -> Bool {
    events.contains(Alert.surge) && severity >= self.severity
      && keywords?.contains(keyword) ?? true
  }

  /// Whether it takes an event of a feed in that group, whatever the keyword.
  func takes(_ event: String, group: String?) -> Bool {
    events.contains(event)
      && groups.map { allowed in group.map(allowed.contains) ?? false } ?? true
  }
}

extension Ruleset {
  /// An item of a feed as keywords read it, in the memory of a text that nobody needs any more.
  func read(
    _ item: Item, of feed: FeedState, language: String?, now: Date,
    reusing finished: consuming ReadText? = nil
  ) -> ReadText {
    let input = MatchInput(
      item, feedName: feed.settings.name, feedURL: feed.settings.url, group: feed.settings.group,
      language: language, minuteOfDay: minuteOfDay(now), now: now)
    return matcher.read(input, reusing: finished)
  }

  /// The alert that an item raises, if any; the generator gives its id.
  func draft(
    for item: Item, reading text: ReadText, of feed: FeedState, seen: Date, now: Date,
    using generator: inout some RandomNumberGenerator
  ) -> AlertDraft? {
    let matches = matcher.matches(in: text)
    guard !matches.isEmpty else { return nil }
    // A file is read after its poll has begun: no alert is raised before its item was there.
    let now = max(now, seen)
    let old = isOld(item, of: feed, now: now)
    var draft = AlertDraft(
      id: ULID(at: now, using: &generator).description, time: now, seen: seen,
      raised: matches.map { raised($0, group: feed.settings.group, old: old) },
      feed: AlertFeed(
        name: feed.displayName, url: feed.settings.shownURL, group: feed.settings.group),
      old: old, alertsAsCopy: copiesAlert)
    draft.escalations = escalations
    draft.countsNow = !feed.isFirstPoll && !isLate(item, seen: seen)
    if draft.raised.contains(where: { $0.eventChannels[Alert.updated] != nil }) {
      draft.updateID = ULID(at: now, using: &generator).description
    }
    return draft
  }

  private func raised(_ match: KeywordMatch, group: String?, old: Bool) -> RaisedKeyword {
    let route = routes[match.keyword] ?? KeywordRoute()
    let allowed = channels.filter { route.channels?.contains($0.name) ?? true }
    func names(_ event: String) -> [String] {
      allowed.filter {
        $0.takes(
          event, keyword: match.keyword, severity: route.severity, group: group, old: old)
      }.map(\.name)
    }
    let surging = allowed.filter { $0.takesSurges(of: match.keyword, severity: route.severity) }
    let later = [Alert.updated: names(Alert.updated), Alert.surge: surging.map(\.name)]
    return RaisedKeyword(
      match: match, severity: route.severity, channels: names(Alert.created),
      eventChannels: later.filter { !$0.value.isEmpty })
  }

  private func isLate(_ item: Item, seen: Date) -> Bool {
    guard let date = item.published ?? item.updated else { return false }
    return seen.timeIntervalSince(date) > SurgeRule.latest
  }

  /// Undated counts as new; only a feed's first poll can bring what is old.
  private func isOld(_ item: Item, of feed: FeedState, now: Date) -> Bool {
    guard feed.isFirstPoll, let date = item.published ?? item.updated else { return false }
    return now.timeIntervalSince(date) > maxAge.inSeconds
  }
}
