import FoundationEssentials

extension FeedRhythm {
  /// Learns the rate and the hours of the week from a poll that succeeded.
  mutating func takeNews(
    _ answer: PollAnswer, isFirst: Bool, budget: BudgetTerms
  ) -> LearnedNews {
    rate.prior = budget.prior
    let news =
      isFirst
      ? LearnedNews(hours: seed(answer, common: budget.commonShape))
      : learn(answer, budget: budget)
    lastNewItems = max(answer.newItems, 0)
    guard answer.newItems > 0 else { return news }
    lastNews = answer.receivedAt
    // Without some days of evidence there is no rhythm to judge silence by.
    rateAtLastNews = profile.days >= WeekProfile.daysNeeded ? rate.perDay : 0
    toldQuiet = false
    return news
  }

  private mutating func learn(_ answer: PollAnswer, budget: BudgetTerms) -> LearnedNews {
    guard let last = lastSuccess, answer.receivedAt > last else { return LearnedNews() }
    let shape = shape(within: budget.commonShape)
    let elapsed = elapsedDays(to: answer.receivedAt)
    let days = shape.days(from: last, to: answer.receivedAt)
    let exposure = days * budget.tide
    let expected = rate.perDay * days
    if lastNewItems > 0 {
      burst.learn(
        expected: exposure * rate.perDay, found: answer.newItems, elapsedDays: elapsed)
    }
    alertCount =
      alertCount * FloatMath.exp2(-elapsed / 7) + Double(min(max(answer.alerts, 0), 10_000))
    rate.learn(items: answer.newItems, exposure: exposure, elapsed: elapsed)
    let voice = profile.commonWeight / Double(rate.clump)
    let hours = profile.learn(
      spans(of: answer, since: last),
      watched: ItemSpan(start: last, end: answer.receivedAt, items: 0),
      common: budget.commonShape, elapsedDays: elapsed)
    return LearnedNews(
      hours: hours,
      volume: NewsVolume(
        found: min(Double(answer.newItems), 10_000) * voice, expected: expected * voice))
  }

  /// The first document tells of the past: its items' dates give a first rate, so that a new feed
  /// need not be learned from nothing.
  private mutating func seed(_ answer: PollAnswer, common: WeekShape) -> [HourShare] {
    alertCount += Double(min(max(answer.alerts, 0), 10_000))
    let now = answer.receivedAt
    let times = Set(
      answer.publishedTimes.filter { $0 <= now && now.timeIntervalSince($0) < Self.seedSeconds })
    // Dates that are all alike were made up when the document was.
    guard times.count >= 3, let oldest = times.min(), now.timeIntervalSince(oldest) >= 3_600 else {
      return []
    }
    rate.seed(agesInDays: times.map { now.timeIntervalSince($0) / 86_400 })
    let spans = times.map { ItemSpan(start: $0, end: $0, items: 1) }
    return profile.learn(
      spans, watched: ItemSpan(start: oldest, end: now, items: 0), common: common, elapsedDays: 0)
  }

  /// Older items say nothing of today's rate: 60 days.
  static let seedSeconds: Double = 60 * 86_400

  /// The new items in time: at the instants that the feed names, where these lie within the poll's
  /// interval, else anywhere in it.
  private func spans(of answer: PollAnswer, since last: Date) -> [ItemSpan] {
    let total = min(max(answer.newItems, 0), 10_000)
    guard total > 0 else { return [] }
    let named = answer.publishedTimes.prefix(total).filter { $0 > last && $0 <= answer.receivedAt }
    // A clump counts as the one event that it is.
    let each = 1 / Double(rate.clump)
    var spans = named.map { ItemSpan(start: $0, end: $0, items: each) }
    if named.count < total {
      spans.append(
        ItemSpan(
          start: last, end: answer.receivedAt, items: Double(total - named.count) * each))
    }
    return spans
  }

  /// Whether the silence is much longer than the feed's own rhythm explains.
  ///
  /// Judged by how many items would have come meanwhile at the rate it had, at its usual hours and on
  /// its usual days: 30 within at least a day, or 12 within at least three, which let a weekend pass.
  /// Bursts count as the one event that they are.
  func isMuchQuieter(at now: Date, common: WeekShape) -> Bool {
    guard let lastNews, rateAtLastNews > 0 else { return false }
    let days = now.timeIntervalSince(lastNews) / 86_400
    let clumps = max(1, Double(burst.found + 3) / Double(burst.expected + 3))
    // No part of a week holds more than a week.
    guard days >= 1, rateAtLastNews * (days + 7) / clumps >= 12 else { return false }
    let shape = shape(within: common)
    let expected = rateAtLastNews * shape.days(from: lastNews, to: now) / clumps
    return expected >= 30 || (days >= 3 && expected >= 12)
  }
}

/// What a poll tells of the news of all feeds.
struct LearnedNews {
  var hours: [HourShare] = []
  var volume = NewsVolume()
}
