import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Feeds whose redirects lead to other hosts")
struct PollWayTests {
  private static let start = MonotonicInstant(nanoseconds: 1_000)
  private static let wall = PolledFeed.start

  private func host(_ name: String) -> PollHost { PollHost(name: name + ".example") }

  /// A scheduler of feeds that are due, each at the first host of its way.
  private func scheduler(_ ways: [PollWay], perHost: Int = 2) -> Scheduler {
    var scheduler = Scheduler(rules: PollingRules(perHost: perHost))
    for (feed, way) in ways.enumerated() {
      scheduler.add(
        Int64(feed), host: way.asked, schedule: StoredSchedule(due: Self.wall, lastPoll: nil),
        demand: .none, wall: Self.wall, now: Self.start)
    }
    scheduler.open(at: Self.start)
    return scheduler
  }

  /// The seconds at which feeds start when each ends at once.
  private func starts(_ ways: [PollWay]) -> [Double] {
    var (scheduler, now, seconds) = (scheduler(ways), Self.start, [Double]())
    while let wake = scheduler.nextWake {
      now = max(now, wake)
      for feed in scheduler.next(99, now: now, way: { ways[Int($0)] }) {
        seconds.append(now.seconds(since: Self.start))
        scheduler.finish(
          feed, decision: PollDecision(due: .distantFuture, reason: PollReason(.gone)),
          wall: Self.wall, now: now)
      }
    }
    return seconds
  }

  @Test("start a gap apart where many addresses lead to one host")
  func manyToOne() {
    let ways = (0..<20).map { PollWay(asked: host("h\($0)"), answering: host("one")) }
    #expect(starts(ways) == (0..<20).map(Double.init))
    #expect(starts(ways.map { PollWay(asked: $0.asked) }) == Array(repeating: 0, count: 20))
  }

  @Test("start a gap apart where one host leads to many")
  func oneToMany() {
    let ways = (0..<20).map { PollWay(asked: host("one"), answering: host("h\($0)")) }
    #expect(starts(ways) == (0..<20).map(Double.init))
  }

  @Test("keep the limits of the host that answers together with its own feeds")
  func own() {
    var ways = (0..<5).map { PollWay(asked: host("h\($0)"), answering: host("one")) }
    ways += (0..<5).map { _ in PollWay(asked: host("one")) }
    #expect(starts(ways) == (0..<10).map(Double.init))
  }

  @Test("wait for whichever of the two wants to be left alone", arguments: [0, 1])
  func rest(_ resting: Int) {
    let way = PollWay(asked: host("old"), answering: host("new"))
    let others = (0..<3).map { _ in PollWay(asked: [way.asked, way.answering][1 - resting]) }
    var scheduler = scheduler([way] + others, perHost: 9)
    let until = Self.wall.addingTimeInterval(600)
    let host = [way.asked, way.answering][resting]
    scheduler.pause(host, until: until, wall: Self.wall, now: Self.start)
    func next(_ seconds: Double) -> [Int64] {
      let now = Self.start.advanced(bySeconds: seconds)
      return scheduler.next(9, now: now) { ([way] + others)[Int($0)] }
    }
    let before = stride(from: 0.0, to: 600, by: 1).flatMap { next($0) }
    #expect(before.sorted() == [1, 2, 3])
    #expect(next(600) == [0])
  }
}
