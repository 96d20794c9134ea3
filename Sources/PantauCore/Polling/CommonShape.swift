import FoundationEssentials

/// Gathers at which hours of the week the news of all feeds come.
struct CommonShape: Sendable {
  /// Items that came in each hour of the week, and how often that hour has been watched; faded.
  private var counts = [Double](repeating: 0, count: 168)
  private var watches = [Double](repeating: 0, count: 168)
  private var waves = NewsWaves()

  /// How fast it forgets, as a half-life in days.
  static let halfLifeDays = 21.0
  /// The prior: so many items in each hour or on each day, as many as were to be expected.
  static let flatPrior = 10.0
  /// For how many weeks a day of the week, and a single hour of it, must have been watched to count
  /// for half: one day's news vary by more than chance, and less is known of an hour.
  static let dayPriorWeeks = 0.1
  static let cellPriorWeeks = 2.0

  /// Takes up at which hours new items came.
  mutating func learn(_ news: [HourShare]) {
    for part in news where counts.indices.contains(part.hour) { counts[part.hour] += part.share }
    waves.learn(news)
  }

  /// Takes up what a feed's stored profile holds.
  mutating func learn(_ profile: WeekProfile) {
    let days = profile.dayShares
    for cell in counts.indices {
      counts[cell] += Double(profile.counts[cell % 24]) * days[cell / 24] * profile.commonWeight
      let watched = Double(profile.dayWatches[cell / 24])
      watches[cell] = max(watches[cell], min(watched, 5))
    }
  }

  /// Fades what is there, and notes that the last so many seconds were watched.
  mutating func watch(until wall: Date, seconds: Double) {
    let kept = FloatMath.exp2(-min(seconds / 86_400, 365) / Self.halfLifeDays)
    for cell in counts.indices {
      counts[cell] *= kept
      watches[cell] *= kept
    }
    let span = ItemSpan(
      start: wall.addingTimeInterval(-seconds), end: wall, items: seconds / 3_600)
    for part in span.hourShares { watches[part.hour] += part.share }
    waves.advance(to: WeekShape.hour(of: wall))
  }

  /// Items in each hour against those expected there by how often it was watched: after a morning
  /// the afternoon is unknown, not quiet, and after five days the weekend is.
  ///
  /// The hour of the day and the day of the week are estimated first, and a single hour of the week
  /// departs from their product by as much as it has been watched: where a day ends in the feeds'
  /// own zone shows only there. Both count by as much as weeks are alike (``NewsWaves``).
  var shape: WeekShape {
    let watched = watches.reduce(0, +)
    guard watched > 0 else { return .flat }
    let perWatch = counts.reduce(0, +) / watched
    var days = Array(repeating: 1.0, count: 7)
    var hours = Array(repeating: 1.0, count: 24)
    let flatPrior = Self.flatPrior * waves.size
    // Each depends on the other where not all were watched equally often.
    for _ in 0..<2 {
      hours = marginal(24, prior: flatPrior, { $0 % 24 }) { perWatch * days[$0 / 24] }
      let prior = flatPrior + Self.dayPriorWeeks * 24 * perWatch
      days = marginal(7, prior: prior, { $0 / 24 }) { perWatch * hours[$0 % 24] }
    }
    // Where a week is not like the one before, what the days have had says nothing of the next.
    let share = waves.weeklyShare
    let weights = counts.indices.map { cell in
      let product = hours[cell % 24] * days[cell / 24]
      let expected = perWatch * product
      let prior = flatPrior + Self.cellPriorWeeks * expected
      let own = days[cell / 24] * (counts[cell] + prior) / (watches[cell] * expected + prior)
      return hours[cell % 24] * (share * own + 1 - share)
    }
    return WeekShape(weights: weights)
  }

  /// Counted over expected, for each hour of the day or each day of the week, with a mean of 1.
  private func marginal(
    _ size: Int, prior: Double, _ place: (Int) -> Int, expected: (Int) -> Double
  ) -> [Double] {
    var found = Array(repeating: prior, count: size)
    var due = Array(repeating: prior, count: size)
    for cell in counts.indices {
      found[place(cell)] += counts[cell]
      due[place(cell)] += watches[cell] * expected(cell)
    }
    let ratios = zip(found, due).map { $0 / $1 }
    let mean = ratios.reduce(0, +) / Double(size)
    return ratios.map { $0 / mean }
  }
}
