import FoundationEssentials

/// What a scheduler could reach that knows each feed's true rate and hours: the yardstick
/// of the benchmark.
///
/// It places polls with a density of √rate(t), in the same total number, within the same shortest and
/// longest interval, without jitter. It does not learn, so nothing is lost to learning.
package struct Oracle {
  /// The truth about one feed at a time.
  package struct Feed: Sendable {
    /// Items a day.
    package var perDay: Double
    /// Its hours of the week.
    package var shape: WeekShape

    /// Makes a feed's truth.
    package init(perDay: Double, shape: WeekShape) {
      self.perDay = perDay
      self.shape = shape
    }
  }

  /// The truth, by feed and instant (seconds since 1970).
  package var truth: (_ feed: Int, _ time: Double) -> Feed

  /// Makes an oracle.
  package init(truth: @escaping (_ feed: Int, _ time: Double) -> Feed) { self.truth = truth }

  /// Replays a simulation's trace, spending so many requests.
  package func run(_ simulation: Simulation, requests: Double) -> DelayTally {
    let rules = simulation.rules
    let start = simulation.trace.span?.lowerBound ?? 0
    let roots = simulation.trace.feeds.indices.reduce(0) {
      $0 + truth($1, start).perDay.squareRoot()
    }
    let days = (simulation.trace.span?.upperBound ?? 0) - start
    let guess = roots * days / 86_400 / max(requests, 1)
    return simulation.calibrated(requests, from: guess) { factor, keepsDelays in
      simulation.replay(keepsDelays: keepsDelays, jitter: 0) { feed in
        let terms = BudgetTerms(scale: factor)
        return { poll in
          let known = truth(feed, poll.time)
          let wait = terms.wait(
            from: Date(timeIntervalSince1970: poll.time), demand: known.perDay, shape: known.shape,
            ceiling: rules.maxSeconds)
          return max(wait, rules.minSeconds)
        }
      }
    }
  }
}
