/// Shares the requests of an hour among the feeds so that the mean delay of their news is least.
///
/// With interval = c / √(weight × rate), held between each feed's floor and ceiling, c is the one
/// number that makes all intervals together spend the budget. It is solved from a histogram of the
/// feeds' claims, at most once a minute: a claim that changes costs O(1), and solving costs the same
/// for fifty feeds and a million. It also gathers at which hours of the day news come.
public struct Budget: Sendable {
  /// What a feed needs to know to set its interval.
  public private(set) var terms: BudgetTerms

  private struct Cell {
    var feeds = 0
    var rootSum = 0.0
    var floorSum = 0.0
    var ceilingSum = 0.0
  }

  private var cells: [Int32: Cell] = [:]
  private var feeds = 0
  private var hourCounts = [Double](repeating: Budget.flatPrior, count: 24)
  private var countedAt: MonotonicInstant?
  private var settledAt: MonotonicInstant?
  private var isStale = true
  private let requestsPerHour: Double?

  /// How often the terms change at most, in seconds.
  static let settleSeconds: Double = 60
  /// The prior of the common shape: so many items in each hour.
  static let flatPrior = 2.0
  /// How fast the common shape forgets, as a half-life in days.
  static let halfLifeDays = 14.0

  /// An empty budget.
  public init(rules: PollingRules) {
    requestsPerHour = rules.requestsPerHour
    terms = BudgetTerms(requestsPerHourEach: PollingRules.requestsPerHourEach)
  }

  /// Requests a day to be spent on all feeds that take part.
  var requestsPerDay: Double {
    24 * (requestsPerHour ?? PollingRules.requestsPerHourEach * Double(feeds))
  }

  /// Enters a feed's claim.
  mutating func add(_ demand: PollDemand) { enter(demand, times: 1) }

  /// Takes a feed's claim out again.
  mutating func remove(_ demand: PollDemand) { enter(demand, times: -1) }

  /// Takes up at which hours new items came.
  mutating func learn(_ news: [HourShare], now: MonotonicInstant) {
    guard !news.isEmpty else { return }
    fadeHours(now: now)
    for part in news where (0..<24).contains(part.hour) { hourCounts[part.hour] += part.share }
    isStale = true
  }

  /// Takes up what a feed's own stored profile holds, when the feed is added at a start.
  mutating func learn(_ profile: DayProfile) {
    for hour in 0..<24 {
      hourCounts[hour] += Double(profile.counts[hour]) * profile.commonWeight
    }
    isStale = true
  }

  /// Brings the terms up to date, at most once a minute.
  mutating func settle(at now: MonotonicInstant) {
    if let settledAt, now.seconds(since: settledAt) < Self.settleSeconds { return }
    guard isStale else { return }
    isStale = false
    settledAt = now
    terms.commonShape = DayShape(weights: hourCounts)
    if let scale = solved() { terms.scale = scale }
  }

  private mutating func fadeHours(now: MonotonicInstant) {
    guard let last = countedAt else {
      countedAt = now
      return
    }
    // Fading in steps of an hour costs nothing and changes nothing.
    let days = now.seconds(since: last) / 86_400
    guard days >= 1.0 / 24 else { return }
    countedAt = now
    let kept = FloatMath.exp2(-min(days, 365) / Self.halfLifeDays)
    for hour in 0..<24 {
      hourCounts[hour] = Self.flatPrior + (hourCounts[hour] - Self.flatPrior) * kept
    }
  }

  private mutating func enter(_ demand: PollDemand, times: Int) {
    guard demand.root > 0 else { return }
    let key = Self.cell(of: demand)
    var cell = cells[key] ?? Cell()
    cell.feeds += times
    cell.rootSum += Double(times) * Double(demand.root)
    cell.floorSum += Double(times) * Double(demand.floorSeconds)
    cell.ceilingSum += Double(times) * Double(demand.ceilingSeconds)
    cells[key] = cell.feeds > 0 ? cell : nil
    feeds += times
    isStale = true
  }

  /// Eight cells an octave of the root, four an octave of the floor; the ceiling is nearly always
  /// the same.
  private static func cell(of demand: PollDemand) -> Int32 {
    let root = Double(min(max(demand.root, 1e-4), 1e4))
    let floor = Double(min(max(demand.floorSeconds, 1), 1e6))
    let rootStep = Int32((FloatMath.log(root) / 0.0866434).rounded(.down))
    let floorStep = Int32((FloatMath.log(floor) / 0.1732868).rounded(.down))
    return rootStep * 256 + floorStep
  }

  /// The constant for which the intervals spend the budget; nil without feeds. Where even the
  /// longest intervals spend more than it, or the shortest less, the nearest is taken.
  private func solved() -> Double? {
    guard feeds > 0 else { return nil }
    var low = FloatMath.log(1e-6)
    var high = FloatMath.log(1e6)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if spent(at: FloatMath.exp(middle)) > requestsPerDay {
        low = middle
      } else {
        high = middle
      }
    }
    return FloatMath.exp((low + high) / 2)
  }

  /// Requests a day at a constant.
  private func spent(at scale: Double) -> Double {
    cells.values.reduce(0) { sum, cell in
      let count = Double(cell.feeds)
      let floor = cell.floorSum / count / 86_400
      let ceiling = max(cell.ceilingSum / count / 86_400, floor)
      let interval = min(max(scale * count / max(cell.rootSum, 1e-9), floor), ceiling)
      return sum + count / max(interval, 1e-6)
    }
  }
}
