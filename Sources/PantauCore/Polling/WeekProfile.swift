import FoundationEssentials

/// At which hours of the day and on which days of the week (UTC) a feed's items have come, fading.
///
/// One feed's items are few for the hours of a week, so its hours and its days are learned apart,
/// each is blended with the shape that all feeds show together, and each is trusted over it only by
/// as much as it has foretold new items better.
public struct WeekProfile: Sendable, Hashable {
  /// Items counted in each hour of the day, faded.
  var counts: [Float]
  /// How much better than the common shape the feed's own hours have foretold its items, as a
  /// logarithm.
  var merit: Float = 0
  /// Over how many days the hours were watched, held at 1,000.
  var days: Float = 0
  /// Items counted on each day of the week, from Sunday, faded; the last place is not used.
  var dayCounts: SIMD8<Float> = .zero
  /// How many of each day were watched, faded.
  var dayWatches: SIMD8<Float> = .zero
  /// The merit of the feed's own days.
  var dayMerit: Float = 0

  static let halfLifeDays = 14.0
  static let dayHalfLifeDays = 28.0
  /// How many days of counts it takes before the hours are used, and before the days are.
  static let daysNeeded: Float = 3
  static let daysNeededForDays: Float = 7
  /// How many items of the common shape the feed's own hours are mixed with, and each day.
  static let ownPrior = 12.0
  static let dayPrior = 2.0
  /// What the own shape must first show before it counts for half.
  static let handicap = 2.0

  /// Starts without any item.
  public init() { counts = Array(repeating: 0, count: 24) }

  /// How many items it holds.
  var total: Double { Double(counts.reduce(0, +)) }

  /// The shape to plan with.
  ///
  /// In the first days the hours have not been watched equally often, and the common shape holds
  /// alone.
  func shape(within common: WeekShape) -> WeekShape {
    let hourTrust = days >= Self.daysNeeded ? Self.trust(merit) : 0
    let dayTrust = days >= Self.daysNeededForDays ? Self.trust(dayMerit) : 0
    guard hourTrust > 0.02 || dayTrust > 0.02 else { return common }
    let hours = hourRatios(within: common).map { hourTrust * $0 + 1 - hourTrust }
    let days = dayRatios(within: common).map { dayTrust * $0 + 1 - dayTrust }
    return WeekShape(
      weights: (0..<168).map { common.cells[$0] * hours[$0 % 24] * days[$0 / 24] })
  }

  /// Counts new items by when they came; fades what was there.
  ///
  /// - Parameters:
  ///   - spans: the items.
  ///   - watched: the time in which they were found.
  ///   - common: the shape that all feeds share.
  ///   - elapsedDays: what to fade by.
  /// - Returns: what the common shape should learn of it: a share of an item for each, less for the
  ///   feeds that have many, so that a few busy feeds don't speak for all.
  mutating func learn(
    _ spans: [ItemSpan], watched: ItemSpan, common: WeekShape, elapsedDays: Double
  ) -> [HourShare] {
    fade(elapsedDays)
    for part in watched.dayShares { dayWatches[part.hour / 24] += Float(part.share) }
    guard !spans.isEmpty else { return [] }
    let voice = commonWeight
    let hours = hourRatios(within: common)
    let days = dayRatios(within: common)
    var told: [HourShare] = []
    for part in spans.flatMap(\.hourShares) {
      let (hour, day) = (part.hour % 24, part.hour / 24)
      merit = Self.judged(merit, ratio: hours[hour], share: part.share)
      dayMerit = Self.judged(dayMerit, ratio: days[day], share: part.share)
      counts[hour] += Float(part.share)
      dayCounts[day] += Float(part.share)
      told.append(HourShare(hour: part.hour, share: part.share * voice))
    }
    return told
  }

  /// What one of the feed's items counts for in the common shape.
  var commonWeight: Double { 1 / (1 + total).squareRoot() }

