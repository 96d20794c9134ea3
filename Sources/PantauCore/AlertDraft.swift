public import FoundationEssentials

/// An alert about to be raised: what the matcher found, before the archive knows the item's number
/// and which keywords its story has raised already.
public struct AlertDraft: Sendable, Hashable {
  /// The id the alert will have (a ULID).
  public var id: String
  /// The id of a message that tells what became of the story instead (another ULID); empty where no
  /// channel asks for such.
  public var updateID = ""
  /// When the keywords were found.
  public var time: Date
  /// When the item's last byte arrived.
  public var seen: Date
  /// The keywords that matched, in the configuration's order; never empty.
  public var raised: [RaisedKeyword]
  /// The feed that carried the item.
  public var feed: AlertFeed
  /// Whether `alerts.maxAge` holds it back from every channel but stdout.
  public var old: Bool
  /// Whether it is raised for a copy of a story that was alerted too (`alerts.copies: "alert"`).
  public var alertsAsCopy: Bool
  /// Channels that pass an alert of high severity on when nobody acknowledges it.
  public var escalations: [Escalation] = []
  /// What is kept to show later that the item was there; nil where it was not fetched just now.
  public var evidence: Evidence?
  /// Whether it tells how many stories there are now: not where it came with a feed's first poll, or
  /// long after its date.
  public var countsNow = true

  /// Makes a draft from its parts.
  public init(
    id: String, time: Date, seen: Date, raised: [RaisedKeyword], feed: AlertFeed, old: Bool,
    alertsAsCopy: Bool = false
  ) {
    self.id = id
    self.time = time
    self.seen = seen
    self.raised = raised
    self.feed = feed
    self.old = old
    self.alertsAsCopy = alertsAsCopy
  }

  /// The alert for those keywords that the story has not raised yet, and the channels it goes to.
  ///
  /// - Parameters:
  ///   - item: the item, with its number in the archive.
  ///   - story: the story it belongs to.
  ///   - known: keywords that the story has raised before.
  ///   - muted: keywords that are muted now; they add no channel and, beside others, no severity.
  /// - Returns: nil where nothing new is left.
  public func alert(
    for item: AlertItem, in story: AlertStory, without known: Set<String> = [],
    muted: Set<String> = []
  ) -> (alert: Alert, channels: [String])? {
    let fresh = raised.filter { !known.contains($0.match.keyword) }
    let heard = fresh.filter { !muted.contains($0.match.keyword) }
    guard let severity = (heard.isEmpty ? fresh : heard).map(\.severity).max() else { return nil }
    let channels = Self.union(heard.map(\.channels))
    // A keyword with meanings brings an entry for each sense found, and is one keyword all the same.
    var keywords: [String] = []
    for name in fresh.map(\.match.keyword) where !keywords.contains(name) { keywords.append(name) }
    let alert = Alert(
      id: id, time: time, severity: severity, keywords: keywords,
      matches: fresh.map(\.match), item: item, feed: feed, story: story, seen: seen,
      muted: heard.isEmpty, old: old)
    return (alert, channels)
  }

  /// The channels that are told of something that befell this item's story, each once.
  ///
  /// - Parameters:
  ///   - event: what befell it, such as ``Alert/updated``.
  ///   - muted: keywords that are muted now; they add no channel.
  /// - Returns: the channels' names, in the configuration's order by keyword.
  public func channels(taking event: String, muted: Set<String> = []) -> [String] {
    let heard = raised.filter { !muted.contains($0.match.keyword) }
    return Self.union(
      heard.map { event == Alert.created ? $0.channels : $0.eventChannels[event] ?? [] })
  }

  private static func union(_ lists: [[String]]) -> [String] {
    var names: [String] = []
    for name in lists.joined() where !names.contains(name) { names.append(name) }
    return names
  }
}

/// A keyword that an item raises: the match, and where the operator wants to hear of it.
public struct RaisedKeyword: Sendable, Hashable {
  /// What was found.
  public var match: KeywordMatch
  /// The keyword's severity.
  public var severity: Severity
  /// The names of the channels that take its alert.
  public var channels: [String]
  /// The names of the channels that are told of what befalls the story or keyword afterwards; only
  /// events that some channel asks for are here.
  public var eventChannels: [String: [String]]

  /// Makes a raised keyword.
  public init(
    match: KeywordMatch, severity: Severity, channels: [String],
    eventChannels: [String: [String]] = [:]
  ) {
    self.match = match
    self.severity = severity
    self.channels = channels
    self.eventChannels = eventChannels
  }
}
