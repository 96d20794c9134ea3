public import FoundationEssentials

/// Says in plain sentences why a feed's next poll is when it is, for `pantau feeds --why URL`.
public struct PollExplanation: Sendable {
  /// What is known of the feed.
  public var rhythm: FeedRhythm
  /// The settings.
  public var rules: PollingRules
  /// The feed's own `interval`.
  public var operatorInterval: Duration?
  /// Until when the feed's host is left alone, because it has answered 429.
  public var hostRest: Date?
  /// How instants are written; a terminal wants them local.
  public var time: @Sendable (Date) -> String = { ISO8601.text($0) }

  /// Makes an explanation.
  public init(rhythm: FeedRhythm, rules: PollingRules, operatorInterval: Duration?) {
    self.rhythm = rhythm
    self.rules = rules
    self.operatorInterval = operatorInterval
  }

  /// The sentences, the plainest first.
  public func sentences(now: Date) -> [String] {
    [due(now), resting(now), basis, limit, failing, quietSentence, guardSentence, redirect]
      .compactMap { $0 }
  }

  /// What `pantau feeds` marks a feed with: a silence that its rhythm does not explain, a server that
  /// says "not modified" for ever, an address that has moved for good, and what keeps the feed from
  /// being polled every 10 minutes.
  public var remarks: [String] {
    [quietSentence, guardSentence, redirect, slowedRemark].compactMap { $0 }
  }

  /// Whether the floor of 30 minutes, or what the server asks for, keeps the feed from being polled
  /// every 10 minutes; then a sentence that says so and names the `interval` that would.
  public var slowedSentence: String? {
    slowing.map { seconds, limit in
      "It is polled every \(Self.spoken(seconds)) at most, because \(cause(limit)); "
        + "\"interval\": \"10m\" would poll it every 10 minutes."
    }
  }

  /// The same in few words, for a table.
  private var slowedRemark: String? {
    slowing.map { seconds, limit in
      "every \(Self.spoken(seconds)) at most (\(shortCause(limit))); \"interval\": \"10m\" would poll "
        + "it every 10 minutes"
    }
  }

  private var slowing: (seconds: Double, limit: PollReason.Limit)? {
    guard operatorInterval == nil, rhythm.wasPolled, !rhythm.isGone, rhythm.failures == 0 else {
      return nil
    }
    let wanted = max(600, rules.minSeconds)
    let (floor, limit) = rules.floor(for: rhythm)
    var worst = (seconds: floor, limit: limit)
    let fresh: PollReason.Limit = rhythm.freshIsExpires ? .expires : .maxAge
    let document: PollReason.Limit = rhythm.documentIsSyndication ? .syndication : .ttl
    for (seconds, limit) in [(rhythm.freshSeconds, fresh), (rhythm.documentSeconds, document)] {
      let held = min(Double(seconds), rules.maxSeconds)
      if held > worst.seconds { worst = (held, limit) }
    }
    return worst.seconds > wanted ? worst : nil
  }

  private func shortCause(_ limit: PollReason.Limit) -> String {
    switch limit {
    case .maxAge: "max-age"
    case .expires: "Expires"
    case .ttl: "ttl"
    case .syndication: "sy:updatePeriod"
    case .skipTimes: "skipHours, skipDays"
    case .unprovenValidators: "no 304 yet"
    case .minInterval: "polling.minInterval"
    case .maxInterval: "polling.maxInterval"
    case .dayCeiling: "24 h"
    }
  }

  private func due(_ now: Date) -> String {
    if rhythm.isGone {
      return "The feed is gone (410) and is not polled; `pantau feeds --retry URL` starts it again."
    }
    let wait = rhythm.nextDue.timeIntervalSince(now)
    if wait <= 0 { return "The feed is due now." }
    return "The next poll is due in \(Self.spoken(wait)), at \(time(rhythm.nextDue))."
  }

  /// Where the host's rest is what the poll waits for.
  private func resting(_ now: Date) -> String? {
    guard let hostRest, hostRest > max(now, rhythm.nextDue), !rhythm.isGone else { return nil }
    return
      "Its host wants fewer requests (429), so nothing is asked of it before \(time(hostRest))."
  }

  private var basis: String? {
    let wait = Self.spoken(rhythm.why.basisSeconds)
    switch rhythm.why.basis {
    case .gone: return nil
    case .atOnce: return "It has not been polled yet, or was asked for by hand."
    case .operatorInterval:
      return "The configuration gives it an interval of \(wait)."
    case .budget:
      return "Its share of the requests is one every \(wait) at this time of day: \(news)."
    case .afterNews:
      return "The last poll found news, so it is looked at sooner, after \(wait): \(news)."
    case .missedItems:
      return "Its items come and go so quickly that some may be missed, so it is polled every "
        + "\(wait)."
    case .failure:
      return "The last poll failed (\(failureWords)), and the wait grows with each failure: "
        + "now \(wait)."
    case .throttled:
      return "The server turned the last poll away (\(failureWords)) without saying for how long; "
        + "pantau waits \(wait), twice as long each time."
    case .retryAfter:
      return "The server asked to wait \(wait) (Retry-After), which is obeyed."
    }
  }

