import PantauCore

func minutes(_ seconds: Double) -> String {
  let tenths = Int((seconds / 6).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}

func ratio(_ value: Double) -> String {
  let thousandths = Int((value * 1_000).rounded())
  let rest = String(thousandths % 1_000)
  return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
}

func run(_ name: String, _ generator: TraceGenerator, perDay: Double) {
  let (trace, truth) = generator.generate()
  let rules = PollingRules(requestsPerHour: Double(generator.feeds) * perDay / 24)
  let simulation = Simulation(trace: trace, rules: rules)
  let clock = ContinuousClock()
  var ours = DelayTally?.none
  let took = clock.measure { ours = simulation.runScheduler() }
  guard let ours else { return }
  let oracle = Oracle { feed, time in generator.truth(truth[feed], feed: feed, at: time) }
    .run(simulation, requests: ours.requests)
  var line = "\(name): ours \(minutes(ours.mean)) min, oracle \(ratio(ours.mean / oracle.mean))"
  for rule in CommandLine.arguments.count > 3 ? [PeerRule.equal] : PeerRule.allCases {
    line += ", \(rule.rawValue) \(ratio(ours.mean / simulation.run(rule, requests: ours.requests).mean))"
  }
  let planned = rules.requestsPerHour! * 24 * Double(generator.days)
  print(line, "| spent", ratio(Double(ours.requests) / planned), "missed", ours.missed, "took", took)
}

let n = CommandLine.arguments.count > 4 ? Int(CommandLine.arguments[4])! : 2000
let which = CommandLine.arguments.dropFirst().first ?? "all"
func want(_ n: String) -> Bool { which == "all" || which == n }
let loads = CommandLine.arguments.count > 2 ? [Double(CommandLine.arguments[2])!] : [24.0, 96]
for perDay in loads {
  if want("standard") { var g = TraceGenerator(); g.feeds = n; run("standard \(perDay)", g, perDay: perDay) }
  if want("equal") {
    var g = TraceGenerator(); g.feeds = n; g.feeds = n; g.sigma = 0; g.shape = .flat
    run("equal flat \(perDay)", g, perDay: perDay)
    g.shape = TraceGenerator.newsroom
    run("equal newsroom \(perDay)", g, perDay: perDay)
  }
  if want("other") {
    var g = TraceGenerator(); g.feeds = n; g.feeds = n; g.shiftHours = 6
    run("shifted \(perDay)", g, perDay: perDay)
    g = TraceGenerator(); g.feeds = n; g.weekend = 0.3
    run("weekend \(perDay)", g, perDay: perDay)
    g = TraceGenerator(); g.feeds = n; g.batch = 5
    run("batch \(perDay)", g, perDay: perDay)
    g = TraceGenerator(); g.feeds = n; g.changeDay = 15; g.change = { $0 % 2 == 0 ? 10 : 0.1 }
    run("change \(perDay)", g, perDay: perDay)
  }
}
