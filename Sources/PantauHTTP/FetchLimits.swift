/// How long and how large one fetch may grow before it is given up.
public struct FetchLimits: Sendable, Hashable {
  /// The whole fetch, redirects included, from the start of its first hop.
  public var timeout: Duration
  /// Name lookup, TCP and TLS of one hop together.
  public var connectTimeout: Duration
  /// A transfer that moves less than one byte a second for this long has stalled.
  public var stallTimeout: Duration
  /// The body after decompression, in bytes.
  public var maxBodyBytes: Int
  /// All header lines of one hop together, in bytes, interim answers and trailers included.
  public var maxHeaderBytes: Int
  /// Redirects that are followed before the fetch is given up.
  public var maxRedirects: Int

  /// Takes the limits; the defaults are those of the polite-poller rules.
  public init(
    timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
    stallTimeout: Duration = .seconds(20), maxBodyBytes: Int = 8_000_000,
    maxHeaderBytes: Int = 65_536, maxRedirects: Int = 5
  ) {
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.stallTimeout = stallTimeout
    self.maxBodyBytes = maxBodyBytes
    self.maxHeaderBytes = maxHeaderBytes
    self.maxRedirects = maxRedirects
  }
}
