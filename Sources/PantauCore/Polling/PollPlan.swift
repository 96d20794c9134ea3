import FoundationEssentials

/// A wait in the making: within which bounds it may fall, and why.
struct PollPlan {
  /// The bounds of the wait, in seconds; jitter chooses within them.
  var low: Double
  var high: Double
  /// What the wait may not fall below, jitter included, in seconds.
  var floor: Double
  var reason: PollReason
  /// Whether `skipHours` and `skipDays` hold: not where the operator wrote an interval.
  var obeysSkipTimes: Bool

  /// The middle of the bounds.
  var middle: Double { (low + high) / 2 }

  /// A wait of about `seconds`, varied by ±10 % but held between floor and ceiling, and always with
  /// some room, so that feeds that share a bound do not fall into step.
  init(
    around seconds: Double, floor: Double, ceiling: Double, reason: PollReason,
    obeysSkipTimes: Bool = true
  ) {
    let held = min(max(seconds, floor), max(ceiling, floor))
    low = max(held * (1 - PollingRules.jitter), floor)
    high = min(held * (1 + PollingRules.jitter), max(ceiling, floor))
    if high < low * (1 + PollingRules.jitter / 2) {
      // At the ceiling there is room below, at the floor only above.
      low = max(min(low, high * (1 - PollingRules.jitter)), floor)
      if high < low * (1 + PollingRules.jitter / 2) { high = low * (1 + PollingRules.jitter) }
    }
    self.floor = floor
    self.reason = reason
    self.obeysSkipTimes = obeysSkipTimes
  }
}

extension PollingRules {
  /// The wait by our own wish: the operator's interval, or the feed's share of the budget.
  func ownPlan(
    at now: Date, rhythm: FeedRhythm, shape: WeekShape, budget: BudgetTerms,
    operatorInterval: Duration?
  ) -> PollPlan {
    if let operatorInterval {
      let seconds = max(1, min(operatorInterval.inSeconds, 365 * 86_400))
      return PollPlan(
        around: seconds, floor: 0, ceiling: .infinity,
        reason: PollReason(.operatorInterval, seconds: seconds), obeysSkipTimes: false)
    }
    let (seconds, basis) = wish(at: now, rhythm: rhythm, shape: shape, budget: budget)
    var reason = PollReason(basis, seconds: seconds)
    let (floor, limit) = self.floor(for: rhythm)
    if seconds < floor {
      reason.limit = limit
      reason.limitSeconds = floor
    } else if seconds >= maxSeconds {
      reason.limit = .maxInterval
      reason.limitSeconds = maxSeconds
    }
    return PollPlan(around: seconds, floor: floor, ceiling: maxSeconds, reason: reason)
  }

  private func wish(
    at now: Date, rhythm: FeedRhythm, shape: WeekShape, budget: BudgetTerms
  ) -> (seconds: Double, basis: PollReason.Basis) {
    // Twice the ceiling, so that a cut for missed items still shows.
    let share = budget.wait(
      from: now, demand: rhythm.demand, shape: shape, ceiling: maxSeconds * 2)
    if rhythm.missGuard < 0.75 { return (share * rhythm.missGuard, .missedItems) }
    // A window should never turn over between two polls: half of it is the most we let pass.
    if rhythm.windowItems > 0 {
      let half = Double(rhythm.windowItems) / 2 / max(rhythm.rate.perDay, 1e-6) * 86_400
      if half < share { return (half, .missedItems) }
    }
    if rhythm.lastNewItems > 0, rhythm.rate.evidenceDays > 0 {
      return (share * rhythm.burst.soonerFactor, .afterNews)
    }
    return (share, .budget)
  }

  /// The shortest interval that a feed may have without a word of the operator.
  func floor(for rhythm: FeedRhythm) -> (seconds: Double, limit: PollReason.Limit) {
    let cautious = min(Self.cautiousFloor.inSeconds, maxSeconds)
    // `max-age=0` is what frameworks print by default; it invites nobody.
    let invited = rhythm.freshSeconds > 0 && Double(rhythm.freshSeconds) < cautious
    if rhythm.validatorsWork || invited || minSeconds >= cautious {
      return (minSeconds, .minInterval)
    }
    return (cautious, .unprovenValidators)
  }

  /// The plan lengthened by what the server asks for.
  func raised(
    _ plan: PollPlan, byHintsOf rhythm: FeedRhythm, withFreshness: Bool
  ) -> PollPlan {
    var asked = Double(rhythm.documentSeconds)
    var limit: PollReason.Limit = rhythm.documentIsSyndication ? .syndication : .ttl
    if withFreshness, Double(rhythm.freshSeconds) > asked {
      asked = Double(rhythm.freshSeconds)
      limit = rhythm.freshIsExpires ? .expires : .maxAge
    }
    let held = min(asked, maxSeconds)
    var raised = plan
    raised.floor = max(plan.floor, held)
    guard held > plan.low else { return raised }
    raised.low = held
    raised.high = max(plan.high, held * (1 + Self.jitter))
    if held > plan.middle {
      raised.reason.limit = limit
      raised.reason.limitSeconds = asked
    }
    return raised
  }

  /// interval × (1 + f), up to a day.
  func failurePlan(_ factor: Double, interval plan: PollPlan) -> PollPlan {
    let seconds = plan.middle * (1 + factor)
    let ceiling = max(Self.dayCeiling.inSeconds, plan.high)
    var reason = PollReason(.failure, seconds: seconds)
    if seconds >= ceiling {
      reason.limit = .dayCeiling
      reason.limitSeconds = ceiling
    }
    return PollPlan(
      around: seconds, floor: plan.low, ceiling: ceiling, reason: reason,
      obeysSkipTimes: plan.obeysSkipTimes)
  }

  /// 10 minutes, doubled with each, so that half as much again is a day at most.
  static func throttleSeconds(_ times: Int) -> Double {
    let doubled = throttleFirst.inSeconds * Double(1 << min(max(times - 1, 0), 20))
    return min(doubled, dayCeiling.inSeconds / 1.5)
  }

  /// 10 minutes, doubled with each, and up to half as much again by chance, so that those who were
  /// turned away together do not come back together.
  func throttledPlan(_ times: Int, atLeast plan: PollPlan) -> PollPlan {
    let first = Self.throttleSeconds(times)
    guard first > plan.low else { return plan }
    var throttled = plan
    throttled.low = first
    throttled.high = max(first * 1.5, plan.high)
    throttled.floor = max(plan.floor, first)
    throttled.reason = PollReason(.throttled, seconds: first)
    return throttled
  }
}
