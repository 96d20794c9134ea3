/// The rules that other feed readers poll by, for comparison on the same number of requests.
public enum PeerRule: String, Sendable, Hashable, CaseIterable {
  /// One interval for all feeds.
  case equal
  /// Requests in proportion to the rate: the interval follows the mean gap between items. Told each
  /// feed's true rate, which flatters it.
  case proportional
  /// The same with the rate of the last seven days, as a reader can know it.
  case weekly
  /// The interval shrinks after polls that found much new, and grows after those that did not.
  case adaptive

  /// Sets intervals for one feed.
  struct Pacer {
    let rule: PeerRule
    /// What is varied until the requests come out right.
    let factor: Double
    /// The feed's true rate, in items a second.
    let rate: Double
    let bounds: ClosedRange<Double>
    /// The present interval of `adaptive`, in seconds.
    private var interval: Double

    init(_ rule: PeerRule, factor: Double, rate: Double, bounds: ClosedRange<Double>) {
      self.rule = rule
      self.factor = factor
      self.rate = rate
      self.bounds = bounds
      interval = 3_600 * factor
    }

    /// The wait after a poll.
    ///
    /// - Parameters:
    ///   - newItems: what it found.
    ///   - lately: how many items the last seven days, or less since the start, have brought.
    ///   - days: over how many days.
    /// - Returns: seconds.
    mutating func wait(newItems: Int, lately: Int, days: Double) -> Double {
      switch rule {
      case .equal: return 3_600 * factor
      case .proportional: return held(factor / max(rate, 1e-9))
      case .weekly: return held(factor * days * 86_400 / max(Double(lately), 1))
      case .adaptive:
        // Down in large steps, up in small ones, as a share of an hour.
        interval += (newItems > 0 ? -1.0 : 1.0 / 6) * 3_600 * factor
        interval = held(interval)
        return interval
      }
    }

    private func held(_ seconds: Double) -> Double {
      min(max(seconds, bounds.lowerBound), bounds.upperBound)
    }
  }
}

extension Simulation {
  /// Replays the trace through a peer's rule that spends as many requests, within one in 500.
  package func run(_ rule: PeerRule, requests: Double) -> DelayTally {
    let rates = meanRates
    return calibrated(requests, from: guess(rule, requests: requests)) { factor, keepsDelays in
      replay(keepsDelays: keepsDelays) { feed in
        var pacer = PeerRule.Pacer(
          rule, factor: factor, rate: rates[feed],
          bounds: rules.minSeconds...max(rules.maxSeconds, rules.minSeconds))
        return { poll in
          pacer.wait(newItems: poll.newItems, lately: poll.lately, days: poll.days)
        }
      }
    }
  }

  /// A factor near the right one.
  private func guess(_ rule: PeerRule, requests: Double) -> Double {
    let span = end - (trace.span?.lowerBound ?? 0)
    let seconds = span * Double(trace.feeds.count) / max(requests, 1)
    switch rule {
    case .equal: return max(seconds / 3_600, 1e-3)
    case .proportional, .weekly: return Double(max(trace.itemCount, 1)) / max(requests, 1)
    case .adaptive: return max(seconds / 3_600 / 4, 1e-3)
    }
  }

  /// What a peer's rule is told of a poll.
  struct PeerPoll {
    var time: Double
    var newItems: Int
    var lately: Int
    var days: Double
  }

  /// Looks for the factor with which a rule spends so many requests.
  ///
  /// Requests are about in inverse proportion to it, so that a few steps are enough.
  func calibrated(
    _ requests: Double, from guess: Double = 1,
    _ run: (_ factor: Double, _ keepsDelays: Bool) -> DelayTally
  ) -> DelayTally {
    var factor = guess
    for _ in 0..<16 {
      let spent = run(factor, false).requestsPerRun
      if abs(spent - requests) * 500 <= requests { break }
      // Held to a hundredfold, where a bound makes requests depend on it only weakly.
      factor *= min(max(spent / max(requests, 1), 0.01), 100)
    }
    return run(factor, true)
  }

  /// Polls each feed by itself with the waits that a rule gives.
  func replay(
    keepsDelays: Bool, jitter: Double = PollingRules.jitter,
    _ rule: (_ feed: Int) -> (PeerPoll) -> Double
  ) -> DelayTally {
    guard let span = trace.span else { return DelayTally() }
    var tally = DelayTally()
    // To count requests, a few runs tell enough.
    for run in 0..<(keepsDelays ? runs : min(runs, 20)) {
      var generator = SplitMix64(seed: seed &+ UInt64(run))
      tally.startRun()
      for feed in trace.feeds.indices {
        replay(
          feed, span: span.lowerBound...end, keepsDelays: keepsDelays, jitter: jitter,
          wait: rule(feed), &tally, &generator)
      }
    }
    return tally
  }

  private func replay(
    _ feed: Int, span: ClosedRange<Double>, keepsDelays: Bool, jitter: Double,
    wait: (PeerPoll) -> Double,
    _ tally: inout DelayTally, _ generator: inout SplitMix64
  ) {
    let times = trace.feeds[feed].times
    var seen = 0
    var weekAgo = 0
    var time = span.lowerBound
    // Else an interval that divides the trace would find its last item at once.
    var phase = Double.random(in: 0.5...1.5, using: &generator)
    while time <= span.upperBound || (keepsDelays && seen < times.count) {
      if time <= span.upperBound { tally.addRequest() }
      let first = seen
      while seen < times.count, times[seen] <= time { seen += 1 }
      let visible = max(first, seen - window)
      if keepsDelays {
        tally.addMissed(visible - first)
        for index in visible..<seen where times[index] >= measuredFrom {
          tally.add(time - times[index])
        }
      }
      while weekAgo < seen, times[weekAgo] < time - 7 * 86_400 { weekAgo += 1 }
      let poll = PeerPoll(
        time: time, newItems: seen - first, lately: seen - weekAgo,
        days: min(max((time - span.lowerBound) / 86_400, 0.04), 7))
      let chosen = max(wait(poll), 30)
      time += chosen * phase * Double.random(in: 1 - jitter...1 + jitter, using: &generator)
      phase = 1
    }
  }

  /// Each feed's items a second over the trace.
  private var meanRates: [Double] {
    let seconds = trace.span.map { $0.upperBound - $0.lowerBound } ?? 0
    return trace.feeds.map { seconds > 0 ? Double($0.times.count) / seconds : 0 }
  }
}
