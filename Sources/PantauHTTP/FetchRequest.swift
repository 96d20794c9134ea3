public import PantauCore

/// One thing to fetch, with everything that decides how.
public struct FetchRequest: Sendable {
  /// What is asked of the server.
  public enum Method: Sendable, Hashable {
    /// A plain GET.
    case get
    /// A POST of these bytes; the headers should name their `Content-Type`.
    case post([UInt8])
    /// A PUT of these bytes, for services whose requests may be repeated under one name.
    case put([UInt8])
  }

  /// The caller's own number, handed back in the result.
  public var id: UInt64
  /// An absolute http or https URL.
  ///
  /// A user and password in it are sent as Basic authorization to its origin only, and appear in no
  /// result and no message.
  public var url: String
  /// GET unless said otherwise.
  public var method: Method
  /// The operator's own headers.
  ///
  /// They are dropped for good when a redirect leaves the origin.
  public var headers: [(name: String, value: String)]
  /// What to ask "has it changed?" with, byte for byte.
  public var validators: Validators
  /// The URL whose answer gave the validators; nil means ``url``.
  ///
  /// They are sent to that URL only, for they describe what that one URL had (RFC 9110, section
  /// 8.8).
  public var validatorsURL: String?
  /// Times and sizes.
  public var limits: FetchLimits
  /// The value of `User-Agent`.
  public var userAgent: String
  /// The value of `Accept`.
  public var accept: String
  /// A file of certificate authorities in PEM that replaces the system's for this host.
  public var caFile: String?
  /// Which addresses may be reached.
  public var addressPolicy: AddressPolicy
  /// Whether redirects are followed; else the 3xx itself is the response.
  public var followsRedirects: Bool
  /// Whether a redirect to another host is not followed; then the 3xx is the response, and the result has
  /// a ``FetchResult/detour``.
  public var staysAtHost = false
  /// Where a fetch goes on that stayed at its host; nil starts at ``url``.
  public var detour: FetchResult.Detour?

  /// What feeds are asked for: feed types first (checklist of polite pollers, line 33).
  public static let feedAccept =
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    + "text/xml;q=0.9, */*;q=0.1"

  /// Takes the fields; only the URL and the user agent have no default.
  public init(
    id: UInt64 = 0, url: String, method: Method = .get,
    headers: [(name: String, value: String)] = [], validators: Validators = Validators(),
    validatorsURL: String? = nil, limits: FetchLimits = FetchLimits(), userAgent: String,
    accept: String = FetchRequest.feedAccept, caFile: String? = nil,
    addressPolicy: AddressPolicy = .operatorURL(), followsRedirects: Bool = true
  ) {
    self.id = id
    self.url = url
    self.method = method
    self.headers = headers
    self.validators = validators
    self.validatorsURL = validatorsURL
    self.limits = limits
    self.userAgent = userAgent
    self.accept = accept
    self.caFile = caFile
    self.addressPolicy = addressPolicy
    self.followsRedirects = followsRedirects
  }
}
