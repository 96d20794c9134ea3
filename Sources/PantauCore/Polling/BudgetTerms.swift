import FoundationEssentials

/// What one feed needs to know of all the others to set its own interval: the price of a request,
/// and how news is spread over the week.
public struct BudgetTerms: Sendable, Equatable {
  /// The constant c of interval = c / √(weight × rate), for an interval in days and a rate in items
  /// a day.
  public var scale: Double
  /// The hours of the week of all feeds together.
  public var commonShape: WeekShape
  /// What is known of a feed's rate from the others.
  public var prior = RatePrior()
  /// How much more news than usual all feeds together bring just now: 1 for as much.
  public var tide = 1.0

  /// The sum of all feeds' claims (``PollDemand/root``).
  var roots = 0.0

  /// Terms with a known constant.
  public init(scale: Double, commonShape: WeekShape = .flat) {
    self.scale = scale
    self.commonShape = commonShape
  }

  /// The terms of a feed that is alone: the prior's rate gets just its share of requests.
  public init(requestsPerHourEach: Double) {
    let perDay = max(requestsPerHourEach, 1e-6) * 24
    self.init(scale: Double(LearnedRate.priorPerDay).squareRoot() / perDay)
  }

  /// The terms once a feed's claim has changed by so much, which ``Budget`` takes up a minute later:
  /// where feeds are few, the change of one moves the price for itself.
  func moved(by change: Double) -> BudgetTerms {
    guard roots > 0 else { return self }
    var moved = self
    moved.scale *= max(1 + change / roots, 0.1)
    return moved
  }

  /// When the next poll of a feed is best, in seconds from `start`.
  ///
  /// Polls are spread so that their density follows √(weight × rate) at each hour of the week, which
  /// makes the mean delay least for their number.
  ///
  /// - Parameters:
  ///   - start: the last poll.
  ///   - demand: weight × rate, in items a day.
  ///   - shape: how the feed's news is spread over the week.
  ///   - ceiling: the longest wait, in seconds.
  /// - Returns: a wait of at most the ceiling.
  func wait(from start: Date, demand: Double, shape: WeekShape, ceiling: Double) -> Double {
    let root = max(demand, 1e-6).squareRoot() / max(scale, 1e-9)
    // `left` is the share of one poll that is still to be collected.
    var left = 1.0
    var walk = WeekWalk(from: start)
    var waited = 0.0
    while waited < ceiling {
      let step = walk.secondsLeft
      let perSecond = root * shape.cells[walk.hour].squareRoot() / 86_400
      if perSecond * step >= left { return min(waited + left / perSecond, ceiling) }
      left -= perSecond * step
      waited += step
      walk.advance(step)
    }
    return ceiling
  }
}
