/// One feed as `feeds` lists it.
public struct FeedConfiguration: Sendable, Hashable {
  /// The absolute URL; a `file:` URL has an absolute path (`file:///…`).
  public var url: String
  /// How alerts and listings call it; nil: by the feed's own title.
  public var name: String?
  /// The group that keywords and channels may ask for.
  public var group: String?
  /// The wait between polls that the operator wrote; nil: pantau finds the best one.
  public var interval: Duration?
  /// Whether the article's page is read for each new item.
  public var fullText: Bool
  /// Headers sent with each request to the feed's own origin, in the order written.
  public var headers: [HeaderSetting]
  /// The certificate authorities trusted for this feed instead of the machine's: a PEM file's path.
  public var ca: String?
  /// The names of query parameters whose values are never shown.
  public var secretParameters: [String]

  /// Makes a feed; what is not said has its default.
  public init(
    url: String, name: String? = nil, group: String? = nil, interval: Duration? = nil,
    fullText: Bool = false, headers: [HeaderSetting] = [], ca: String? = nil,
    secretParameters: [String] = []
  ) {
    self.url = url
    self.name = name
    self.group = group
    self.interval = interval
    self.fullText = fullText
    self.headers = headers
    self.ca = ca
    self.secretParameters = secretParameters
  }

  /// The URL for logs and listings: without user info and without secret query values.
  public var shownURL: String {
    (try? WebAddress(url))?.shown(hiding: secretParameters) ?? url
  }
}

/// A request header with a value that may be secret.
public struct HeaderSetting: Sendable, Hashable {
  /// The name as written.
  public var name: String
  /// The value.
  public var value: SecretSetting

  /// Makes a header.
  public init(name: String, value: SecretSetting) {
    self.name = name
    self.value = value
  }
}
