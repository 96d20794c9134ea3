import FoundationEssentials

extension PollingRules {
  /// Takes in what a poll yielded and says when the feed is to be polled again.
  ///
  /// - Parameters:
  ///   - answer: what the poll yielded; its `receivedAt` is the instant all waits count from.
  ///   - rhythm: what is known of the feed; updated, due time and reason included, for storing.
  ///   - budget: the terms on which the feed shares the request budget.
  ///   - operatorInterval: the feed's own `interval` of the configuration.
  ///   - generator: the source of jitter.
  /// - Returns: when, why, and what follows for the host, the log and the channels.
  public func nextPoll(
    after answer: PollAnswer, rhythm: inout FeedRhythm, budget: BudgetTerms,
    operatorInterval: Duration?, using generator: inout some RandomNumberGenerator
  ) -> PollDecision {
    let answer = answer.held
    let claimed = rhythm.demand.squareRoot()
    let told = rhythm.take(answer, budget: budget)
    var decision = PollDecision(due: .distantFuture, reason: PollReason(.gone))
    decision.notes = told.notes
    decision.events = told.events
    decision.newsHours = told.news.hours
    decision.newsVolume = told.news.volume
    if !rhythm.isGone {
      let shape = rhythm.shape(within: budget.commonShape)
      let change = (rhythm.demand.squareRoot() - claimed) * shape.meanRoot
      let plan = plan(
        after: answer, rhythm: rhythm, shape: shape, budget: budget.moved(by: change),
        operatorInterval: operatorInterval)
      decision.demand = demand(
        of: rhythm, shape: shape, floor: rhythm.failures > 0 ? plan.low : plan.floor,
        operatorInterval: operatorInterval)
      settle(&decision, plan: plan, answer: answer, rhythm: &rhythm, using: &generator)
    }
    rhythm.nextDue = decision.due
    rhythm.why = decision.reason
    return decision
  }

  private func plan(
    after answer: PollAnswer, rhythm: FeedRhythm, shape: WeekShape, budget: BudgetTerms,
    operatorInterval: Duration?
  ) -> PollPlan {
    let own = ownPlan(
      at: answer.receivedAt, rhythm: rhythm, shape: shape, budget: budget,
      operatorInterval: operatorInterval)
    guard case .failed(let failure) = answer.outcome else {
      return operatorInterval == nil ? raised(own, byHintsOf: rhythm, withFreshness: true) : own
    }
    let base = operatorInterval == nil ? raised(own, byHintsOf: rhythm, withFreshness: false) : own
    switch failure {
    case .tooMany, .forbidden:
      return rhythm.throttles > 0 ? throttledPlan(rhythm.throttles, atLeast: base) : base
    default:
      return failurePlan(rhythm.failureFactor, interval: base)
    }
  }

  /// Turns a plan into an instant: jitter, `skipHours`, and what the server forbids.
  private func settle(
    _ decision: inout PollDecision, plan: PollPlan, answer: PollAnswer, rhythm: inout FeedRhythm,
    using generator: inout some RandomNumberGenerator
  ) {
    var reason = plan.reason
    var wait = Double.random(in: plan.low...plan.high, using: &generator)
    if plan.obeysSkipTimes {
      let skipped = rhythm.waitOutsideSkipTimes(
        wait, from: answer.receivedAt, ceiling: max(maxSeconds, plan.low), using: &generator)
      if skipped != wait {
        reason.limit = .skipTimes
        reason.limitSeconds = skipped
        wait = skipped
      }
    }
    if case .failed(let failure) = answer.outcome {
      wait = obeyRetryAfter(
        wait, failure, answer, &decision, &reason, &rhythm, using: &generator)
    }
    decision.due = answer.receivedAt.addingTimeInterval(wait)
    decision.reason = reason
  }

  private func obeyRetryAfter(
    _ wait: Double, _ failure: PollFailure, _ answer: PollAnswer, _ decision: inout PollDecision,
    _ reason: inout PollReason, _ rhythm: inout FeedRhythm,
    using generator: inout some RandomNumberGenerator
  ) -> Double {
    guard let asked = answer.headers.retryAfterSeconds(received: answer.receivedAt) else {
      rhythm.notBefore = nil
      if failure == .tooMany {
        let pause =
          Self.throttleSeconds(rhythm.throttles) * Double.random(in: 1...1.5, using: &generator)
        decision.hostPause = answer.receivedAt.addingTimeInterval(pause)
      }
      return wait
    }
    let ceiling = Self.dayCeiling.inSeconds
    let held = min(Double(asked), ceiling)
    if Double(asked) > ceiling { decision.notes.append(.retryAfterCut(seconds: asked)) }
    let until = answer.receivedAt.addingTimeInterval(held)
    rhythm.notBefore = until
    if failure == .tooMany { decision.hostPause = until }
    guard held >= wait else { return wait }
    reason = PollReason(.retryAfter, seconds: held)
    if Double(asked) > ceiling { reason.limit = .dayCeiling }
    // Only ever later: those who were told the same time should not all come back at it.
    return held + Double.random(in: 0...min(held * Self.jitter, 600), using: &generator)
  }

  /// A feed's claim on the budget.
  ///
  /// - Parameters:
  ///   - rhythm: what is known of the feed.
  ///   - budget: the terms, for the hours of the week.
  ///   - operatorInterval: the feed's own `interval`, with which it takes no part.
  /// - Returns: the claim, for ``Scheduler``.
  public func demand(
    of rhythm: FeedRhythm, budget: BudgetTerms, operatorInterval: Duration?
  ) -> PollDemand {
    demand(
      of: rhythm, shape: rhythm.shape(within: budget.commonShape),
      floor: floor(for: rhythm).seconds, operatorInterval: operatorInterval)
  }

  /// The same with its hours of the week, and the shortest interval that it can have just now, in
  /// seconds.
  private func demand(
    of rhythm: FeedRhythm, shape: WeekShape, floor: Double, operatorInterval: Duration?
  ) -> PollDemand {
    guard operatorInterval == nil, !rhythm.isGone else { return .none }
    var demand = PollDemand(
      root: Float(rhythm.demand.squareRoot() * shape.meanRoot / rhythm.missGuard),
      floorSeconds: Float(floor), ceilingSeconds: Float(max(maxSeconds, floor)))
    demand.items = rhythm.rate.counts[0]
    demand.days = rhythm.rate.exposures[0]
    demand.clump = rhythm.rate.clump
    return demand
  }
}
