import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Learning a feed's rhythm")
struct LearningTests {
  /// Polls a Poisson feed every hour and gives the rate learned.
  static func rate(
    days: Int, seed: UInt64, _ rate: inout LearnedRate, perDay: Double
  ) {
    var dice = SplitMix64(seed: seed)
    for _ in 0..<(days * 24) {
      var items = 0
      var rest = perDay / 24
      while true {
        rest += FloatMath.log(Double.random(in: 1e-12..<1, using: &dice))
        if rest < 0 { break }
        items += 1
      }
      rate.learn(items: items, exposure: 1.0 / 24, elapsed: 1.0 / 24)
    }
  }

  @Test("comes near a steady rate", arguments: [0.5, 3, 40, 600], 0..<5 as Range<UInt64>)
  func steady(_ perDay: Double, _ seed: UInt64) {
    var rate = LearnedRate()
    Self.rate(days: 30, seed: seed, &rate, perDay: perDay)
    // The long memory holds some ten days, on which the prior still weighs a little.
    let spread = 4 / (perDay * 10).squareRoot()
    #expect(rate.perDay > perDay * (0.93 - min(spread, 0.9)))
    #expect(rate.perDay < perDay * (1 + spread))
  }

  @Test(
    "follows a rate that changes tenfold within two days", arguments: [(5, 50), (50, 5), (300, 30)])
  func tenfold(_ rates: (Double, Double)) {
    // A short memory decides so soon after the change, and a rough one: the mean of several feeds.
    let learned = (0..<10 as Range<UInt64>).map { seed in
      var rate = LearnedRate()
      Self.rate(days: 20, seed: seed, &rate, perDay: rates.0)
      Self.rate(days: 2, seed: seed + 99, &rate, perDay: rates.1)
      return rate.perDay
    }
    let mean = learned.reduce(0, +) / 10
    #expect((rates.1 / 2...rates.1 * 2).contains(mean))
  }

  @Test("starts from one item a day")
  func prior() {
    #expect(LearnedRate().perDay == 1)
  }

  @Test("takes hours that were not watched yet for unknown, not for quiet")
  func unwatchedHours() {
    var budget = Budget(rules: PollingRules())
    budget.add(PollDemand(root: 1, floorSeconds: 300, ceilingSeconds: 21_600))
    var now = MonotonicInstant(nanoseconds: 0)
    // From 10 to 14 h, evenly.
    for minute in stride(from: 0, to: 240, by: 10) {
      now = MonotonicInstant(nanoseconds: 0).advanced(bySeconds: Double(minute) * 60)
      let wall = PolledFeed.start.addingTimeInterval(Double(minute) * 60)
      // What a poll finds was published since the one before.
      let news = minute == 0 ? [] : [HourShare(hour: WeekShape.hour(of: wall), share: 20)]
      budget.learn(news, wall: wall, now: now, isShared: true)
    }
    budget.settle(at: now)
    #expect(budget.terms.commonShape.hours.allSatisfy { (0.7...1.4).contains($0) })
  }

  @Test("finds the busy hours once all have been watched")
  func busyHours() {
    var budget = Budget(rules: PollingRules())
    budget.add(PollDemand(root: 1, floorSeconds: 300, ceilingSeconds: 21_600))
    var now = MonotonicInstant(nanoseconds: 0)
    for minute in stride(from: 0, through: 5 * 1_440, by: 10) {
      now = MonotonicInstant(nanoseconds: 0).advanced(bySeconds: Double(minute) * 60)
      let wall = PolledFeed.start.addingTimeInterval(Double(minute) * 60)
      let hour = WeekShape.hour(of: wall)
      let news = [HourShare(hour: hour, share: (8..<12).contains(hour % 24) ? 4 : 1)]
      budget.learn(news, wall: wall, now: now, isShared: true)
    }
    budget.settle(at: now)
    let hours = budget.terms.commonShape.hours
    #expect((3.0...4.2).contains(hours[9] / hours[20]))
    #expect(abs(hours.reduce(0, +) - 24) < 1e-6)
  }

