import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Scheduler")
struct SchedulerTests {
  static let wall = PolledFeed.start
  static let start = MonotonicInstant(nanoseconds: 1_000)

  /// A scheduler with feeds that were last polled an hour ago.
  static func scheduler(
    _ rules: PollingRules = PollingRules(), feeds: Int = 0, host: String? = nil, dueIn: Double = 0
  ) -> Scheduler {
    var scheduler = Scheduler(rules: rules)
    for feed in 0..<feeds {
      scheduler.add(
        Int64(feed), host: PollHost(name: host ?? "h\(feed).example"),
        schedule: StoredSchedule(
          due: wall.addingTimeInterval(dueIn), lastPoll: wall.addingTimeInterval(-3_600)),
        demand: .none, wall: wall, now: start)
    }
    return scheduler
  }

  /// Starts and ends everything that comes up within a time; gives each start's second and feed.
  static func run(
    _ scheduler: inout Scheduler, for seconds: Double, credits: Int = 1_000
  ) -> [(second: Double, feed: Int64)] {
    var log: [(second: Double, feed: Int64)] = []
    var now = start
    while now.seconds(since: start) <= seconds {
      for feed in scheduler.next(credits, now: now) {
        log.append((now.seconds(since: start), feed))
        scheduler.finish(
          feed, decision: PollDecision(due: .distantFuture, reason: PollReason(.gone)),
          wall: wall.addingTimeInterval(now.seconds(since: start)), now: now)
      }
      guard let wake = scheduler.nextWake else { break }
      now = max(wake, now.advanced(bySeconds: 0.001))
    }
    return log
  }

  @Test("starts feeds never polled, and files, at once")
  func newFeedsGoAtOnce() {
    var scheduler = Scheduler(rules: PollingRules())
    for feed in 0..<500 {
      scheduler.add(
        Int64(feed), host: PollHost(name: "h\(feed).example"),
        schedule: StoredSchedule(due: Self.wall, lastPoll: nil), demand: .none, wall: Self.wall,
        now: Self.start)
    }
    scheduler.add(
      900, host: .files,
      schedule: StoredSchedule(
        due: Self.wall.addingTimeInterval(1_000), lastPoll: Self.wall.addingTimeInterval(-60)),
      demand: .none, wall: Self.wall, now: Self.start)
    scheduler.open(at: Self.start)
    #expect(scheduler.next(1_000, now: Self.start).count == 501)
  }

  @Test("polls nothing before it is due after a restart")
  func nothingEarly() {
    var scheduler = Self.scheduler(feeds: 100, dueIn: 44)
    scheduler.open(at: Self.start)
    #expect(scheduler.next(1_000, now: Self.start.advanced(bySeconds: 43.9)).isEmpty)
    #expect(scheduler.next(1_000, now: Self.start.advanced(bySeconds: 44)).count == 100)
  }

  @Test(
    "spreads overdue feeds over two minutes at most, most overdue first", arguments: [10, 20_000])
  func spreadsOverdue(_ count: Int) {
    var scheduler = Scheduler(rules: PollingRules())
    for feed in 0..<count {
      scheduler.add(
        Int64(feed), host: PollHost(name: "h\(feed).example"),
        schedule: StoredSchedule(
          due: Self.wall.addingTimeInterval(-Double(1 + feed)),
          lastPoll: Self.wall.addingTimeInterval(-100_000)),
        demand: .none, wall: Self.wall, now: Self.start)
    }
    scheduler.open(at: Self.start)
    let log = Self.run(&scheduler, for: 130)
    #expect(log.map(\.feed) == (0..<Int64(count)).reversed())
    #expect(log.allSatisfy { $0.second <= 120 })
    #expect((log.last?.second ?? 0) > (count > 1_000 ? 110 : 4))
  }

