public import FoundationEssentials

/// The headers of an answer that have a say in when to come again, as the bytes received.
public struct PollHeaders: Sendable, Equatable {
  /// `Retry-After` (RFC 9110, section 10.2.3).
  public var retryAfter: [UInt8]?
  /// `Date`.
  public var date: [UInt8]?
  /// `Age` (RFC 9111, section 5.1).
  public var age: [UInt8]?
  /// `Cache-Control`; several lines joined by commas.
  public var cacheControl: [UInt8]?
  /// `Expires` (RFC 9111, section 5.3).
  public var expires: [UInt8]?

  /// Makes a set of headers; what is not said was not sent.
  public init(
    retryAfter: [UInt8]? = nil, date: [UInt8]? = nil, age: [UInt8]? = nil,
    cacheControl: [UInt8]? = nil, expires: [UInt8]? = nil
  ) {
    self.retryAfter = retryAfter
    self.date = date
    self.age = age
    self.cacheControl = cacheControl
    self.expires = expires
  }

  /// How long `Retry-After` asks to wait, in whole seconds of at least zero; nil without it or
  /// when it is neither a number nor a date.
  ///
  /// A date counts from the answer's `Date`, so that a wrong clock on either side does no harm, and
  /// from `received` where the answer has none.
  public func retryAfterSeconds(received: Date) -> Int? {
    guard let retryAfter else { return nil }
    let value = HeaderNumber.trimmed(retryAfter)
    if let seconds = HeaderNumber.parse(value) { return seconds }
    return HTTPDate.parse(value).map { seconds(until: $0, received: received) }
  }

  /// For how many seconds more the answer is fresh, and which header says so; nil when none does.
  ///
  /// `max-age` minus `Age`, else `Expires` minus `Date`; an unreadable `Expires` is one that has
  /// passed (RFC 9111, section 5.3); `no-cache` and `no-store` leave nothing to say.
  func freshness(received: Date) -> (seconds: Int, limit: PollReason.Limit)? {
    let control = cacheControl.map { CacheControl(parsing: $0) }
    if control?.forbidsReuse == true { return nil }
    if let maxAge = control?.maxAge {
      let age = self.age.flatMap { HeaderNumber.parse(HeaderNumber.trimmed($0)) } ?? 0
      return (max(0, maxAge - age), .maxAge)
    }
    guard let expires else { return nil }
    guard let until = HTTPDate.parse(expires) else { return (0, .expires) }
    return (seconds(until: until, received: received), .expires)
  }

  /// Whether the answer says anything of its freshness, so that what an earlier one said is over.
  var speaksOfFreshness: Bool { cacheControl != nil || expires != nil }

  private func seconds(until: Date, received: Date) -> Int {
    let from = date.flatMap { HTTPDate.parse($0) } ?? received
    let span = until.timeIntervalSince(from).rounded(.up)
    return Int(min(max(span, 0), Double(HeaderNumber.ceiling)))
  }
}
