import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Simulation")
struct SimulationTests {
  /// Small enough for every test run; the benchmark does it at full size.
  static func generator() -> TraceGenerator {
    var generator = TraceGenerator()
    generator.feeds = 40
    generator.days = 8
    return generator
  }

  static func simulation(_ generator: TraceGenerator, perDay: Double = 24) -> Simulation {
    var simulation = Simulation(
      trace: generator.generate().trace,
      rules: PollingRules(requestsPerHour: Double(generator.feeds) * perDay / 24))
    simulation.maxRuns = 2
    return simulation
  }

  @Test("hears of news sooner than every other rule with as many requests")
  func beatsPeers() throws {
    let report = Self.simulation(Self.generator()).report()
    #expect(report.rows.map(\.rule) == ["pantau", "equal", "proportional", "weekly", "adaptive"])
    let requests = try #require(report.rows.first?.requests)
    for row in report.rows.dropFirst() {
      #expect(abs(row.requests - requests) * 100 <= requests)
      #expect(try #require(report.share(of: row.rule)) < 0.95)
      #expect(row.found + row.missed == report.items)
    }
    #expect(try #require(report.share(of: "equal")) < 0.72)
    #expect(report.lines.count == 8)
    #expect(report.jsonLines.count == 5)
  }

  @Test("is no worse than equal intervals where all feeds are equal")
  func equalRates() {
    var generator = Self.generator()
    generator.sigma = 0
    generator.shape = .flat
    let simulation = Self.simulation(generator)
    let ours = simulation.runScheduler()
    let equal = simulation.run(.equal, requests: ours.requestsPerRun)
    // 1.02 over 30 days, which the benchmark holds; the first days' learning weighs more here.
    #expect(ours.mean <= equal.mean * 1.07)
  }

  @Test("spends the budget, no more", arguments: [24.0, 60])
  func spendsBudget(_ perDay: Double) {
    let generator = Self.generator()
    let ours = Self.simulation(generator, perDay: perDay).runScheduler()
    let budget = Double(generator.feeds) * perDay * Double(generator.days)
    #expect((0.93...1.03).contains(Double(ours.requests) / budget))
  }

  @Test("misses nothing where the window holds two intervals")
  func missesNothing() {
    var generator = Self.generator()
    generator.sigma = 0
    generator.medianPerDay = 100
    #expect(Self.simulation(generator).runScheduler().missed == 0)
  }

  @Test("counts what left the window before it was seen")
  func countsMissed() {
    // 50 items at once, of which a document shows 30.
    let times = [0.0] + Array(repeating: 40_000.0, count: 50) + [90_000]
    var simulation = Simulation(trace: Trace(feeds: [.init(name: "a", times: times)]))
    simulation.maxRuns = 20
    let ours = simulation.runScheduler()
    #expect(ours.missed == 20)
    #expect(ours.found == 32)
    #expect(simulation.run(.equal, requests: ours.requestsPerRun).missed == 20)
  }

  @Test("gives the same figures for the same seed, and stands any trace")
  func anyTrace() {
    let generator = Self.generator()
    #expect(
      Self.simulation(generator).runScheduler().mean
        == Self.simulation(generator).runScheduler().mean)
    for times in [[], [5.0], [5, 5, 5], [0, 2e6]] as [[Double]] {
      let trace = Trace(feeds: [.init(name: "a", times: times)])
      var simulation = Simulation(
        trace: trace, rules: PollingRules(requestsPerHour: times == [0, 2e6] ? 0.01 : nil))
      simulation.maxRuns = 20
      let report = simulation.report()
      #expect(report.rows.allSatisfy { $0.found == times.count })
    }
  }
}
