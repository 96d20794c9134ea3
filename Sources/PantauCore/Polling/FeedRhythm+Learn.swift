public import FoundationEssentials

extension FeedRhythm {
  /// Takes in what a poll yielded, before the next one is planned.
  ///
  /// - Parameters:
  ///   - answer: the poll.
  ///   - budget: what is known of all feeds.
  /// - Returns: what the log should tell, and what the channels should.
  mutating func take(_ answer: PollAnswer, budget: BudgetTerms) -> (
    notes: [PollNote], events: [FeedEvent], news: LearnedNews
  ) {
    var notes: [PollNote] = []
    var events: [FeedEvent] = []
    var news = LearnedNews()
    takeRedirect(answer, &notes)
    if case .failed(let failure) = answer.outcome {
      takeFailure(failure, answer, &notes, &events)
    } else {
      news = takeSuccess(answer, budget: budget, &notes, &events)
    }
    lastPoll = answer.receivedAt
    return (notes, events, news)
  }

  private mutating func takeRedirect(_ answer: PollAnswer, _ notes: inout [PollNote]) {
    let before = redirect
    redirect = redirect.after(answer)
    if let target = redirect?.target, redirect?.adopted != nil, before?.adopted == nil {
      notes.append(.redirectAdopted(target: target))
    } else if let before, before.adopted != nil, redirect?.adopted == nil {
      notes.append(.redirectDropped(target: before.target))
    }
  }

  private mutating func takeFailure(
    _ failure: PollFailure, _ answer: PollAnswer, _ notes: inout [PollNote],
    _ events: inout [FeedEvent]
  ) {
    lastFailure = failure
    failures = min(failures + 1, 1_000_000)
    let since = failingSince ?? answer.receivedAt
    failingSince = since
    switch failure {
    case .gone where !answer.endsTarget:
      isGone = true
      notes.append(.gone)
    case .tooMany, .forbidden:
      if answer.headers.retryAfterSeconds(received: answer.receivedAt) == nil {
        throttles = min(throttles + 1, 64)
      }
    default:
      failureFactor = min(failureFactor + failure.growth, 1_000_000)
    }
    let failsForADay = answer.receivedAt.timeIntervalSince(since) >= 86_400
    if !toldFailing, isGone || failsForADay {
      toldFailing = true
      events.append(.failing)
    }
  }

  private mutating func takeSuccess(
    _ answer: PollAnswer, budget: BudgetTerms, _ notes: inout [PollNote],
    _ events: inout [FeedEvent]
  ) -> LearnedNews {
    if toldFailing { events.append(.recovered) }
    toldFailing = false
    failureFactor = 0
    failures = 0
    lastFailure = nil
    failingSince = nil
    throttles = 0
    isGone = false
    notBefore = nil
    if answer.headers.speaksOfFreshness || answer.outcome == .feed { takeFreshness(answer) }
    let isFirst = lastSuccess == nil
    // A first document that breaks off leaves the next one as first as it was; a feed that always
    // breaks off is not for ever at its first poll.
    let counts = answer.isComplete || !isFirst || windowItems > 0
    takeValidators(answer, &notes)
    takeWindow(answer, isFirst: isFirst, &notes)
    let news = takeNews(answer, isFirst: isFirst, budget: budget)
    if isMuchQuieter(at: answer.receivedAt, common: budget.commonShape), !toldQuiet {
      toldQuiet = true
      events.append(.quiet)
    }
    if counts { lastSuccess = answer.receivedAt }
    return news
  }

  /// A 304 that says nothing of freshness leaves what the stored answer said (RFC 9111, 4.3.4).
  private mutating func takeFreshness(_ answer: PollAnswer) {
    let freshness = answer.headers.freshness(received: answer.receivedAt)
    freshSeconds = freshness?.seconds ?? -1
    freshIsExpires = freshness?.limit == .expires
  }

  private mutating func takeValidators(_ answer: PollAnswer, _ notes: inout [PollNote]) {
    guard answer.outcome == .feed else {
      validatorsWork = true
      repeatedBodies = 0
      return
    }
    if !answer.wasConditional, validatorsWork, isFullOverdue(at: answer.receivedAt) {
      lastGuard = answer.receivedAt
      if answer.newItems > 0 {
        guardFoundNews = answer.receivedAt
        notes.append(.falseNotModified)
      }
    }
    // A body whose only news is the time it was made is a repeated one too, whatever its hash.
    let isRepeated = answer.newItems == 0 || (bodyHash != nil && bodyHash == answer.bodyHash)
    repeatedBodies = answer.wasConditional && isRepeated ? min(repeatedBodies + 1, 1_000) : 0
    if repeatedBodies >= Self.repeatsThatDisprove { validatorsWork = false }
    bodyHash = answer.bodyHash
    lastFull = answer.receivedAt
  }

  private mutating func takeWindow(
    _ answer: PollAnswer, isFirst: Bool, _ notes: inout [PollNote]
  ) {
    let elapsed = elapsedDays(to: answer.receivedAt)
    if answer.outcome == .feed {
      documentSeconds = max(answer.hints.ttlSeconds ?? 0, answer.hints.syndicationSeconds ?? 0, 0)
      documentIsSyndication =
        (answer.hints.syndicationSeconds ?? 0) > (answer.hints.ttlSeconds ?? 0)
      skipHours = answer.hints.skipHours
      skipDays = answer.hints.skipDays
      if !isFirst, windowItems > 0, answer.knownItems == 0, answer.newItems > 0 {
        missGuard = max(missGuard / 2, 1.0 / 16)
        notes.append(.itemsMayBeMissed)
        windowItems = min(answer.newItems, 1_000_000)
        return
      }
      windowItems = min(max(answer.newItems, 0) + max(answer.knownItems, 0), 1_000_000)
    }
    missGuard = min(1, missGuard * FloatMath.exp2(min(elapsed, 30)))
  }

  /// How many conditional requests must bring nothing new in a row until validators are no longer
  /// believed to work.
  static let repeatsThatDisprove = 5

  func elapsedDays(to now: Date) -> Double {
    guard let lastSuccess else { return 0 }
    return min(max(now.timeIntervalSince(lastSuccess) / 86_400, 0), 365)
  }

  /// Whether the next request goes out without validators: once a week for a feed that has answered
  /// nothing but 304 for seven days, for servers exist that say 304 for ever.
  public func asksUnconditionally(at now: Date) -> Bool {
    guard isFullOverdue(at: now) else { return false }
    // A guard that failed is tried again, at most once a day.
    return lastGuard.map { now.timeIntervalSince($0) >= 86_400 } ?? true
  }

  private func isFullOverdue(at now: Date) -> Bool {
    guard let lastFull else { return false }
    return now.timeIntervalSince(lastFull) >= 7 * 86_400
  }

  /// Notes that a request without validators is under way, so that one that fails is not repeated
  /// at once.
  public mutating func startUnconditional(at now: Date) { lastGuard = now }

  /// Which URL to ask: the target of a permanent redirect that has proved itself, except once a
  /// week.
  public func asksRedirectTarget(at now: Date) -> String? {
    guard let redirect, redirect.adopted != nil, !redirect.asksOriginal(at: now) else { return nil }
    return redirect.target
  }
}
