public import FoundationEssentials

/// What all fetches of one ``Fetcher`` share.
public struct FetcherConfiguration: Sendable {
  /// A proxy for all hosts but some.
  public struct Proxy: Sendable, Hashable {
    /// `http://…`, `https://…` or `socks5h://…`, with user info where it needs some.
    public var url: String
    /// Hosts asked without it: names with their subdomains (`example.org`), addresses, or `*`.
    public var exceptHosts: [String]

    /// Takes the proxy's URL and the hosts that go past it.
    public init(url: String, exceptHosts: [String] = []) {
      self.url = url
      self.exceptHosts = exceptHosts
    }
  }

  /// Transfers at once, at least 1.
  ///
  /// libcurl's cost per wake-up grows with them beyond some 500.
  public var concurrency: Int
  /// Requests that may wait for their start; ``Fetcher/submit(_:)`` refuses more.
  public var maxWaiting: Int
  /// Body bytes held at once, in transfer and handed out together.
  ///
  /// Above it nothing new starts and nothing is read, until ``Fetcher/releaseBody(_:)`` gives some back.
  /// Where that takes longer than a second, or it is transfers under way that hold the bytes, one of them
  /// goes on to its end. So the ceiling is passed by one body, and by what a transfer reads before it
  /// pauses: 16 KB, of a compressed body what they unpack to.
  public var maxBufferedBodyBytes: Int
  /// How long the receiver of bodies is waited for before what has come is read all the same: servers
  /// do not wait for ever.
  var longestRest: Duration = .seconds(1)
  /// How long a found address is used again.
  public var dnsCacheTime: Duration
  /// Open connections, those in use counted; above it the one that has been idle longest is closed.
  public var maxConnections: Int
  /// How long an unused connection is kept.
  public var maxConnectionIdleTime: Duration
  /// The proxy; nil asks every host directly, whatever the environment says.
  public var proxy: Proxy?
  /// The certificate authorities in PEM; nil looks where systems keep them.
  public var caFile: String?
  /// The wall clock, which tells when an answer was there.
  public var clock: @Sendable () -> Date

  /// Takes the fields; all have defaults.
  public init(
    concurrency: Int = 256, maxWaiting: Int = 1_024, maxBufferedBodyBytes: Int = 64_000_000,
    dnsCacheTime: Duration = .seconds(300), maxConnections: Int? = nil,
    maxConnectionIdleTime: Duration = .seconds(300), proxy: Proxy? = nil, caFile: String? = nil,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.concurrency = max(1, concurrency)
    self.maxWaiting = max(1, maxWaiting)
    self.maxBufferedBodyBytes = max(0, maxBufferedBodyBytes)
    self.dnsCacheTime = dnsCacheTime
    self.maxConnections = max(1, maxConnections ?? self.concurrency + 64)
    self.maxConnectionIdleTime = maxConnectionIdleTime
    self.proxy = proxy
    self.caFile = caFile
    self.clock = clock
  }
}

extension FetcherConfiguration.Proxy {
  /// Whether a host is asked through the proxy.
  func serves(host: String) -> Bool {
    !exceptHosts.contains { entry in
      let name = (entry.hasPrefix(".") ? String(entry.dropFirst()) : entry).asciiLowercased
      return name == "*" || host == name || host == "[\(name)]"
        || (!name.isEmpty && host.hasSuffix("." + name) && IPAddress(host) == nil)
    }
  }
}
