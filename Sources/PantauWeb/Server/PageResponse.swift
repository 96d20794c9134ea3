import FoundationEssentials
import PantauCore

/// The statuses that are used here (RFC 9110, section 15; 431 is of RFC 6585).
enum PageStatus: Int, Sendable, Hashable {
  case ok = 200
  case badRequest = 400
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case requestTimeout = 408
  case gone = 410
  case lengthRequired = 411
  case bodyTooLarge = 413
  case addressTooLong = 414
  case misdirected = 421
  case headersTooLarge = 431
  case unavailable = 503
  case versionNotSupported = 505

  /// The words that go with it.
  var phrase: String {
    switch self {
    case .ok: "OK"
    case .badRequest: "Bad Request"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .requestTimeout: "Request Timeout"
    case .gone: "Gone"
    case .lengthRequired: "Length Required"
    case .bodyTooLarge: "Content Too Large"
    case .addressTooLong: "URI Too Long"
    case .misdirected: "Misdirected Request"
    case .headersTooLarge: "Request Header Fields Too Large"
    case .unavailable: "Service Unavailable"
    case .versionNotSupported: "HTTP Version Not Supported"
    }
  }
}

/// An answer: a status, a text of some type, and headers beside those that each answer has.
struct PageResponse: Sendable, Hashable {
  /// The status.
  var status: PageStatus
  /// The media type.
  var type: String
  /// The body.
  var body: [UInt8]
  /// Further headers; names and values are ours.
  var headers: [FormText.Pair]

  /// Makes an answer.
  init(
    _ text: String, status: PageStatus = .ok, type: String = "text/plain; charset=utf-8",
    headers: [FormText.Pair] = []
  ) {
    self.status = status
    self.type = type
    self.headers = headers
    body = Array(text.utf8)
  }

  /// The answer as it goes out.
  ///
  /// One request a connection: a page is a handful of requests, and nobody holds a place here by
  /// being idle.
  ///
  /// - Parameters:
  ///   - now: for `Date` (RFC 9110, section 6.6.1).
  ///   - withBody: false for the answer to HEAD, which says how long the body would be.
  /// - Returns: head and body.
  func bytes(at now: Date, withBody: Bool) -> [UInt8] {
    let own = [
      FormText.Pair("Date", HTTPDate.text(now)), FormText.Pair("Content-Type", type),
      FormText.Pair("Content-Length", "\(body.count)"), FormText.Pair("Connection", "close"),
    ]
    // No scripts, no frames, nothing from elsewhere; and what is read here stays out of caches and
    // out of the Referer of articles.
    let safety = [
      FormText.Pair(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
          + "base-uri 'none'; frame-ancestors 'none'"),
      FormText.Pair("X-Content-Type-Options", "nosniff"),
      FormText.Pair("Referrer-Policy", "no-referrer"),
      FormText.Pair("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    let caching =
      headers.contains { $0.name == "Cache-Control" }
      ? [] : [FormText.Pair("Cache-Control", "no-store")]
    let lines = (own + safety + caching + headers).map { "\($0.name): \($0.value)\r\n" }.joined()
    let head = "HTTP/1.1 \(status.rawValue) \(status.phrase)\r\n\(lines)\r\n"
    return Array(head.utf8) + (withBody ? body : [])
  }
}

/// Writes instants as HTTP has them (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Mon, 23 Nov 2026 04:05:06 GMT`.
  static func text(_ instant: Date) -> String {
    let days = Int((instant.timeIntervalSince1970 / 86_400).rounded(.down))
    let day = CivilDay(daysSince1970: days)
    let clock = ISO8601.text(instant).dropFirst(11).prefix(8)
    let number = day.day < 10 ? "0\(day.day)" : "\(day.day)"
    return "\(weekdays[day.weekday]), \(number) \(months[day.month - 1]) \(day.year) \(clock) GMT"
  }
}
