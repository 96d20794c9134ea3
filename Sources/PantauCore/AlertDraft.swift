public import FoundationEssentials

/// An alert about to be raised: what the matcher found, before the archive knows the item's number
/// and which keywords its story has raised already.
public struct AlertDraft: Sendable, Hashable {
  /// The id the alert will have (a ULID).
  public var id: String
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

  /// Makes a draft from its parts.
  public init(
    id: String, time: Date, seen: Date, raised: [RaisedKeyword], feed: AlertFeed, old: Bool
  ) {
    self.id = id
    self.time = time
    self.seen = seen
    self.raised = raised
    self.feed = feed
    self.old = old
  }

  /// The alert for those keywords that the story has not raised yet, and the channels it goes to.
  ///
  /// - Parameters:
  ///   - item: the item, with its number in the archive.
  ///   - story: the story it belongs to.
  ///   - known: keywords that the story has raised before.
  /// - Returns: nil where nothing new is left.
  public func alert(
    for item: AlertItem, in story: AlertStory, without known: Set<String> = []
  ) -> (alert: Alert, channels: [String])? {
    let fresh = raised.filter { !known.contains($0.match.keyword) }
    guard let severity = fresh.map(\.severity).max() else { return nil }
    var channels: [String] = []
    for channel in fresh.flatMap(\.channels) where !channels.contains(channel) {
      channels.append(channel)
    }
    // A keyword with meanings brings an entry for each sense found, and is one keyword all the same.
    var keywords: [String] = []
    for name in fresh.map(\.match.keyword) where !keywords.contains(name) { keywords.append(name) }
    let alert = Alert(
      id: id, time: time, severity: severity, keywords: keywords,
      matches: fresh.map(\.match), item: item, feed: feed, story: story, seen: seen,
      muted: fresh.allSatisfy(\.muted), old: old)
    return (alert, channels)
  }
}

/// A keyword that an item raises: the match, and where the operator wants to hear of it.
public struct RaisedKeyword: Sendable, Hashable {
  /// What was found.
  public var match: KeywordMatch
  /// The keyword's severity.
  public var severity: Severity
  /// The names of the channels that take it.
  public var channels: [String]
  /// Whether the keyword is muted now; a muted one goes to no channel.
  public var muted: Bool

  /// Makes a raised keyword.
  public init(match: KeywordMatch, severity: Severity, channels: [String], muted: Bool = false) {
    self.match = match
    self.severity = severity
    self.channels = muted ? [] : channels
    self.muted = muted
  }
}
