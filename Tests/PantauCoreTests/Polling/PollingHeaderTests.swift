import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Headers that say when to come again")
struct PollingHeaderTests {
  static let instant = Date(timeIntervalSince1970: 784_111_777)

  @Test(
    "reads the three forms of HTTP dates, odd spacing included",
    arguments: [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      "Sun,  6 Nov 1994 08:49:37 GMT", "sun, 06 nov 1994 08:49:37 gmt", "06 Nov 1994 08:49:37 UTC",
      "Mon, 06 Nov 1994 08:49:37 GMT",
    ])
  func readsDates(_ text: String) {
    #expect(HTTPDate.parse(text.utf8) == Self.instant)
  }

  @Test(
    "refuses what is no HTTP date",
    arguments: [
      "", "0", "-1", "never", "Sun, 06 Nov 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 EST",
      "Sun, 06 Nov 1994 08:49:37 -0500", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
      "1994-11-06T08:49:37Z", ":::::", "Sun Nov 99999999999999999999 08:49:37 1994",
      String(repeating: "1 ", count: 500),
    ])
  func refusesDates(_ text: String) {
    #expect(HTTPDate.parse(text.utf8) == nil)
  }

  @Test(
    "reads Cache-Control",
    arguments: [
      ("max-age=60", 60, false), ("public, MAX-AGE=60", 60, false), ("max-age=\"60\"", 60, false),
      ("max-age=60, max-age=90", 60, false), ("s-maxage=60", nil, false),
      ("no-cache, max-age=60", 60, true), ("no-store", nil, true),
      ("no-cache=\"Set-Cookie, X\", max-age=60", 60, false), ("max-age=-5", nil, false),
      ("max-age=", nil, false), ("max-age", nil, false), ("=,,;\"", nil, false),
      ("max-age=99999999999999999999", 2_147_483_648, false), ("x=\"max-age=5\"", nil, false),
    ] as [(String, Int?, Bool)])
  func readsCacheControl(_ text: String, _ maxAge: Int?, _ forbidsReuse: Bool) {
    let control = CacheControl(parsing: Array(text.utf8))
    #expect(control.maxAge == maxAge)
    #expect(control.forbidsReuse == forbidsReuse)
  }

  @Test(
    "reads Retry-After as seconds or as a date measured against Date",
    arguments: [
      ("3600", nil, 3_600), (" 5 ", nil, 5), ("0", nil, 0),
      ("99999999999999999999", nil, 2_147_483_648),
      ("Sun, 06 Nov 1994 09:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", 3_600),
      ("Sun, 06 Nov 1994 07:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", 0),
      // Without a Date header our own clock counts: ten minutes before 08:49:37 here.
      ("Sun, 06 Nov 1994 08:49:37 GMT", nil, 600),
      ("Sun, 06 Nov 1994 08:49:37 GMT", "garbage", 600),
      ("-5", nil, nil), ("soon", nil, nil), ("", nil, nil), ("1.5", nil, nil),
    ] as [(String, String?, Int?)])
  func readsRetryAfter(_ text: String, _ date: String?, _ seconds: Int?) {
    let headers = PollHeaders(
      retryAfter: Array(text.utf8), date: date.map { Array($0.utf8) })
    let received = Self.instant.addingTimeInterval(-600)
    #expect(headers.retryAfterSeconds(received: received) == seconds)
  }

  @Test(
    "takes freshness from max-age minus Age, else from Expires minus Date",
    arguments: [
      (PollHeaders(cacheControl: Array("max-age=600".utf8)), 600),
      (PollHeaders(age: Array("200".utf8), cacheControl: Array("max-age=600".utf8)), 400),
      (PollHeaders(age: Array("900".utf8), cacheControl: Array("max-age=600".utf8)), 0),
      (PollHeaders(age: Array("x".utf8), cacheControl: Array("max-age=600".utf8)), 600),
      (PollHeaders(cacheControl: Array("no-cache, max-age=600".utf8)), nil),
      (
        PollHeaders(
          date: Array("Sun, 06 Nov 1994 08:49:37 GMT".utf8),
          expires: Array("Sun, 06 Nov 1994 09:49:37 GMT".utf8)), 3_600
      ),
      (
        PollHeaders(
          date: Array("Sun, 06 Nov 1994 08:49:37 GMT".utf8), cacheControl: Array("max-age=60".utf8),
          expires: Array("Sun, 06 Nov 1994 09:49:37 GMT".utf8)), 60
      ),
      (
        PollHeaders(
          date: Array("Sun, 06 Nov 1994 08:49:37 GMT".utf8),
          expires: Array("Thu, 01 Jan 1970 00:00:00 GMT".utf8)), 0
      ),
      (PollHeaders(expires: Array("-1".utf8)), 0),
      (PollHeaders(), nil),
    ] as [(PollHeaders, Int?)])
  func takesFreshness(_ headers: PollHeaders, _ seconds: Int?) {
    #expect(headers.freshness(received: Self.instant)?.seconds == seconds)
  }
}
