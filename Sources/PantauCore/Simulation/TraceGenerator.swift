import FoundationEssentials

/// Makes traces of feeds whose truth is known, for benchmarks and tests.
package struct TraceGenerator {
  /// How many feeds.
  package var feeds = 2_000
  /// How many days.
  package var days = 30
  /// The median of the feeds' rates, in items a day.
  package var medianPerDay = 3.0
  /// The spread of the rates: the standard deviation of their logarithm; 0 for equal ones.
  package var sigma = 1.5
  /// The hours of the day.
  package var shape = TraceGenerator.newsroom
  /// By how many hours each feed's day is shifted at most, earlier or later.
  package var shiftHours = 0
  /// By what each feed's rate is multiplied before `changeDay`.
  package var first: (Int) -> Double = { _ in 1 }
  /// By what each feed's rate is multiplied from `changeDay` on.
  package var change: (Int) -> Double = { _ in 1 }
  /// The day of the change.
  package var changeDay = Int.max
  /// The share of weekday news that weekends bring.
  package var weekend = 1.0
  /// How many items come at a time.
  package var batch = 1
  /// The seed.
  package var seed: UInt64 = 1

  /// Makes the standard: log-normal rates and newsroom hours.
  package init() {}

  /// 85 % of the items from 6 to 22 h, with peaks in the morning and the evening.
  package static let newsroom = WeekShape(weights: [
    0.55, 0.40, 0.32, 0.30, 0.35, 0.50, 0.95, 1.35, 1.70, 1.80, 1.55, 1.30, 1.15, 1.10, 1.05, 1.10,
    1.20, 1.35, 1.50, 1.45, 1.20, 0.95, 0.75, 0.63,
  ])

  /// Monday, 2026-01-05T00:00:00Z.
  package static let start = 1_767_571_200.0

  /// A trace, and the truth about each feed before the change.
  package func generate() -> (trace: Trace, truth: [Oracle.Feed]) {
    var generator = SplitMix64(seed: seed)
    var feeds: [Trace.Feed] = []
    var truth: [Oracle.Feed] = []
    for index in 0..<self.feeds {
      let rate = medianPerDay * FloatMath.exp(sigma * normal(&generator))
      let shift = shiftHours == 0 ? 0 : Int.random(in: -shiftHours...shiftHours, using: &generator)
      let shape = WeekShape(weights: (0..<24).map { self.shape.hours[($0 + shift + 48) % 24] })
      feeds.append(
        Trace.Feed(
          name: "https://f\(index).example/rss",
          times: times(rate: rate, shape: shape, feed: index, &generator)))
      truth.append(Oracle.Feed(perDay: rate, shape: shape))
    }
    return (Trace(feeds: feeds), truth)
  }

  /// The truth at an instant.
  package func truth(_ base: Oracle.Feed, feed: Int, at time: Double) -> Oracle.Feed {
    var now = base
    let day = Int((time - Self.start) / 86_400)
    now.perDay *= day >= changeDay ? change(feed) : first(feed)
    now.perDay *= (day % 7 >= 5 ? weekend : 1)
    return now
  }

  private func times(
    rate: Double, shape: WeekShape, feed: Int, _ generator: inout SplitMix64
  ) -> [Double] {
    var times: [Double] = []
    for hour in 0..<(days * 24) {
      let begin = Self.start + Double(hour) * 3_600
      let now = truth(Oracle.Feed(perDay: rate, shape: shape), feed: feed, at: begin)
      let mean = now.perDay / 24 * shape.hours[hour % 24] / Double(batch)
      for _ in 0..<poisson(mean, &generator) {
        let time = begin + Double.random(in: 0..<3_600, using: &generator)
        for _ in 0..<batch { times.append(time) }
      }
    }
    return times
  }

  private func normal(_ generator: inout SplitMix64) -> Double {
    let radius = (-2 * FloatMath.log(Double.random(in: 1e-12..<1, using: &generator))).squareRoot()
    return radius * FloatMath.cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
  }

  private func poisson(_ mean: Double, _ generator: inout SplitMix64) -> Int {
    var count = 0
    var rest = mean
    while true {
      rest += FloatMath.log(Double.random(in: 1e-15..<1, using: &generator))
      if rest < 0 { return count }
      count += 1
    }
  }
}
