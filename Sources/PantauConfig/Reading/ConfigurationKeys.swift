/// The keys that each object of `config.json` knows, in the order of the documentation.
///
/// The published schema lists the same ones; a test compares the two.
public enum ConfigurationKeys {
  /// The top level.
  public static let root = [
    "$schema", "feeds", "keywords", "channels", "alerts", "database", "polling", "zone",
    "retention", "web",
  ]
  /// An entry of `feeds`.
  public static let feed = [
    "url", "name", "group", "interval", "fullText", "headers", "ca", "secretParameters",
  ]
  /// An entry of `keywords`.
  public static let keyword = [
    "name", "query", "groups", "feeds", "fields", "languages", "hours", "severity", "channels",
    "meanings", "alertOn", "language", "clitics", "for", "until",
  ]
  /// What every entry of `channels` takes.
  public static let anyChannel = [
    "type", "keywords", "groups", "severity", "events", "rate", "quietHours", "digest", "high",
    "retry", "acknowledge", "then",
  ]
  /// A channel of type `stdout`.
  public static let stdout = anyChannel + ["format"]
  /// A channel of type `file`.
  public static let file = anyChannel + ["path", "format"]
  /// A channel of type `exec`.
  public static let exec = anyChannel + ["command", "timeout"]
  /// A channel of type `webhook`.
  public static let webhook =
    anyChannel + [
      "url", "format", "secret", "token", "chat", "room", "user", "headers", "ca", "template",
      "contentType",
    ]
  /// A channel of type `email`.
  public static let email =
    anyChannel + ["to", "from", "smtp", "startTLS", "user", "password", "ca"]
  /// `quietHours` of a channel.
  public static let quietHours = ["from", "to", "then"]
  /// `hours` of a keyword.
  public static let hours = ["from", "to"]
  /// `alerts`.
  public static let alerts = ["maxAge", "copies"]
  /// `polling`.
  public static let polling = [
    "minInterval", "maxInterval", "requestsPerHour", "concurrency", "perHost", "hostGap",
    "timeout", "maxBody", "contact", "userAgent", "allowPrivateAddresses", "proxy",
  ]
  /// `retention`.
  public static let retention = ["items", "alerts", "maxSize"]
  /// `web`.
  public static let web = ["listen", "publicURL"]

  /// The keys of a channel by the value of its `type`.
  public static func channel(type: String) -> [String]? {
    switch type {
    case "stdout": stdout
    case "file": file
    case "exec": exec
    case "webhook": webhook
    case "email": email
    default: nil
    }
  }

  /// The values of a channel's `type`.
  public static let channelTypes = ["stdout", "webhook", "email", "file", "exec"]
}
