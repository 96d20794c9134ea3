/// Why a fetch brought no whole answer.
public struct TransferError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, as far as the caller may act on it.
  public enum Kind: Sendable, Hashable {
    /// The name server could not answer now; the name may well exist.
    case dnsTemporary
    /// The name does not exist or has no address.
    case dns
    /// No connection, or it broke before an answer.
    case connect
    /// The proxy could not be reached or refused.
    case proxy
    /// TLS failed: certificate, name, protocol.
    case tls
    /// A time limit passed.
    case timeout
    /// The body passed ``FetchLimits/maxBodyBytes``.
    case tooLarge
    /// The head passed ``FetchLimits/maxHeaderBytes``.
    case headersTooLarge
    /// The answer broke off.
    case truncated
    /// The body's compression is damaged or unknown.
    case badEncoding
    /// What came is not HTTP as it should be.
    case badResponse
    /// A redirect leads to a URL already tried.
    case redirectLoop
    /// More redirects than ``FetchLimits/maxRedirects``.
    case tooManyRedirects
    /// A redirect that is not followed, and why.
    case redirectRefused(RedirectRefusal)
    /// The address is none that a URL from the network may reach.
    case addressRefused
    /// Neither http nor https.
    case unsupportedScheme
    /// The URL or a header of the request cannot be sent.
    case badRequest
    /// ``Fetcher/cancelAll()``, a shutdown, or the caller's own cancellation.
    case cancelled
    /// Anything else; `code` and `message` say more.
    case other
  }

  /// Why a redirect is not followed.
  public enum RedirectRefusal: Sendable, Hashable {
    /// From https to http.
    case leavesEncryption
    /// To a scheme that is neither http nor https.
    case scheme
    /// To something that is no URL.
    case badURL
    /// A POST that would change its method or leave its origin.
    case post
  }

  /// What went wrong.
  public let kind: Kind
  /// libcurl's `CURLcode`, or 0 where pantau itself decided.
  public let code: Int32
  /// What happened, where, and what to do: one sentence or two, without secrets.
  public let message: String

  /// The message.
  public var description: String { message }

  /// Takes the three parts.
  public init(kind: Kind, code: Int32 = 0, message: String) {
    self.kind = kind
    self.code = code
    self.message = message
  }
}
