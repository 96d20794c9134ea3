import FoundationEssentials

/// What one feed needs to know of all the others to set its own interval: the price of a request,
/// and how news is spread over the day.
public struct BudgetTerms: Sendable, Equatable {
  /// The constant c of interval = c / √(weight × rate), for an interval in days and a rate in items
  /// a day.
  public var scale: Double
  /// The hours of the day of all feeds together.
  public var commonShape: DayShape

  /// Terms with a known constant.
  public init(scale: Double, commonShape: DayShape = .flat) {
    self.scale = scale
    self.commonShape = commonShape
  }

  /// The terms of a feed that is alone: the prior's rate gets just its share of requests.
  public init(requestsPerHourEach: Double) {
    let perDay = max(requestsPerHourEach, 1e-6) * 24
    self.init(scale: Double(LearnedRate.priorPerDay).squareRoot() / perDay)
  }

  /// When the next poll of a feed is best, in seconds from `start`.
  ///
  /// Polls are spread so that their density follows √(weight × rate) at each hour of the day, which
  /// makes the mean delay least for their number.
  ///
  /// - Parameters:
  ///   - start: the last poll.
  ///   - demand: weight × rate, in items a day.
  ///   - shape: how the feed's news is spread over the day.
  ///   - ceiling: the longest wait, in seconds.
  func wait(from start: Date, demand: Double, shape: DayShape, ceiling: Double) -> Double {
    let root = max(demand, 1e-6).squareRoot() / max(scale, 1e-9)
    // `left` is the share of one poll that is still to be collected.
    var left = 1.0
    var position = DayShape.secondOfDay(start)
    var waited = 0.0
    while waited < ceiling {
      let hour = min(Int(position / 3_600), 23)
      let step = max(Double(hour + 1) * 3_600 - position, 0.001)
      let perSecond = root * shape.hours[hour].squareRoot() / 86_400
      if perSecond * step >= left { return min(waited + left / perSecond, ceiling) }
      left -= perSecond * step
      waited += step
      position += step
      if position >= 86_400 - 0.001 { position = 0 }
    }
    return ceiling
  }
}
