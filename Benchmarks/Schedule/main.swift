// Measures the scheduler on made traces whose truth is known, against an oracle that knows it and
// against other rules on the same number of requests. Run by scripts/bench-schedule.
//
//   ScheduleBench [FEEDS | odd [NAME]]      2,000 unless said otherwise; odd: the odd traces alone, or
//                                           those whose names hold NAME

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import PantauCore

/// Prints figures beside their limits and remembers whether all were kept.
struct Verdict {
  private(set) var hasFailed = false

  mutating func check(_ what: String, _ value: Double, atMost limit: Double) {
    let passes = value <= limit
    hasFailed = hasFailed || !passes
    let figures =
      "\(SimulationReport.decimal(value, 3)) (at most \(SimulationReport.decimal(limit, 3)))"
    print("  \(passes ? "pass" : "FAIL")  \(what): \(figures)")
  }
}

/// One trace, ours and the oracle on it.
struct Trial {
  let simulation: Simulation
  let ours: DelayTally
  let oracle: DelayTally

  /// - Parameters:
  ///   - generator: what makes the trace.
  ///   - requestsPerDay: for each feed.
  ///   - measuredFromDay: items before it are not counted.
  init(_ generator: TraceGenerator, requestsPerDay: Double, measuredFromDay: Int = 0) {
    let (trace, truth) = generator.generate()
    let budget = Double(generator.feeds) * requestsPerDay / 24
    var simulation = Simulation(trace: trace, rules: PollingRules(requestsPerHour: budget))
    simulation.measuredFrom = TraceGenerator.start + Double(measuredFromDay) * 86_400
    ours = simulation.runScheduler()
    oracle = Oracle { generator.truth(truth[$0], feed: $0, at: $1) }
      .run(simulation, requests: ours.requestsPerRun)
    self.simulation = simulation
    let mean = SimulationReport.decimal(ours.mean / 60, 1)
    let spent = Double(ours.requests) / (budget * 24 * Double(generator.days))
    print(
      "  mean delay \(mean) min, \(SimulationReport.decimal(spent, 3)) of the budget spent, "
        + "\(ours.missed) of \(trace.itemCount) items missed")
  }

  func share(of rule: PeerRule) -> Double {
    ours.mean / simulation.run(rule, requests: ours.requestsPerRun).mean
  }
}

let feeds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2_000
var verdict = Verdict()

/// Traces whose truth is known.
func runKnown(feeds: Int, _ verdict: inout Verdict) {
  for requestsPerDay in [24.0, 96] {
    var generator = TraceGenerator()
    generator.feeds = feeds
    print(
      "log-normal rates (sigma 1.5), newsroom hours, \(Int(requestsPerDay)) requests a feed and day"
    )
    let trial = Trial(generator, requestsPerDay: requestsPerDay)
    verdict.check("of the oracle's mean delay", trial.ours.mean / trial.oracle.mean, atMost: 1.05)
    for rule in PeerRule.allCases {
      verdict.check("of \(rule.rawValue)", trial.share(of: rule), atMost: 0.999)
    }
  }

  for (name, shape) in [("no rhythm", WeekShape.flat), ("newsroom hours", TraceGenerator.newsroom)]
  {
    var generator = TraceGenerator()
    generator.feeds = feeds
    generator.sigma = 0
    generator.shape = shape
    print("equal rates, \(name), 24 requests a feed and day")
    let trial = Trial(generator, requestsPerDay: 24)
    verdict.check("of equal intervals", trial.share(of: .equal), atMost: 1.02)
  }

  do {
    var generator = TraceGenerator()
    generator.feeds = feeds
    generator.sigma = 0
    generator.medianPerDay = 10
    generator.changeDay = 15
    // The feeds change places, so that the oracle too needs as many requests before as after.
    generator.first = { $0 % 2 == 0 ? 0.3 : 3 }
    generator.change = { $0 % 2 == 0 ? 3 : 0.3 }
    print("rates that change tenfold on day 15, half up and half down; counted from day 17")
    let trial = Trial(generator, requestsPerDay: 24, measuredFromDay: 17)
    verdict.check("of the oracle's mean delay", trial.ours.mean / trial.oracle.mean, atMost: 1.10)
  }
}

/// Traces that a scheduler may stumble over.
func runOdd(_ verdict: inout Verdict) {
  print("odd traces, 24 requests a feed and day, as shares of equal intervals' mean delay")
  let wanted = CommandLine.arguments.dropFirst(2).first
  for odd in OddTrace.all where wanted.map(odd.name.contains) ?? true {
    let simulation = Simulation(
      trace: odd.trace, rules: PollingRules(requestsPerHour: Double(odd.trace.feeds.count)))
    let ours = simulation.runScheduler()
    let equal = simulation.run(.equal, requests: ours.requestsPerRun)
    verdict.check(odd.name, ours.mean / equal.mean, atMost: odd.limit)
  }
}

let isOddAlone = CommandLine.arguments.contains("odd")
if !isOddAlone { runKnown(feeds: feeds, &verdict) }
runOdd(&verdict)

exit(verdict.hasFailed ? 1 : 0)
