import PantauCore

/// The way of one fetch: where it started, where it is, what that allows.
struct Itinerary {
  let start: HTTPURL
  private(set) var current: HTTPURL
  private(set) var hops: [FetchResult.Hop] = []
  private(set) var visited: [String]
  /// False from the first redirect on that changes scheme, host or port, also after a return: what
  /// the other origin sent us back for is its wish, not the operator's.
  private(set) var hasNeverLeftOrigin = true
  /// Whose host and port may be anywhere; nil when the feed's URL could not be read.
  private let own: HTTPURL?
  private let validatorsURL: String

  /// Reads the request's URLs.
  init(_ request: FetchRequest) throws(TransferError) {
    start = try Self.read(request.url, request.limits)
    current = start
    visited = [start.text]
    let ownURL = request.addressPolicy.ownURL
    own = ownURL == nil ? start : ownURL.flatMap { try? CurlURL.parse($0) }
    validatorsURL =
      request.validatorsURL.flatMap { try? CurlURL.parse($0).text } ?? start.text
  }

  /// Whether the current host and port are the operator's own and may be anywhere.
  var isTrusted: Bool { own.map { current.hasAuthority(of: $0) } ?? false }

  /// Whether the validators were given by the current URL.
  var isAtValidatorsURL: Bool { current.text == validatorsURL }

  /// Goes on to the next URL.
  mutating func follow(_ target: HTTPURL, status: Int) {
    hops.append(FetchResult.Hop(url: current.text, status: status))
    visited.append(target.text)
    hasNeverLeftOrigin = hasNeverLeftOrigin && target.hasOrigin(of: start)
    current = target
  }

  private static func read(_ url: String, _ limits: FetchLimits) throws(TransferError) -> HTTPURL {
    do throws(HTTPURL.Problem) {
      return try CurlURL.parse(url)
    } catch {
      let shown = RedactedURL.text(url)
      switch error {
      case .scheme(let scheme):
        throw .refusal(
          .unsupportedScheme, at: shown, detail: "its scheme is \"\(scheme)\"", limits: limits)
      case .malformed(let reason):
        throw .refusal(.badRequest, at: shown, detail: "it is no URL: \(reason)", limits: limits)
      }
    }
  }
}
