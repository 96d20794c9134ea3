import FoundationEssentials

@testable import PantauCore

/// Makes polls one after another and follows the rules, for tests.
struct PolledFeed {
  /// Monday, 2026-01-05T10:00:00Z.
  static let start = Date(timeIntervalSince1970: 1_767_607_200)

  var rules = PollingRules()
  var rhythm = FeedRhythm(due: start)
  var budget = BudgetTerms(requestsPerHourEach: 12)
  var interval: Duration?
  var now = start
  var generator = SplitMix64(seed: 1)

  init(_ rules: PollingRules = PollingRules(), interval: Duration? = nil) {
    self.rules = rules
    self.interval = interval
  }

  /// A poll now; then time goes on to the next due time.
  @discardableResult
  mutating func poll(_ outcome: PollAnswer.Outcome, _ change: (inout PollAnswer) -> Void = { _ in })
    -> PollDecision
  {
    var answer = PollAnswer(outcome, at: now)
    answer.wasConditional = rhythm.wasPolled
    if outcome == .feed { answer.knownItems = 10 }
    change(&answer)
    let decision = rules.nextPoll(
      after: answer, rhythm: &rhythm, budget: budget, operatorInterval: interval,
      using: &generator)
    lastWait = decision.due.timeIntervalSince(now)
    if decision.due < .distantFuture { now = decision.due }
    return decision
  }

  /// The wait that the last poll led to, in seconds.
  var lastWait = 0.0

  /// A feed that has proved its validators.
  static func proven(_ rules: PollingRules = PollingRules(), interval: Duration? = nil)
    -> PolledFeed
  {
    var feed = PolledFeed(rules, interval: interval)
    feed.poll(.feed)
    feed.poll(.notModified)
    return feed
  }
}

extension PollHeaders {
  /// Headers from text, by the names of their fields.
  static func of(
    retryAfter: String? = nil, date: String? = nil, age: String? = nil,
    cacheControl: String? = nil, expires: String? = nil
  ) -> PollHeaders {
    PollHeaders(
      retryAfter: retryAfter.map { Array($0.utf8) }, date: date.map { Array($0.utf8) },
      age: age.map { Array($0.utf8) }, cacheControl: cacheControl.map { Array($0.utf8) },
      expires: expires.map { Array($0.utf8) })
  }
}
