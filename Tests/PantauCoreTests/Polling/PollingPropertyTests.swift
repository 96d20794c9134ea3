import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("What holds for every poll")
struct PollingPropertyTests {
  static let headerValues: [String?] = [
    nil, nil, "0", "60", "3600", "86400", "99999999999999999999", "-1", "", "garbage", "\u{FF}",
    "Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
  ]

  @Test(
    "no wait is shorter than the server asks, nor longer than the ceilings",
    arguments: 0..<30 as Range<UInt64>)
  func bounds(_ seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var feed = PolledFeed(
      interval: [nil, nil, .seconds(1), .seconds(700)].randomElement(using: &dice) ?? nil)
    for _ in 0..<300 {
      let failures: [PollAnswer.Outcome] = PollFailure.allCases.map { .failed($0) }
      let outcome = ([.feed, .feed, .notModified] + failures).randomElement(using: &dice) ?? .feed
      let maxAge =
        [nil, "max-age=3600", "max-age=99999999999999999999", "max-age=0,no-store"]
        .randomElement(using: &dice) ?? nil
      var asked: PollAnswer?
      let start = feed.now
      feed.rhythm.isGone = false
      let decision = feed.poll(outcome) {
        let value = { Self.headerValues.randomElement(using: &dice) ?? nil }
        $0.headers = .of(
          retryAfter: value(), date: value(), age: value(), cacheControl: maxAge, expires: value())
        $0.hints = FeedHints(
          ttlSeconds: [nil, 0, -9, 600, .max, .min].randomElement(using: &dice) ?? nil,
          syndicationSeconds: [nil, 0, -9, 9_000, .max].randomElement(using: &dice) ?? nil,
          skipHours: [[], [3, 4, 5], Set(-9...99)].randomElement(using: &dice) ?? [],
          skipDays: [[], [0, 6], Set(-9...99)].randomElement(using: &dice) ?? [])
        $0.newItems = [0, 1, 30, .max, .min].randomElement(using: &dice) ?? 0
        $0.knownItems = [0, 1, 30, .max, .min].randomElement(using: &dice) ?? 0
        $0.alerts = [0, 1, .max, .min].randomElement(using: &dice) ?? 0
        $0.publishedTimes = [.distantPast, .distantFuture, $0.receivedAt]
        asked = $0
      }
      guard outcome != .failed(.gone), let asked else {
        #expect(decision.due == .distantFuture)
        continue
      }
      let ceiling = outcome == .feed || outcome == .notModified ? 6 * 3_600 * 1.1 : 87_000
      #expect(feed.lastWait <= ceiling)
      #expect(feed.lastWait >= 0.9)
      if case .failed = outcome, let after = asked.headers.retryAfterSeconds(received: start) {
        #expect(feed.lastWait >= min(Double(after), 86_400))
      } else if feed.interval == nil, let fresh = asked.headers.freshness(received: start) {
        if outcome == .feed { #expect(feed.lastWait >= min(Double(fresh.seconds), 21_600)) }
      }
      #expect(feed.rhythm.nextDue == decision.due)
      #expect(
        !PollExplanation(
          rhythm: feed.rhythm, rules: feed.rules, operatorInterval: feed.interval
        ).sentences(now: feed.now).isEmpty)
    }
  }

  @Test("a clock that is set back between two polls does no harm")
  func clockBack() {
    var feed = PolledFeed.proven()
    for _ in 0..<50 {
      feed.now = feed.now.addingTimeInterval(-86_400)
      feed.poll(.feed) { $0.newItems = 2 }
      #expect((270...24_000).contains(feed.lastWait))
      #expect(feed.rhythm.rate.perDay.isFinite)
    }
  }
}