  @Test("spends a budget over feeds of any rate, floors and ceilings", arguments: [1.0, 4, 20])
  func solvesBudget(_ perHourEach: Double) {
    var budget = Budget(rules: PollingRules(requestsPerHour: perHourEach * 1_000))
    var dice = SplitMix64(seed: 4)
    var demands: [PollDemand] = []
    for _ in 0..<1_000 {
      let demand = PollDemand(
        root: Float.random(in: 0.1...20, using: &dice),
        floorSeconds: [60, 100, 600].randomElement(using: &dice) ?? 60, ceilingSeconds: 21_600)
      demands.append(demand)
      budget.add(demand)
    }
    budget.settle(at: MonotonicInstant(nanoseconds: 0))
    let scale = budget.terms.scale
    let spent = demands.reduce(0) { sum, demand in
      let wish = scale / Double(demand.root) * 86_400
      let interval = min(max(wish, Double(demand.floorSeconds)), 21_600)
      return sum + 3_600 / interval
    }
    #expect((0.97...1.03).contains(spent / (perHourEach * 1_000)))
    for demand in demands { budget.remove(demand) }
    #expect(budget.requestsPerDay == perHourEach * 24_000)
  }

  @Test("waits longer at quiet hours, and no longer than the ceiling")
  func placement() {
    var weights = Array(repeating: 1.0, count: 24)
    for hour in 0..<8 { weights[hour] = 0.1 }
    let shape = WeekShape(weights: weights)
    let terms = BudgetTerms(scale: 0.05)
    let night = PolledFeed.start.addingTimeInterval(-9 * 3_600)
    let byNight = terms.wait(from: night, demand: 1, shape: shape, ceiling: 21_600)
    let byDay = terms.wait(from: PolledFeed.start, demand: 1, shape: shape, ceiling: 21_600)
    #expect((2.5...4).contains(byNight / byDay))
    #expect(terms.wait(from: night, demand: 1e-9, shape: shape, ceiling: 21_600) == 21_600)
  }

  @Test("looks sooner after news of feeds that publish in bursts")
  func bursts() {
    var random = BurstRecord()
    var bursty = BurstRecord()
    for _ in 0..<100 {
      random.learn(expected: 1, found: 1, elapsedDays: 0.1)
      bursty.learn(expected: 1, found: 6, elapsedDays: 0.1)
    }
    #expect(random.soonerFactor > 0.95)
    #expect(bursty.soonerFactor == 0.5)
    #expect((0.85..<1).contains(BurstRecord().soonerFactor))
  }

  @Test("trusts a feed's own hours only when they foretell better than those of all")
  func ownHours() {
    let common = WeekShape(weights: (0..<24).map { $0 < 12 ? 1.5 : 0.5 })
    var follower = WeekProfile()
    var night = WeekProfile()
    for day in 0..<20 {
      for item in 0..<6 {
        let base = Date(timeIntervalSince1970: TraceGenerator.start + Double(day) * 86_400)
        let usual = base.addingTimeInterval(Double((item * 2 + day) % 12) * 3_600)
        let odd = base.addingTimeInterval(Double(20 + item % 3) * 3_600)
        let watched = ItemSpan(start: base, end: base.addingTimeInterval(14_400), items: 0)
        _ = follower.learn(
          [ItemSpan(start: usual, end: usual, items: 1)], watched: watched, common: common,
          elapsedDays: 1.0 / 6)
        _ = night.learn(
          [ItemSpan(start: odd, end: odd, items: 1)], watched: watched, common: common,
          elapsedDays: 1.0 / 6)
      }
    }
    let own = night.shape(within: common)
    #expect(own.hours[21] > 4 * own.hours[3])
    #expect(WeekProfile().shape(within: common) == common)
    let followed = follower.shape(within: common)
    #expect(followed.hours[3] > followed.hours[21])
  }
}
