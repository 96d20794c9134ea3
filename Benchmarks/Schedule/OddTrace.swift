import PantauCore

/// A trace that a scheduler may stumble over, and by how much it may.
struct OddTrace {
  let name: String
  let trace: Trace
  /// Our mean delay, as a share of that of equal intervals.
  let limit: Double

  /// - Parameters:
  ///   - name: what is odd.
  ///   - feeds: how many feeds.
  ///   - limit: 1.03 for no worse than equal, but for chance; of a few items chance makes more.
  ///   - times: when one feed publishes, in seconds from Monday, 0 h (UTC).
  init(
    _ name: String, feeds: Int = 200, limit: Double = 1.03,
    _ times: (_ feed: Int, _ dice: inout SplitMix64) -> [Double]
  ) {
    var dice = SplitMix64(seed: 11)
    self.name = name
    self.limit = limit
    trace = Trace(
      feeds: (0..<feeds).map { feed in
        Trace.Feed(name: "\(feed)", times: times(feed, &dice).map { TraceGenerator.start + $0 })
      })
  }

  static let day = 86_400.0
  static let month = 30 * day

  static let all = days + hours + changes + clumps + sizes
}

// MARK: Chance

extension OddTrace {
  /// Items at random, so many a day at most; `share` of it at each instant.
  private static func random(
    _ perDay: Double, _ dice: inout SplitMix64, share: (Double) -> Double = { _ in 1 }
  ) -> [Double] {
    var times: [Double] = []
    var time = 0.0
    while true {
      time += gap(&dice) / perDay * day
      if time >= month { return times }
      if Double.random(in: 0..<1, using: &dice) < share(time) { times.append(time) }
    }
  }

  /// An exponential gap with a mean of 1 (von Neumann's comparisons, without a logarithm).
  private static func gap(_ dice: inout SplitMix64) -> Double {
    var whole = 0.0
    while true {
      let first = Double.random(in: 0..<1, using: &dice)
      var last = first
      var count = 1
      while true {
        let next = Double.random(in: 0..<1, using: &dice)
        if next >= last { break }
        last = next
        count += 1
      }
      if count % 2 == 1 { return whole + first }
      whole += 1
    }
  }

  private static func isWeekend(_ time: Double) -> Bool { Int(time / day) % 7 >= 5 }
  private static func newsroom(_ time: Double, zone: Double) -> Double {
    TraceGenerator.newsroom.hours[((Int(time / 3_600 + zone) % 24) + 24) % 24] / 1.8
  }
  private static func daily(at hour: Double, within seconds: Double, _ dice: inout SplitMix64)
    -> [Double]
  {
    (0..<30).map {
      Double($0) * day + hour * 3_600 + Double.random(in: -seconds...seconds, using: &dice)
    }
  }
}

// MARK: Traces

extension OddTrace {
  private static let days = [
    OddTrace("weekdays only") { random(3, &$1) { isWeekend($0) ? 0 : 1 } },
    OddTrace("weekdays only, newsroom hours") {
      random(6, &$1) { isWeekend($0) ? 0 : newsroom($0, zone: 0) }
    },
    OddTrace("weekdays only, newsroom hours in UTC+8") {
      random(6, &$1) { isWeekend($0 + 8 * 3_600) ? 0 : newsroom($0, zone: 8) }
    },
    OddTrace("weekdays only, newsroom hours in UTC-8") {
      random(6, &$1) { isWeekend($0 - 8 * 3_600) ? 0 : newsroom($0, zone: -8) }
    },
    OddTrace("weekends only") { random(3, &$1) { isWeekend($0) ? 1 : 0 } },
    OddTrace("weekdays only and weekends only, half and half") { feed, dice in
      random(3, &dice) { isWeekend($0) == (feed % 2 == 0) ? 1 : 0 }
    },
    OddTrace("weekends with a third of the news") { random(3, &$1) { isWeekend($0) ? 0.33 : 1 } },
    OddTrace("on Mondays at 6") { _, dice in
      (0..<5).map { Double($0) * 7 * day + 21_600 + Double.random(in: 0..<600, using: &dice) }
    },
    OddTrace("every other day") { random(6, &$1) { Int($0 / day) % 2 == 0 ? 1 : 0 } },
    OddTrace("every other week") { random(6, &$1) { Int($0 / day / 7) % 2 == 0 ? 1 : 0 } },
    OddTrace("one weekday of its own") { feed, dice in
      random(10, &dice) { Int($0 / day) % 7 == feed % 7 ? 1 : 0 }
    },
  ]

  private static let hours = [
    OddTrace("daily at 7") { daily(at: 7, within: 300, &$1) },
    OddTrace("daily at 0, a minute before or after") { daily(at: 24, within: 60, &$1) },
    OddTrace("daily at an hour of its own") { daily(at: Double($0 % 24) + 0.5, within: 900, &$1) },
    OddTrace("hourly, on the hour") { _, dice in
      (0..<720).map { Double($0) * 3_600 + Double.random(in: 0..<20, using: &dice) }
    },
    OddTrace("from 22 to 2") { random(12, &$1) { (Int($0 / 3_600) + 2) % 24 < 4 ? 1 : 0 } },
    OddTrace("newsrooms in all zones") { feed, dice in
      random(6, &dice) { newsroom($0, zone: Double(feed % 24)) }
    },
  ]

