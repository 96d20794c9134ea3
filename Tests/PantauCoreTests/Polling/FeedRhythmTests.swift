import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Rhythm of a feed")
struct FeedRhythmTests {
  /// A feed with a past in which everything has happened.
  static func experienced(_ seed: UInt64) -> PolledFeed {
    var feed = PolledFeed()
    var dice = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let outcomes: [PollAnswer.Outcome] =
        [.feed, .feed, .notModified, .notModified]
        + PollFailure.allCases.filter { $0 != .gone }.map { .failed($0) }
      let outcome = outcomes[Int.random(in: 0..<outcomes.count, using: &dice)]
      feed.poll(outcome) {
        $0.newItems = outcome == .feed ? Int.random(in: 0..<40, using: &dice) : 0
        $0.alerts = min($0.newItems, 1)
        $0.bodyHash = UInt64.random(in: 0...3, using: &dice)
        $0.permanentTarget = Bool.random(using: &dice) ? "https://new.example/ä" : nil
        $0.headers = .of(
          retryAfter: Bool.random(using: &dice) ? "600" : nil,
          cacheControl: Bool.random(using: &dice) ? "max-age=900" : nil)
        $0.hints = FeedHints(ttlSeconds: 3_600, skipHours: [1, 2], skipDays: [0])
      }
      // Instants are stored to the millisecond.
      feed.now = Date(millisecondsSince1970: feed.now.millisecondsSince1970)
      feed.rhythm.nextDue = Date(millisecondsSince1970: feed.rhythm.nextDue.millisecondsSince1970)
    }
    if let until = feed.rhythm.notBefore {
      feed.rhythm.notBefore = Date(millisecondsSince1970: until.millisecondsSince1970)
    }
    return feed
  }

  @Test("comes back from its bytes as it was", arguments: 0..<40 as Range<UInt64>)
  func roundTrip(_ seed: UInt64) {
    let rhythm = Self.experienced(seed).rhythm
    #expect(FeedRhythm(bytes: rhythm.bytes) == rhythm)
    #expect(rhythm.bytes.count <= 500)
    let fresh = FeedRhythm(due: PolledFeed.start)
    #expect(FeedRhythm(bytes: fresh.bytes) == fresh)
    var gone = rhythm
    gone.nextDue = .distantFuture
    #expect(FeedRhythm(bytes: gone.bytes)?.nextDue == .distantFuture)
  }

  @Test("is read from the layout before this one, without what that lacked")
  func olderLayout() throws {
    var rhythm = Self.experienced(5).rhythm
    rhythm.redirect = nil
    // Days, clumps and prior stand last, before the byte that says whether there is a redirect.
    let added = 4 * (7 + 7 + 1 + 2 + 2)
    let bytes = rhythm.bytes
    let older = [FeedRhythm.layoutWithoutDays] + bytes[1..<bytes.count - added - 1] + [0]
    let read = try #require(FeedRhythm(bytes: older))
    #expect(read.rate.counts == rhythm.rate.counts)
    #expect(read.burst == rhythm.burst)
    #expect(read.profile.dayCounts == .zero)
  }

  @Test("is refused or harmless when its bytes are damaged")
  func damagedBytes() {
    let bytes = Self.experienced(3).rhythm.bytes
    #expect(FeedRhythm(bytes: []) == nil)
    for count in 0..<bytes.count { #expect(FeedRhythm(bytes: bytes[..<count]) == nil) }
    #expect(FeedRhythm(bytes: bytes + [0]) == nil)
    #expect(FeedRhythm(bytes: [99] + bytes.dropFirst()) == nil)
    for index in bytes.indices {
      for flip in [0x01, 0x80, 0xFF] as [UInt8] {
        var damaged = bytes
        damaged[index] ^= flip
        guard let rhythm = FeedRhythm(bytes: damaged) else { continue }
        var feed = PolledFeed()
        feed.rhythm = rhythm
        feed.poll(.feed) { $0.newItems = 3 }
        #expect((270...24 * 3_600 + 1).contains(feed.lastWait))
      }
    }
  }

  @Test("asks without validators after a week of nothing but 304, then weekly")
  func weeklyGuard() {
    var feed = PolledFeed(interval: .seconds(3_600))
    feed.poll(.feed)
    let full = feed.rhythm.lastFull ?? .distantFuture
    while feed.now.timeIntervalSince(full) < 7 * 86_400 {
      #expect(!feed.rhythm.asksUnconditionally(at: feed.now))
      feed.poll(.notModified)
    }
    #expect(feed.rhythm.asksUnconditionally(at: feed.now))
    // It fails: not again within a day.
    feed.rhythm.startUnconditional(at: feed.now)
    let failed = feed.now
    feed.poll(.failed(.timeout)) { $0.wasConditional = false }
    #expect(!feed.rhythm.asksUnconditionally(at: failed.addingTimeInterval(86_399)))
    #expect(feed.rhythm.asksUnconditionally(at: failed.addingTimeInterval(86_400)))
    // It succeeds and finds nothing: the server was right, and a week passes.
    feed.now = failed.addingTimeInterval(86_400)
    feed.rhythm.startUnconditional(at: feed.now)
    let again = feed.now
    #expect(feed.poll(.feed) { $0.wasConditional = false }.notes.isEmpty)
    #expect(feed.rhythm.guardFoundNews == nil)
    #expect(!feed.rhythm.asksUnconditionally(at: again.addingTimeInterval(7 * 86_400 - 1)))
    #expect(feed.rhythm.asksUnconditionally(at: again.addingTimeInterval(7 * 86_400)))
  }

  @Test("marks a server whose 304 hid news")
  func falseNotModified() {
    var feed = PolledFeed.proven()
    feed.now = feed.now.addingTimeInterval(8 * 86_400)
    let decision = feed.poll(.feed) {
      $0.wasConditional = false
      $0.newItems = 4
    }
    #expect(decision.notes == [.falseNotModified])
    #expect(feed.rhythm.guardFoundNews != nil)
  }

  @Test("never asks without validators before it has been given any")
  func noGuardAtFirst() {
    #expect(!FeedRhythm(due: PolledFeed.start).asksUnconditionally(at: .distantFuture))
  }

  @Test("weighs feeds whose items raise alerts more")
  func weight() {
    var dull = PolledFeed.proven()
    var hot = PolledFeed.proven()
    for _ in 0..<30 {
      dull.poll(.feed) { $0.newItems = 2 }
      hot.poll(.feed) {
        $0.newItems = 2
        $0.alerts = 2
      }
    }
    #expect(dull.rhythm.weight == 1)
    #expect(hot.rhythm.weight > 3)
    #expect(hot.rhythm.weight <= 4)
  }

  @Test("tells once of a silence that its rhythm does not explain")
  func quiet() {
    var feed = PolledFeed(interval: .seconds(3_600))
    for _ in 0..<(24 * 10) { feed.poll(.feed) { $0.newItems = 1 } }
    var events: [FeedEvent] = []
    let last = feed.rhythm.lastNews ?? .distantFuture
    var toldAfter = 0.0
    for _ in 0..<(24 * 5) {
      let at = feed.now
      let told = feed.poll(.notModified).events
      if told == [.quiet] { toldAfter = at.timeIntervalSince(last) / 86_400 }
      events += told
    }
    #expect(events == [.quiet])
    #expect((1.0...2).contains(toldAfter))
    func explained() -> PollExplanation {
      PollExplanation(rhythm: feed.rhythm, rules: feed.rules, operatorInterval: nil)
    }
    #expect(explained().quietSince == last)
    let sentence =
      "It answers, but has brought nothing new since \(ISO8601.text(last)), where it used to bring "
      + "about 24 items a day: look whether the site has another feed now."
    #expect(explained().remarks.first == sentence)
    #expect(explained().sentences(now: feed.now).contains(sentence))
    feed.poll(.failed(.timeout))
    #expect(explained().quietSince == nil)
    feed.poll(.feed) { $0.newItems = 1 }
    #expect(explained().quietSince == nil)
  }

  @Test("learns a first rate from the dates of the first document")
  func seeding() {
    var feed = PolledFeed.proven()
    feed.rhythm = FeedRhythm(due: PolledFeed.start)
    let at = feed.now
    feed.poll(.feed) {
      $0.newItems = 30
      $0.knownItems = 0
      $0.publishedTimes = (0..<30).map { at.addingTimeInterval(-3_600 * Double($0)) }
    }
    #expect((14...28).contains(feed.rhythm.rate.perDay))
    // Dates that are all alike tell nothing.
    feed.rhythm = FeedRhythm(due: PolledFeed.start)
    feed.poll(.feed) {
      $0.newItems = 30
      $0.publishedTimes = Array(repeating: at.addingTimeInterval(-7_200), count: 30)
    }
    #expect(feed.rhythm.rate.perDay == Double(LearnedRate.priorPerDay))
  }
}