  private var limit: String? {
    guard let limit = rhythm.why.limit else { return nil }
    let asked = Self.spoken(rhythm.why.limitSeconds)
    switch limit {
    case .maxInterval:
      return "It is polled at least every \(asked) (polling.maxInterval)."
    case .dayCeiling:
      return "Longer than 24 h is never waited."
    case .skipTimes:
      return "The feed asks not to be polled at some hours or days (skipHours, skipDays), so the "
        + "poll comes after them."
    case .minInterval, .unprovenValidators:
      return "That becomes \(asked), because \(cause(limit))."
    case .maxAge, .expires, .ttl, .syndication:
      let held =
        rhythm.why.limitSeconds > rules.maxSeconds
        ? ", of which \(Self.spoken(rules.maxSeconds)) are obeyed (polling.maxInterval)" : ""
      return "The server asks for \(asked)\(held), because \(cause(limit))."
    }
  }

  private func cause(_ limit: PollReason.Limit) -> String {
    switch limit {
    case .maxAge: "its answers are fresh for that long (Cache-Control: max-age)"
    case .expires: "its answers are fresh for that long (Expires)"
    case .ttl: "the feed says so (ttl)"
    case .syndication: "the feed says so (sy:updatePeriod)"
    case .skipTimes: "the feed asks not to be polled at some hours (skipHours, skipDays)"
    case .unprovenValidators:
      "its server has not yet answered \"not modified\", so that asking more often would cost it "
        + "whole documents"
    case .minInterval:
      "no feed is polled more often without an interval of its own "
        + "(polling.minInterval)"
    case .maxInterval: "no feed is polled less often (polling.maxInterval)"
    case .dayCeiling: "longer than 24 h is never waited"
    }
  }

  private var failing: String? {
    guard let since = rhythm.failingSince, !rhythm.isGone else { return nil }
    let times = rhythm.failures == 1 ? "once" : "\(rhythm.failures) times in a row"
    // Where a failure set the wait, its cause has been said.
    let isSaid = rhythm.why.basis == .failure || rhythm.why.basis == .throttled
    let cause = isSaid ? "" : " (\(failureWords))"
    return "It has failed \(times)\(cause), since \(time(since)); the first success ends that."
  }

  /// Since when a feed that answers is silent, where its rhythm does not explain it
  /// (``FeedEvent/quiet``).
  public var quietSince: Date? {
    rhythm.toldQuiet && rhythm.failures == 0 ? rhythm.lastNews : nil
  }

  private var quietSentence: String? {
    quietSince.map {
      "It answers, but has brought nothing new since \(time($0)), where it used to bring "
        + "\(Self.perDay(rhythm.rateAtLastNews)): look whether the site has another feed now."
    }
  }

  private var guardSentence: String? {
    rhythm.guardFoundNews.map {
      "Its server has said \"not modified\" although there was news (found \(time($0)))."
    }
  }

  /// The address that is asked instead of the feed's own, because it has moved for good.
  public var movedTo: String? {
    rhythm.redirect.flatMap { $0.adopted == nil ? nil : $0.target }
  }

  private var redirect: String? {
    guard let movedTo else { return nil }
    return
      "It has moved for good to \(movedTo), which is asked instead; the old address is "
      + "tried weekly."
  }

  private var failureWords: String { rhythm.lastFailure?.inWords ?? "the cause is not known" }

  private var news: String {
    let weight = rhythm.weight
    let tail = weight > 1.2 ? ", and its items raise alerts often" : ""
    return "it brings \(Self.perDay(rhythm.rate.perDay))\(tail)"
  }

  /// A rate as people say it.
  public static func perDay(_ rate: Double) -> String {
    if rate >= 9.5 { return "about \(Int(min(rate, 1e9).rounded())) items a day" }
    if rate >= 0.95 {
      let tenths = Int((rate * 10).rounded())
      if tenths > 10 {
        return "about \(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") items a day"
      }
    }
    let days = Int(min(1 / max(rate, 1e-4), 1e4).rounded())
    return days <= 1 ? "about one item a day" : "about one item in \(days) days"
  }

  private static func spoken(_ seconds: Double) -> String {
    let held = min(max(seconds.isFinite ? seconds : 0, 0), 1e10)
    return DurationText.spoken(.seconds(Int64(held.rounded())))
  }
}