  private static let changes = [
    OddTrace("all die on day 10") { random(6, &$1) { $0 < 10 * day ? 1 : 0 } },
    OddTrace("half die on day 10") { feed, dice in
      random(6, &dice) { $0 < 10 * day || feed % 2 == 0 ? 1 : 0 }
    },
    OddTrace("half begin on day 10") { feed, dice in
      random(6, &dice) { $0 > 10 * day || feed % 2 == 0 ? 1 : 0 }
    },
    OddTrace("all begin on day 10 but one item") { feed, dice in
      (feed == 0 ? [0] : []) + random(6, &dice) { $0 > 10 * day ? 1 : 0 }
    },
    OddTrace("all ten times as much from day 15") { random(10, &$1) { $0 > 15 * day ? 1 : 0.1 } },
    OddTrace("all a tenth from day 15") { random(10, &$1) { $0 < 15 * day ? 1 : 0.1 } },
    OddTrace("half up, half down tenfold on day 15") { feed, dice in
      random(10, &dice) { ($0 > 15 * day) == (feed % 2 == 0) ? 1 : 0.1 }
    },
    OddTrace("one day with twenty times the news") {
      random(40, &$1) { Int($0 / day) == 17 ? 1 : 0.05 }
    },
    OddTrace("a tenth of the feeds wild for a day of its own") { feed, dice in
      random(60, &dice) { Int($0 / day) == feed % 30 && feed % 10 == 0 ? 1 : 0.05 }
    },
  ]

  private static let clumps = [
    OddTrace("eight items at an instant, every other day") { _, dice in
      random(0.5, &dice).flatMap { Array(repeating: $0, count: 8) }
    },
    OddTrace("twelve items within an hour, every third day") { _, dice in
      random(0.33, &dice).flatMap { start in
        (0..<12).map { _ in start + Double.random(in: 0..<3_600, using: &dice) }
      }
    },
    OddTrace("three items at an instant") { _, dice in
      random(3, &dice).flatMap { [$0, $0, $0] }
    },
    OddTrace("all feeds at the same instants") { _, _ in
      (0..<90).map { Double($0 * $0 % 97) / 97 * month }
    },
  ]

  private static let sizes = [
    OddTrace("one item a month") { _, dice in [Double.random(in: 0..<month, using: &dice)] },
    OddTrace("quiet feeds") { random(0.1, &$1) },
    OddTrace("busy feeds", feeds: 50) { random(200, &$1) },
    OddTrace("one busy among fifty quiet", feeds: 51) { random($0 == 0 ? 300 : 0.2, &$1) },
    OddTrace("a fortnight of nothing in all") {
      random(6, &$1) { $0 < day || $0 > 15 * day ? 1 : 0 }
    },
    OddTrace("two items, five minutes apart", feeds: 1, limit: 1.05) { _, _ in [0, 300] },
    OddTrace("two items, an hour apart", feeds: 1, limit: 1.05) { _, _ in [0, 3_600] },
    OddTrace("two items, a day apart", feeds: 1, limit: 1.05) { _, _ in [0, day] },
    OddTrace("two items, a month apart", feeds: 1, limit: 1.05) { _, _ in [0, month] },
    OddTrace("two feeds of one item each", feeds: 2, limit: 1.05) { feed, _ in
      [Double(feed) * 40_000]
    },
    OddTrace("three items in a minute", feeds: 1, limit: 1.05) { _, _ in [0, 30, 60] },
    OddTrace("five items in three feeds", feeds: 3, limit: 1.05) { feed, _ in
      feed == 0 ? [0, 5_000, 70_000] : [Double(feed) * 30_000]
    },
    OddTrace("one feed, ten items in ten days", feeds: 1, limit: 1.05) { _, dice in
      (0..<10).map { _ in Double.random(in: 0..<10 * day, using: &dice) }
    },
    OddTrace("one feed at random", feeds: 1) { random(5, &$1) },
    OddTrace("ten feeds at random", feeds: 10) { random(5, &$1) },
    OddTrace("everything at once") { feed, dice in
      switch feed % 6 {
      case 0: random(3, &dice) { isWeekend($0) ? 0 : 1 }
      case 1: daily(at: 7, within: 300, &dice)
      case 2: random(0.5, &dice).flatMap { Array(repeating: $0, count: 6) }
      case 3: random(20, &dice) { $0 > 15 * day ? 1 : 0.1 }
      case 4: random(0.05, &dice)
      default: random(6, &dice) { $0 < 10 * day ? newsroom($0, zone: 8) : 0 }
      }
    },
  ]
}
