public import FoundationEssentials

/// One fetch as it ended, with what it cost.
public struct FetchResult: Sendable {
  /// A redirect that was followed.
  public struct Hop: Sendable, Hashable {
    /// The URL that answered with the redirect, without user info.
    public let url: String
    /// 301, 302, 303, 307 or 308.
    public let status: Int
    /// Whether the server says that the move is for good (301, 308).
    public var isPermanent: Bool { status == 301 || status == 308 }
  }

  /// The way of a fetch that is to go on at another host, to which a redirect has led.
  public struct Detour: Sendable {
    let itinerary: Itinerary
    /// The URL to be asked next, without user info.
    public var url: String { itinerary.current.text }
  }

  /// Where the time went, over all hops.
  public struct Timing: Sendable, Hashable {
    /// Finding addresses.
    public var nameLookup: Duration = .zero
    /// TCP and TLS.
    public var connect: Duration = .zero
    /// From the start of the fetch to the first byte of its last answer.
    public var firstByte: Duration = .zero
    /// The whole.
    public var total: Duration = .zero
  }

  /// The request's number.
  public let id: UInt64
  /// What came of it.
  public let outcome: FetchOutcome
  /// The redirects followed, in order.
  public let hops: [Hop]
  /// The URL that gave the outcome, without user info and fragment: the base of relative links,
  /// and the one that validators in the response belong to.
  public let finalURL: String
  /// Where the time went.
  public let timing: Timing
  /// Header and body bytes received, as they came over the wire, over all hops.
  public let bytesReceived: Int
  /// Whether the last hop found its connection already open.
  public let connectionReused: Bool
  /// "1.0", "1.1", "2" or "3"; nil when there was no answer.
  public let httpVersion: String?
  /// Whether the request that gave the outcome carried validators: not where a redirect led to a
  /// URL that they do not belong to.
  public let sentValidators: Bool
  /// When the last byte was there, by the fetcher's clock.
  public let receivedAt: Date
  /// How the fetch goes on, where it stayed at its host (``FetchRequest/staysAtHost``).
  public internal(set) var detour: Detour?

  /// The body bytes that this result holds and that the receiver has to give back with
  /// ``Fetcher/releaseBody(_:)``.
  public var heldBodyBytes: Int { body.count }

  /// The body, decompressed; empty where there was no whole answer.
  var body: [UInt8] {
    switch outcome {
    case .response(let response), .notModified(let response): response.body
    case .failed: []
    }
  }
}

/// What came of a fetch.
///
/// "Not modified" is an outcome, not an error.
public enum FetchOutcome: Sendable {
  /// An answer, whole, whatever its status.
  case response(Response)
  /// A 304 to the validators that were sent; its own may replace them (RFC 9111, section 4.3.4).
  case notModified(Response)
  /// No whole answer.
  case failed(TransferError)
}

/// One whole answer of a server.
public struct Response: Sendable {
  /// The status code.
  public let status: Int
  /// The header fields.
  public let headers: HTTPHeaders
  /// The body, decompressed.
  public let body: [UInt8]

  /// Takes the three parts.
  public init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
