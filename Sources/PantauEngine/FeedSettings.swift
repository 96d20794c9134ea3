import PantauCore

/// What the operator says of a feed, as polling needs it; secrets are resolved.
public struct FeedSettings: Sendable {
  /// The absolute URL: http, https or file.
  public var url: String
  /// The URL as logs may show it.
  public var shownURL: String
  /// The operator's name for it.
  public var name: String?
  /// The operator's group.
  public var group: String?
  /// The wait between polls that the operator wrote.
  public var interval: Duration?
  /// Whether the article of each new item is read.
  public var fullText: Bool
  /// Headers for the feed's own origin.
  public var headers: [(name: String, value: String)]
  /// The certificate authorities trusted instead of the machine's: a PEM file.
  public var caFile: String?

  /// Makes settings; what is not said has its default.
  public init(
    url: String, shownURL: String? = nil, name: String? = nil, group: String? = nil,
    interval: Duration? = nil, fullText: Bool = false,
    headers: [(name: String, value: String)] = [], caFile: String? = nil
  ) {
    self.url = url
    // One string for both, as of nearly all feeds.
    self.shownURL = shownURL == url ? url : shownURL ?? url
    self.name = name
    self.group = group
    self.interval = interval
    self.fullText = fullText
    self.headers = headers
    self.caFile = caFile
  }

  /// Whether a URL is of the feed's own origin, which its headers and `ca` are for.
  func isOwnOrigin(_ other: String) -> Bool {
    guard let own = URLParts(url), let parts = URLParts(other) else { return false }
    return own.origin == parts.origin
  }

  /// Whether the target of a permanent redirect may be asked instead of the feed's own URL: not where
  /// it would be sent no credentials, or trusted by another authority.
  func mayMove(to target: String) -> Bool {
    guard URLParts(url)?.userInfo == nil else { return false }
    return headers.isEmpty && caFile == nil || isOwnOrigin(target)
  }

  /// Whether the feed is a file of this machine.
  var isFile: Bool { url.hasPrefix("file:") }
}
