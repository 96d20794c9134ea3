public import FoundationEssentials
public import PantauCore

/// Many alerts told as one message: grouped by keyword, each story once, with its copies.
///
/// Built from alerts, carried as the object of a message of type ``type``, and read back by the
/// channels that show more of it than its text (e-mail).
public struct AlertDigest: Sendable, Hashable {
  /// A story, as its first alert told it.
  public struct Story: Sendable, Hashable {
    /// The story's number; 0 where the alert names none.
    public var id: Int64
    /// The id of its first alert.
    public var alert: String
    /// When that was raised.
    public var time: Date
    /// The highest severity among its alerts.
    public var severity: Severity
    /// Its keywords with their senses: `PBB (UN)`; the group's own first.
    public var keywords: [String]
    /// The headline; nil where the item has none.
    public var title: String?
    /// Where the article stands.
    public var url: String?
    /// The feed's name.
    public var source: String
    /// A passage around a hit outside the title.
    public var excerpt: String?
    /// The same story elsewhere.
    public var copies: [Copy]
  }

  /// One more place that carries a story.
  public struct Copy: Sendable, Hashable {
    /// The feed's name.
    public var source: String
    /// Its headline; nil where only the source is known.
    public var title: String?
    /// Where it stands; nil where only the source is known.
    public var url: String?

    /// Takes the parts.
    public init(source: String, title: String? = nil, url: String? = nil) {
      self.source = source
      self.title = title
      self.url = url
    }
  }

  /// The stories of a keyword, oldest first.
  public struct Group: Sendable, Hashable {
    /// The keyword's name.
    public var keyword: String
    /// Its stories.
    public var stories: [Story]
  }

  /// The `type` of messages that carry a digest.
  public static let type = "digest"

  /// A ULID, the message's own.
  public var id: String
  /// When it was put together.
  public var time: Date
  /// When its first alert was raised.
  public var since: Date
  /// How many alerts it stands for.
  public var count: Int
  /// The keywords, in the order of their first alerts.
  ///
  /// A story that several raised stands under the first one only.
  public var groups: [Group]
  /// The ids of its alerts, oldest first.
  public var alerts: [String]

  /// Puts alerts together.
  ///
  /// Alerts of one story become one entry: the first tells it, later ones are its copies.
  ///
  /// - Parameters:
  ///   - id: a ULID, the message's own; or the first alert's id.
  ///   - time: now.
  ///   - alerts: the alerts, oldest first.
  public init(id: String, time: Date, alerts: [Alert]) {
    self.id = id
    self.time = time
    since = alerts.first?.time ?? time
    count = alerts.count
    groups = []
    self.alerts = alerts.map(\.id)
    var places: [Int64: (group: Int, story: Int)] = [:]
    for alert in alerts {
      if let place = places[alert.story.id], alert.story.id != 0 {
        groups[place.group].stories[place.story].add(alert)
        continue
      }
      let keyword = alert.keywords.first ?? ""
      let group = groups.firstIndex { $0.keyword == keyword } ?? groups.count
      if group == groups.count { groups.append(Group(keyword: keyword, stories: [])) }
      places[alert.story.id] = (group, groups[group].stories.count)
      groups[group].stories.append(Story(alert))
    }
  }

  /// Takes a digest as it was read.
  init(
    id: String, time: Date, since: Date, count: Int, groups: [Group], alerts: [String]
  ) {
    self.id = id
    self.time = time
    self.since = since
    self.count = count
    self.groups = groups
    self.alerts = alerts
  }

  /// How many different stories it tells.
  public var storyCount: Int { groups.reduce(0) { $0 + $1.stories.count } }
}

extension AlertDigest.Story {
  init(_ alert: Alert) {
    id = alert.story.id
    self.alert = alert.id
    time = alert.time
    severity = alert.severity
    keywords = alert.keywords.map { AlertText.keyword($0, of: alert) }
    title = alert.item.title
    url = alert.item.url
    source = alert.feed.name
    excerpt = AlertText.excerpt(of: alert)
    copies = []
    for source in alert.story.sources where source != alert.feed.name {
      copies.append(AlertDigest.Copy(source: source))
    }
  }

  /// Takes a later alert of the story in: as a copy, unless it is of the same page.
  mutating func add(_ alert: Alert) {
    severity = max(severity, alert.severity)
    for keyword in alert.keywords.map({ AlertText.keyword($0, of: alert) })
    where !keywords.contains(keyword) { keywords.append(keyword) }
    let copy = AlertDigest.Copy(
      source: alert.feed.name, title: alert.item.title, url: alert.item.url)
    guard copy.url != url || copy.source != source, !copies.contains(copy) else { return }
    copies.removeAll { $0.source == copy.source && $0.url == nil }
    copies.append(copy)
  }
}
