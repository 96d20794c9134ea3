/// How feeds are asked, as `polling` says.
public struct PollingConfiguration: Sendable, Hashable {
  /// The least wait between polls of a feed without an interval of its own.
  public var minInterval: Duration = .seconds(300)
  /// The longest wait between polls of a live feed.
  public var maxInterval: Duration = .seconds(6 * 3_600)
  /// The budget of all feeds without an interval of their own; nil: four an hour for each.
  public var requestsPerHour: Int?
  /// How many transfers at once.
  public var concurrency = 256
  /// How many transfers at once to one host.
  public var perHost = 2
  /// The least time between two starts to one host.
  public var hostGap: Duration = .seconds(1)
  /// The longest time a transfer may take.
  public var timeout: Duration = .seconds(30)
  /// The largest body, in bytes after decompression.
  public var maxBodyBytes = 8_000_000
  /// The operator's http(s) URL or mail address, for the servers' people; nil: none was written.
  public var contact: String?
  /// The User-Agent in full; nil: ``userAgent(version:)`` makes it.
  public var customUserAgent: String?
  /// Whether URLs that came from the network may lead to private addresses.
  public var allowsPrivateAddresses = false
  /// The proxy's URL; nil: the environment's, if any.
  public var proxy: SecretSetting?

  /// The contact that stands in for one not written.
  public static let defaultContact = "https://pantau.example"

  /// Makes the defaults.
  public init() {}

  /// The User-Agent to send.
  public func userAgent(version: String) -> String {
    customUserAgent ?? "pantau/\(version) (+\(contact ?? Self.defaultContact); feed poller)"
  }
}
