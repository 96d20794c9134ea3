import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Permanent redirects")
struct RedirectMemoryTests {
  static let target = "https://new.example/feed"

  /// A feed that has led to the target so many times, so many hours apart.
  static func feed(times: Int, hoursApart: Double, to target: String? = target) -> PolledFeed {
    var feed = PolledFeed(interval: .seconds(Int64(hoursApart * 3_600)))
    for index in 0..<times {
      feed.now = PolledFeed.start.addingTimeInterval(Double(index) * hoursApart * 3_600)
      feed.poll(.feed) { $0.permanentTarget = target }
    }
    return feed
  }

  @Test(
    "count after five equal answers over at least a day",
    arguments: [
      (5, 6.0, true), (4, 24.0, false), (5, 5.9, false), (20, 1.0, false), (25, 1.0, true),
    ])
  func adoption(_ times: Int, _ hoursApart: Double, _ isAdopted: Bool) {
    let feed = Self.feed(times: times, hoursApart: hoursApart)
    #expect((feed.rhythm.asksRedirectTarget(at: feed.now) == Self.target) == isAdopted)
  }

  @Test("count only when each answer is a feed and leads to the same place")
  func interruptions() {
    var failing = Self.feed(times: 4, hoursApart: 8)
    failing.poll(.failed(.notAFeed)) { $0.permanentTarget = Self.target }
    failing.poll(.feed) { $0.permanentTarget = Self.target }
    #expect(failing.rhythm.redirect?.count == 1)
    var elsewhere = Self.feed(times: 4, hoursApart: 8)
    elsewhere.poll(.feed) { $0.permanentTarget = "https://other.example/" }
    #expect(elsewhere.rhythm.redirect?.target == "https://other.example/")
    #expect(elsewhere.rhythm.redirect?.count == 1)
    var direct = Self.feed(times: 4, hoursApart: 8)
    direct.poll(.notModified)
    #expect(direct.rhythm.redirect == nil)
    #expect(Self.feed(times: 9, hoursApart: 8, to: nil).rhythm.redirect == nil)
  }

  @Test("are told once, and the old address is asked every week")
  func weeklyRetry() {
    var feed = Self.feed(times: 4, hoursApart: 8)
    let adopted = feed.poll(.feed) { $0.permanentTarget = Self.target }
    #expect(adopted.notes == [.redirectAdopted(target: Self.target)])
    let since = feed.rhythm.redirect?.adopted ?? .distantFuture
    let week = since.addingTimeInterval(7 * 86_400)
    #expect(feed.rhythm.asksRedirectTarget(at: week.addingTimeInterval(-1)) == Self.target)
    #expect(feed.rhythm.asksRedirectTarget(at: week) == nil)
    // What the target answers changes nothing.
    feed.poll(.failed(.http404)) { $0.askedOriginal = false }
    #expect(feed.rhythm.asksRedirectTarget(at: since) == Self.target)
    // The old address is dead: the target stays, and another week passes.
    feed.now = week
    feed.poll(.failed(.http404))
    #expect(feed.rhythm.asksRedirectTarget(at: week.addingTimeInterval(60)) == Self.target)
    // It answers itself: the move is over.
    feed.now = week.addingTimeInterval(8 * 86_400)
    let back = feed.poll(.feed)
    #expect(back.notes == [.redirectDropped(target: Self.target)])
    #expect(feed.rhythm.redirect == nil)
  }

  @Test("with an absurdly long target are not remembered")
  func longTarget() {
    let limit = RedirectMemory.maxTargetBytes
    let fits = String(repeating: "a", count: limit)
    #expect(Self.feed(times: 1, hoursApart: 1, to: fits).rhythm.redirect != nil)
    #expect(Self.feed(times: 1, hoursApart: 1, to: fits + "a").rhythm.redirect == nil)
  }
}
