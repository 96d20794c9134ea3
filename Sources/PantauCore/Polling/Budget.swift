import FoundationEssentials

/// Shares the requests of an hour among the feeds so that the mean delay of their news is least.
///
/// With interval = c / √(weight × rate), held between each feed's floor and ceiling, c is the one
/// number that makes all intervals together spend the budget. It is solved from a histogram of the
/// feeds' claims, at most once a minute: a claim that changes costs O(1), and solving costs the same
/// for fifty feeds and a million. It also gathers at which hours of the
/// week news come (``CommonShape``).
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
  private var common = CommonShape()
  private var spread = RateSpread()
  private var tide = NewsTide()
  private var watchedAt: MonotonicInstant?
  /// Requests planned and requests made, faded.
  private var planned = 0.0
  private var made = 0.0
  private var plannedPerDay = 0.0
  private var settledAt: MonotonicInstant?
  private var isStale = true
  private let requestsPerHour: Double?

  /// How often the terms change at most, in seconds.
  static let settleSeconds: Double = 60
  /// How often the terms look at the clock, in seconds.
  static let watchSeconds: Double = 300
  /// How fast planned and made requests are forgotten, as a half-life in days.
  static let spendingHalfLifeDays = 3.0

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

  /// Takes up at which hours new items came and how many, and that time has passed.
  ///
  /// - Parameters:
  ///   - news: the hours.
  ///   - volume: how many came, how many were expected.
  ///   - wall: now, by the wall clock.
  ///   - now: now.
  ///   - isShared: whether the poll was one of a feed that takes part.
  mutating func learn(
    _ news: [HourShare], volume: NewsVolume = NewsVolume(), wall: Date, now: MonotonicInstant,
    isShared: Bool
  ) {
    watch(wall: wall, now: now)
    if isShared { made += 1 }
    common.learn(news)
    tide.learn(volume)
    if !news.isEmpty { isStale = true }
  }

  /// Takes up what a feed's own stored profile holds, when the feed is added at a start.
  mutating func learn(_ profile: WeekProfile) {
    common.learn(profile)
    isStale = true
  }

  /// Brings the terms up to date, at most once a minute.
  mutating func settle(at now: MonotonicInstant) {
    if let settledAt, now.seconds(since: settledAt) < Self.settleSeconds { return }
    guard isStale else { return }
    isStale = false
    settledAt = now
    terms.commonShape = common.shape
    terms.prior = spread.prior
    terms.tide = tide.height(feeds: feeds)
    // In one order, so that sums come out alike in each run.
    let claims = cells.sorted { $0.key < $1.key }.map(\.value)
    guard let scale = solved(claims) else { return }
    terms.scale = scale
    terms.roots = claims.reduce(0) { $0 + $1.rootSum }
    plannedPerDay = Self.spent(claims, at: scale)
  }

  /// By how much more than planned has been spent lately, 1 and up.
  ///
  /// Sooner looks after news are not in the plan. Known after a day.
  private var overspending: Double {
    planned > plannedPerDay ? min(max(made / planned, 1), 1.2) : 1
  }

  private mutating func watch(wall: Date, now: MonotonicInstant) {
    guard let last = watchedAt else {
      watchedAt = now
      return
    }
    let seconds = now.seconds(since: last)
    guard seconds >= Self.watchSeconds else { return }
    watchedAt = now
    let days = min(seconds / 86_400, 365)
    let keptSpending = FloatMath.exp2(-days / Self.spendingHalfLifeDays)
    // More is spent on busy days.
    planned =
      planned * keptSpending + plannedPerDay * days * terms.commonShape.rootShare(ofDayAt: wall)
    made *= keptSpending
    common.watch(until: wall, seconds: seconds)
    tide.fade(days: days)
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
    spread.enter(demand, times: Double(times))
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

  /// The constant for which the intervals spend the budget; nil without feeds.
  ///
  /// Where even the longest intervals spend more than it, or the shortest less, the nearest is taken.
  private func solved(_ claims: [Cell]) -> Double? {
    guard feeds > 0 else { return nil }
    let target = requestsPerDay / overspending
    var low = FloatMath.log(1e-6)
    var high = FloatMath.log(1e6)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if Self.spent(claims, at: FloatMath.exp(middle)) > target {
        low = middle
      } else {
        high = middle
      }
    }
    return FloatMath.exp((low + high) / 2)
  }

  /// Requests a day at a constant.
  private static func spent(_ claims: [Cell], at scale: Double) -> Double {
    claims.reduce(0) { sum, cell in
      let count = Double(cell.feeds)
      let floor = cell.floorSum / count / 86_400
      let ceiling = max(cell.ceilingSum / count / 86_400, floor)
      let interval = min(max(scale * count / max(cell.rootSum, 1e-9), floor), ceiling)
      return sum + count / max(interval, 1e-6)
    }
  }
}