  @Test("keeps the gap between starts for a host and the number at once")
  func hostLimits() {
    var scheduler = Self.scheduler(feeds: 6, host: "one.example")
    scheduler.open(at: Self.start)
    #expect(scheduler.next(9, now: Self.start).count == 1)
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 0.9)).isEmpty)
    #expect(scheduler.nextWake == Self.start.advanced(bySeconds: 1))
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 1)).count == 1)
    // Two are on their way now.
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 60)).isEmpty)
    #expect(scheduler.nextWake == nil)
    let later = Self.start.advanced(bySeconds: 61)
    scheduler.abandon(0, retryIn: 1_000, now: later)
    #expect(scheduler.next(9, now: later).count == 1)
  }

  @Test("asks hosts whose feeds are due together once each before any twice")
  func sharesStartsOut() {
    var scheduler = Scheduler(rules: PollingRules(perHost: 3))
    for feed in 0..<8 {
      scheduler.add(
        Int64(feed), host: PollHost(name: "127.0.0.\(1 + feed / 2)"),
        schedule: StoredSchedule(due: Self.wall, lastPoll: nil), demand: .none, wall: Self.wall,
        now: Self.start)
    }
    scheduler.open(at: Self.start)
    #expect(scheduler.next(4, now: Self.start).sorted() == [0, 2, 4, 6])
    // The host that is done first is the next.
    scheduler.finish(
      4, decision: PollDecision(due: .distantFuture, reason: PollReason(.gone)), wall: Self.wall,
      now: Self.start)
    #expect(scheduler.next(2, now: Self.start).sorted() == [1, 5])
  }

  @Test("keeps no gap on loopback, but the number at once")
  func loopback() {
    var scheduler = Self.scheduler(
      PollingRules(perHost: 3), feeds: 6, host: "127.0.0.1")
    scheduler.open(at: Self.start)
    #expect(scheduler.next(9, now: Self.start).count == 3)
    scheduler.abandon(0, retryIn: 1_000, now: Self.start)
    #expect(scheduler.next(9, now: Self.start).count == 1)
  }

  @Test(
    "knows loopback hosts",
    arguments: [
      ("localhost", true), ("LOCALHOST", true), ("a.localhost", true), ("127.8.9.1", true),
      ("::1", true), ("[::1]", true), ("127.example", false), ("128.0.0.1", false),
      ("127.0.0.1.example", false), ("localhost.example", false), ("127.0.0.999", false),
    ])
  func loopbackNames(_ name: String, _ isLoopback: Bool) {
    #expect(PollHost(name: name).isLoopback == isLoopback)
  }

  @Test("two hundred feeds on one host never burst, while other hosts go on")
  func crowdedHost() {
    var scheduler = Self.scheduler(feeds: 200, host: "crowd.example")
    scheduler.add(
      999, host: PollHost(name: "other.example"),
      schedule: StoredSchedule(due: Self.wall, lastPoll: nil), demand: .none, wall: Self.wall,
      now: Self.start)
    scheduler.open(at: Self.start)
    let log = Self.run(&scheduler, for: 400)
    #expect(log.count == 201)
    #expect(log.first { $0.feed == 999 }?.second == 0)
    let crowd = log.filter { $0.feed != 999 }.map(\.second)
    #expect(zip(crowd, crowd.dropFirst()).allSatisfy { $1 - $0 >= 0.999 })
  }

  @Test("never starts a feed twice at a time, whatever is asked")
  func oneInFlight() {
    var scheduler = Self.scheduler(feeds: 1)
    scheduler.open(at: Self.start)
    #expect(scheduler.next(9, now: Self.start) == [0])
    scheduler.pollNow(0, now: Self.start)
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 10)).isEmpty)
    scheduler.remove(0)
    scheduler.add(
      0, host: PollHost(name: "h0.example"),
      schedule: StoredSchedule(due: Self.wall, lastPoll: nil), demand: .none, wall: Self.wall,
      now: Self.start)
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 20)).isEmpty)
    scheduler.abandon(0, retryIn: 0, now: Self.start.advanced(bySeconds: 30))
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 30)) == [0])
  }

  @Test("leaves the host alone after 429, not the others")
  func hostPause() {
    var scheduler = Self.scheduler(feeds: 3, host: "busy.example")
    scheduler.add(
      7, host: PollHost(name: "other.example"),
      schedule: StoredSchedule(due: Self.wall, lastPoll: nil), demand: .none, wall: Self.wall,
      now: Self.start)
    scheduler.open(at: Self.start)
    let first = scheduler.next(2, now: Self.start)
    #expect(Set(first) == [0, 7])
    scheduler.finish(
      0,
      decision: PollDecision(
        due: Self.wall.addingTimeInterval(4_000), reason: PollReason(.retryAfter),
        hostPause: Self.wall.addingTimeInterval(3_600)),
      wall: Self.wall, now: Self.start)
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 3_599)).isEmpty)
    #expect(scheduler.next(9, now: Self.start.advanced(bySeconds: 3_600)).count == 1)
  }

  @Test("asks a feed by the limits of the host that it is asked at by then, and of that host alone")
  func movedFeed() {
    func way(_ feed: Int64) -> PollWay {
      PollWay(asked: PollHost(name: feed == 2 ? "old.example" : "new.example"))
    }
    var scheduler = Self.scheduler(PollingRules(perHost: 1), feeds: 3, host: "old.example")
    scheduler.open(at: Self.start)
    // The first two have moved, and one of them has to wait for the other.
    let now = Self.start.advanced(bySeconds: 100)
    #expect(scheduler.next(9, now: now, way: way).sorted() == [0, 2])
    let pause = PollDecision(
      due: Self.wall.addingTimeInterval(7_200), reason: PollReason(.retryAfter),
      hostPause: Self.wall.addingTimeInterval(3_600))
    scheduler.finish(0, decision: pause, wall: Self.wall, now: now)
    scheduler.abandon(2, retryIn: 10, now: now)
    let later = now.advanced(bySeconds: 3_599)
    #expect(scheduler.next(9, now: later, way: way) == [2])
    #expect(scheduler.next(9, now: now.advanced(bySeconds: 3_600), way: way) == [1])
  }

  @Test("has a feed that is asked elsewhere by the time its turn comes wait there")
  func movedInLine() {
    let (old, new) = (PollHost(name: "old.example"), PollHost(name: "new.example"))
    var scheduler = Self.scheduler(PollingRules(perHost: 1), feeds: 2, host: "old.example")
    scheduler.open(at: Self.start)
    let now = Self.start.advanced(bySeconds: 100)
    #expect(scheduler.next(9, now: now) { _ in PollWay(asked: old) } == [0])
    scheduler.pause(new, until: Self.wall.addingTimeInterval(600), wall: Self.wall, now: now)
    scheduler.abandon(0, retryIn: 10_000, now: now)
    let later = now.advanced(bySeconds: 10)
    #expect(scheduler.next(9, now: later) { _ in PollWay(asked: new) }.isEmpty)
    // Its turn at the old host cost that nothing.
    scheduler.pollNow(0, now: later)
    #expect(scheduler.next(9, now: later) { PollWay(asked: $0 == 0 ? old : new) } == [0])
    let end = now.advanced(bySeconds: 600)
    #expect(scheduler.next(9, now: end) { _ in PollWay(asked: new) } == [1])
  }

  @Test("takes no more than the credits, and the feeds due longest first")
  func credits() {
    var scheduler = Self.scheduler()
    scheduler.open(at: Self.start)
    for feed in 0..<10 {
      scheduler.add(
        Int64(feed), host: PollHost(name: "h\(feed).example"),
        schedule: StoredSchedule(
          due: Self.wall.addingTimeInterval(Double(10 - feed)), lastPoll: Self.wall),
        demand: .none, wall: Self.wall, now: Self.start)
    }
    let later = Self.start.advanced(bySeconds: 60)
    #expect(scheduler.next(3, now: later) == [9, 8, 7])
    #expect(scheduler.next(0, now: later).isEmpty)
    #expect(scheduler.inFlight == 3)
    #expect(scheduler.next(99, now: later) == [6, 5, 4, 3, 2, 1, 0])
  }

  @Test("is neither stalled nor stormed by a clock that was set while it was down")
  func clockSetWhileDown() {
    // The clock was set back by a year: the wait is still no longer than it was.
    let back = StoredSchedule(
      due: Self.wall.addingTimeInterval(365 * 86_400 + 600),
      lastPoll: Self.wall.addingTimeInterval(365 * 86_400))
    #expect(back.remaining(at: Self.wall) == 600)
    // Ahead: overdue, and spread like all that are.
    let ahead = StoredSchedule(
      due: Self.wall.addingTimeInterval(-365 * 86_400),
      lastPoll: Self.wall.addingTimeInterval(-366 * 86_400))
    #expect((ahead.remaining(at: Self.wall) ?? 0) < 0)
    #expect(StoredSchedule(due: .distantFuture, lastPoll: nil).remaining(at: Self.wall) == nil)
  }

  @Test("runs on the monotonic clock when the wall clock jumps", arguments: [3_600.0, -3_600])
  func wallJump(_ jump: Double) {
    var scheduler = Self.scheduler(feeds: 1)
    scheduler.open(at: Self.start)
    _ = scheduler.next(1, now: Self.start)
    // The clock jumps between the answer and the next one.
    scheduler.finish(
      0,
      decision: PollDecision(due: Self.wall.addingTimeInterval(600), reason: PollReason(.budget)),
      wall: Self.wall, now: Self.start)
    #expect(scheduler.nextWake == Self.start.advanced(bySeconds: 600))
    var watch = ClockWatch(wall: Self.wall, monotonic: Self.start)
    let later = Self.start.advanced(bySeconds: 10)
    #expect(watch.jump(wall: Self.wall.addingTimeInterval(10 + jump), monotonic: later) == jump)
    #expect(watch.jump(wall: Self.wall.addingTimeInterval(10 + jump), monotonic: later) == nil)
    #expect(scheduler.next(1, now: later).isEmpty)
    #expect(scheduler.next(1, now: Self.start.advanced(bySeconds: 600)) == [0])
  }

  @Test("forgets removed feeds and unused hosts, and uses their places again")
  func removal() {
    var scheduler = Self.scheduler(feeds: 50)
    scheduler.open(at: Self.start)
    for feed in 0..<20 { scheduler.remove(Int64(feed)) }
    #expect(scheduler.count == 30)
    #expect(scheduler.next(99, now: Self.start.advanced(bySeconds: 200)).count == 30)
    for feed in 20..<50 { scheduler.remove(Int64(feed)) }
    for feed in 20..<50 {
      scheduler.abandon(Int64(feed), retryIn: 0, now: Self.start.advanced(bySeconds: 201))
    }
    #expect(scheduler.count == 0)
    #expect(scheduler.next(99, now: Self.start.advanced(bySeconds: 300)).isEmpty)
    #expect(scheduler.gate.find(PollHost(name: "h30.example")) == nil)
    let hosts = scheduler.gate.hosts.count
    scheduler.add(
      77, host: PollHost(name: "new.example"),
      schedule: StoredSchedule(due: Self.wall, lastPoll: nil), demand: .none, wall: Self.wall,
      now: Self.start)
    #expect(scheduler.gate.hosts.count == hosts)
  }

  @Test("lends a visit the place of the poll that it belongs to, where that is at the host")
  func lentPlace() {
    var scheduler = Self.scheduler(PollingRules(perHost: 1), feeds: 1, host: "one.example")
    scheduler.open(at: Self.start)
    #expect(scheduler.next(9, now: Self.start) == [0])
    let (here, there) = (PollHost(name: "one.example"), PollHost(name: "two.example"))
    let later = Self.start.advanced(bySeconds: 1)
    #expect(scheduler.startVisit(to: here, of: 0, now: Self.start) == later)
    #expect(scheduler.startVisit(to: here, of: 0, now: later) == nil)
    scheduler.endVisit(to: here, of: 0, now: later)
    // The poll has its place still, and nobody else gets one.
    let end = later.advanced(bySeconds: 10)
    #expect(scheduler.startVisit(to: here, now: end) == end.advanced(bySeconds: 1))
    #expect(scheduler.startVisit(to: there, of: 0, now: end) == nil)
    #expect(scheduler.startVisit(to: there, now: end) == end.advanced(bySeconds: 1))
    scheduler.endVisit(to: there, of: 0, now: end)
    #expect(scheduler.startVisit(to: there, now: end.advanced(bySeconds: 1)) == nil)
  }

  @Test("holds visits to a host within the limits of its feeds")
  func visits() {
    var scheduler = Self.scheduler()
    let host = PollHost(name: "one.example")
    #expect(scheduler.startVisit(to: host, now: Self.start) == nil)
    #expect(scheduler.startVisit(to: host, now: Self.start) == Self.start.advanced(bySeconds: 1))
    let later = Self.start.advanced(bySeconds: 1)
    #expect(scheduler.startVisit(to: host, now: later) == nil)
    let third = Self.start.advanced(bySeconds: 5)
    #expect(scheduler.startVisit(to: host, now: third) == third.advanced(bySeconds: 1))
    scheduler.endVisit(to: host, now: third)
    #expect(scheduler.startVisit(to: host, now: third) == nil)
  }
}
