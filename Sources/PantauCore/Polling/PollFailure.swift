/// The ways in which a poll yields no feed, as far as they differ in when to try again.
public enum PollFailure: UInt8, Sendable, Hashable, CaseIterable {
  /// The name server said "try again".
  case dnsTemporary = 1
  /// The name does not exist.
  case dns = 2
  /// The certificate or the handshake was refused.
  case tls = 3
  /// It took too long, at whatever stage.
  case timeout = 4
  /// A status from 500 to 599.
  case http5xx = 5
  /// Status 404.
  case http404 = 6
  /// Status 410: the only answer that ends polling.
  case gone = 7
  /// Status 403.
  case forbidden = 8
  /// Status 429.
  case tooMany = 9
  /// An answer that is no feed: a web page, nothing, something broken.
  case notAFeed = 10
  /// Anything else: refused connections, refused redirects, too large, other statuses.
  case other = 11

  /// By how much the failure factor grows.
  ///
  /// Doubling at every failure proved too brutal for feeds with long intervals, so the wait grows
  /// by a share of the interval, a smaller one where the fault is likely to pass.
  var growth: Double {
    switch self {
    case .dnsTemporary: 0.25
    case .http5xx, .http404, .tls, .timeout: 0.5
    default: 1
    }
  }

  /// What happened, in words that follow "the last poll failed: ".
  var inWords: String {
    switch self {
    case .dnsTemporary: "the name server could not answer just then"
    case .dns: "the host's name is unknown"
    case .tls: "no secure connection"
    case .timeout: "no answer in time"
    case .http5xx: "an error of the server (5xx)"
    case .http404: "not found (404)"
    case .gone: "gone (410)"
    case .forbidden: "forbidden (403)"
    case .tooMany: "too many requests (429)"
    case .notAFeed: "the answer was no feed"
    case .other: "no usable answer"
    }
  }
}