  /// How many of its items came on each day of the week, as a share of all; a seventh each where
  /// nothing is known of days.
  var dayShares: [Double] {
    let all = Double(dayCounts.sum())
    return (0..<7).map { all > 0 ? Double(dayCounts[$0]) / all : 1 / 7 }
  }

  private mutating func fade(_ elapsedDays: Double) {
    let elapsed = min(max(elapsedDays, 0), 365)
    let kept = Float(FloatMath.exp2(-elapsed / Self.halfLifeDays))
    for hour in 0..<24 { counts[hour] *= kept }
    merit *= kept
    days = min(days + Float(elapsed), 1_000)
    let keptDays = Float(FloatMath.exp2(-elapsed / Self.dayHalfLifeDays))
    dayCounts *= keptDays
    dayWatches *= keptDays
    dayMerit *= keptDays
  }

  private static func trust(_ merit: Float) -> Double {
    1 / (1 + FloatMath.exp(handicap - Double(merit)))
  }

  private static func judged(_ merit: Float, ratio: Double, share: Double) -> Float {
    min(max(merit + Float(share * FloatMath.log(max(ratio, 1e-3))), -8), 12)
  }

  /// By how much each hour of the day is busier than in the common shape.
  private func hourRatios(within common: WeekShape) -> [Double] {
    let held = total + Self.ownPrior
    return (0..<24).map {
      (Double(counts[$0]) * 24 / max(common.hours[$0], 1e-3) + Self.ownPrior) / held
    }
  }

  /// By how much each day of the week is busier than in the common shape, with a mean of 1.
  private func dayRatios(within common: WeekShape) -> [Double] {
    var all = 0.0
    for day in 0..<7 { all += Double(dayWatches[day]) * common.days[day] }
    let perWatch = Double(dayCounts.sum()) / max(all, 1e-3)
    let ratios = (0..<7).map { day in
      (Double(dayCounts[day]) + Self.dayPrior)
        / (Double(dayWatches[day]) * common.days[day] * perWatch + Self.dayPrior)
    }
    let mean = (0..<7).reduce(0) { $0 + ratios[$1] * common.days[$1] / 7 }
    return ratios.map { $0 / max(mean, 1e-3) }
  }
}

/// Some items that came within one span of time: a poll's interval, or the instant that the feed
/// itself names.
struct ItemSpan {
  var start: Date
  var end: Date
  var items: Double

  /// The hours of the week that the span touches, each with its share of the items.
  var hourShares: [HourShare] {
    let seconds = end.timeIntervalSince(start)
    if seconds < 1 { return [HourShare(hour: WeekShape.hour(of: end), share: items)] }
    // Beyond a day nothing is known of the hour.
    guard seconds < 86_400 else { return [] }
    var shares: [HourShare] = []
    var walk = WeekWalk(from: start)
    var rest = seconds
    while rest > 0 {
      let step = min(rest, walk.secondsLeft)
      shares.append(HourShare(hour: walk.hour, share: items * step / seconds))
      rest -= step
      walk.advance(step)
    }
    return shares
  }

  /// The days that the span touches, the last 60 at most, each by its first hour of the week and
  /// with the share of the day that lies within it.
  var dayShares: [HourShare] {
    var shares: [HourShare] = []
    var start = max(start, end.addingTimeInterval(-60 * 86_400))
    while start < end, shares.count <= 61 {
      let second = WeekShape.secondOfWeek(start)
      let day = min(Int(second / 86_400), 6)
      let step = min(Double(day + 1) * 86_400 - second, end.timeIntervalSince(start))
      shares.append(HourShare(hour: day * 24, share: step / 86_400))
      start = start.addingTimeInterval(max(step, 0.001))
    }
    return shares
  }
}

/// Some items, or a part of one, in an hour of the week.
struct HourShare: Sendable, Hashable {
  var hour: Int
  var share: Double
}
