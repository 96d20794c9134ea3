/// All of `config.json`, checked, with defaults filled in and paths made absolute.
public struct Configuration: Sendable, Hashable {
  /// The feeds, at least one, in the order written.
  public var feeds: [FeedConfiguration]
  /// The keywords, at least one, in the order written.
  public var keywords: [KeywordConfiguration]
  /// The channels in the order written; standard output alone where none are.
  public var channels: [ChannelConfiguration]
  /// How alerts come about.
  public var alerts: AlertsConfiguration
  /// The database's absolute path.
  public var database: String
  /// How feeds are asked.
  public var polling: PollingConfiguration
  /// The IANA zone that rules every time of day; nil: the machine's.
  public var zone: String?
  /// How long things are kept.
  public var retention: RetentionConfiguration
  /// The page; nil: none is served.
  public var web: WebConfiguration?

  /// Makes a configuration of feeds and keywords, the rest by default.
  public init(feeds: [FeedConfiguration], keywords: [KeywordConfiguration], database: String) {
    self.feeds = feeds
    self.keywords = keywords
    self.database = database
    channels = [.standardOutput]
    alerts = AlertsConfiguration()
    polling = PollingConfiguration()
    retention = RetentionConfiguration()
  }
}

/// How alerts come about, as `alerts` says.
public struct AlertsConfiguration: Sendable, Hashable {
  /// At a feed's first poll, items dated older than this are logged as old.
  public var maxAge: Duration = .seconds(7 * 86_400)
  /// Whether a copy of an alerted story alerts again.
  public var copiesAlert = false

  /// Makes the defaults.
  public init() {}
}

/// How long things are kept, as `retention` says.
public struct RetentionConfiguration: Sendable, Hashable {
  /// How long items without an alert are kept; nil: for ever.
  public var items: Duration? = .seconds(180 * 86_400)
  /// How long alerts, and the items they name, are kept; nil: for ever.
  public var alerts: Duration?
  /// The size of the database above which the oldest items without an alert go; nil: any.
  public var maxSizeBytes: Int?

  /// Makes the defaults.
  public init() {}
}

/// The page, as `web` says.
public struct WebConfiguration: Sendable, Hashable {
  /// The address to listen on: a literal address or `localhost`, IPv6 without brackets.
  public var host: String
  /// The port; 0: any free one.
  public var port: Int
  /// The URL people reach the page by, for links in messages; no slash at its end.
  public var publicURL: String?

  /// Makes a page's settings.
  public init(host: String, port: Int, publicURL: String? = nil) {
    self.host = host
    self.port = port
    self.publicURL = publicURL
  }
}
