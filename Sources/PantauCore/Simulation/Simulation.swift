import FoundationEssentials

/// Replays a trace through the scheduler, the budget and the rules that the daemon runs, and beside
/// it through simpler rules that spend the same number of requests.
///
/// Servers in it answer at once, and say "not modified" when there is nothing new; each feed shows
/// its last ``window`` items. A small trace is replayed several times, each time with other chance,
/// and the figures are means: of two items one replay would tell nothing.
public struct Simulation: Sendable {
  /// The trace.
  public var trace: Trace
  /// The settings; `requestsPerHour` null means four an hour for each feed.
  public var rules: PollingRules
  /// How many items a feed's document holds.
  public var window: Int
  /// The seed of all chance.
  public var seed: UInt64
  /// Delays of items published before this are not counted (seconds since 1970).
  package var measuredFrom = -Double.infinity
  /// How often a small trace is replayed at most.
  package var maxRuns = 2_500

  /// Makes a simulation.
  public init(trace: Trace, rules: PollingRules = .init(), window: Int = 30, seed: UInt64 = 1) {
    self.trace = trace
    self.rules = rules
    self.window = max(1, window)
    self.seed = seed
  }

  /// Runs pantau's scheduler and the rules beside it.
  public func report() -> SimulationReport {
    let span = trace.span ?? 0...0
    let ours = runScheduler()
    var rows = [SimulationReport.Row("pantau", ours)]
    for rule in PeerRule.allCases {
      rows.append(.init(rule.rawValue, run(rule, requests: ours.requestsPerRun)))
    }
    return SimulationReport(
      feeds: trace.feeds.count, items: trace.itemCount,
      seconds: span.upperBound - span.lowerBound, rows: rows)
  }

  /// Replays the trace through the scheduler.
  ///
  /// Polls go on past the last item until all are found; only those before it count as requests.
  package func runScheduler() -> DelayTally {
    guard let span = trace.span else { return DelayTally() }
    var tally = DelayTally()
    for run in 0..<runs {
      var replay = SchedulerReplay(self, start: span.lowerBound, seed: seed &+ UInt64(run))
      replay.run(until: end, &tally)
    }
    return tally
  }

  /// Until when requests count, in seconds since 1970: to the trace's end, but for a day at least,
  /// for within minutes any interval makes the same one or two.
  var end: Double {
    guard let span = trace.span else { return 0 }
    return max(span.upperBound, span.lowerBound + 86_400)
  }

  /// How often the trace is replayed: until some 20,000 items have been seen, as far as a million
  /// polls go.
  var runs: Int {
    let days = (end - (trace.span?.lowerBound ?? 0)) / 86_400
    let perHour = rules.requestsPerHour ?? 4 * Double(trace.feeds.count)
    let polls = max(days * 24 * perHour, days * 4 * Double(trace.feeds.count))
    let affordable = Int(min(max(1_000_000 / max(polls, 1), 1), 1e6))
    return max(1, min(maxRuns, 20_000 / max(trace.itemCount, 1), affordable))
  }
}

/// A run of the scheduler over a trace.
struct SchedulerReplay {
  private let trace: Trace
  private let rules: PollingRules
  private let window: Int
  private let start: Double
  private let measuredFrom: Double
  private var scheduler: Scheduler
  private var rhythms: [FeedRhythm]
  /// How many items of each feed have been published and looked at.
  private var seen: [Int]
  private var generator: SplitMix64
  private var pending: Int

  init(_ simulation: Simulation, start: Double, seed: UInt64) {
    trace = simulation.trace
    rules = simulation.rules
    window = simulation.window
    self.start = start
    measuredFrom = simulation.measuredFrom
    scheduler = Scheduler(rules: rules)
    scheduler.reserve(trace.feeds.count)
    generator = SplitMix64(seed: seed)
    seen = Array(repeating: 0, count: trace.feeds.count)
    pending = trace.itemCount
    let wall = Date(timeIntervalSince1970: start)
    var rhythm = FeedRhythm(due: wall)
    // The trace does not tell how its servers answer: they are taken to know "not modified".
    rhythm.validatorsWork = true
    rhythms = Array(repeating: rhythm, count: trace.feeds.count)
    let demand = rules.demand(of: rhythm, budget: scheduler.terms, operatorInterval: nil)
    for (index, feed) in trace.feeds.enumerated() {
      scheduler.add(
        Int64(index), host: PollHost(name: "\(index)." + feed.name),
        schedule: StoredSchedule(rhythm), demand: demand, wall: wall, now: Self.instant(0))
    }
    scheduler.open(at: Self.instant(0))
  }

  mutating func run(until end: Double, _ tally: inout DelayTally) {
    tally.startRun()
    while let wake = scheduler.nextWake {
      let now = max(wake, Self.instant(0))
      let time = start + now.seconds(since: Self.instant(0))
      guard pending > 0 || time <= end else { break }
      for feed in scheduler.next(.max, now: now) {
        if time <= end { tally.addRequest() }
        poll(Int(feed), at: time, now: now, &tally)
      }
    }
  }

  private mutating func poll(
    _ feed: Int, at time: Double, now: MonotonicInstant, _ tally: inout DelayTally
  ) {
    let times = trace.feeds[feed].times
    let first = seen[feed]
    var last = first
    while last < times.count, times[last] <= time { last += 1 }
    let visible = max(first, last - window)
    tally.addMissed(visible - first)
    for index in visible..<last where times[index] >= measuredFrom {
      tally.add(time - times[index])
    }
    seen[feed] = last
    pending -= last - first
    let wall = Date(timeIntervalSince1970: time)
    var answer = PollAnswer(last > first ? .feed : .notModified, at: wall)
    answer.newItems = last - visible
    answer.knownItems = min(visible == first ? first : 0, window - answer.newItems)
    answer.publishedTimes = times[visible..<last].map { Date(timeIntervalSince1970: $0) }
    answer.wasConditional = true
    let isFirst = rhythms[feed].lastPoll == nil
    var decision = rules.nextPoll(
      after: answer, rhythm: &rhythms[feed], budget: scheduler.terms, operatorInterval: nil,
      using: &generator)
    if isFirst {
      // As for the other rules: else a first interval that fits the trace would tell on a small one.
      let wait = decision.due.timeIntervalSince(wall)
      decision.due = wall.addingTimeInterval(wait * Double.random(in: 0.5...1.5, using: &generator))
    }
    scheduler.finish(Int64(feed), decision: decision, wall: wall, now: now)
  }

  private static func instant(_ seconds: Double) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 0).advanced(bySeconds: seconds)
  }
}
