/// What is known of a feed's rate from the others: their mean, and how alike they are.
public struct RatePrior: Sendable, Hashable {
  /// The mean of the feeds' rates, in items a day.
  var perDay: Float = 1
  /// How many days of a feed's own evidence it weighs: none where feeds differ widely, many where
  /// what tells them apart is chance.
  var days: Float = 0
}

/// Gathers how much the rates of the feeds differ, beyond what chance explains.
struct RateSpread: Sendable {
  private var feeds = 0.0
  private var items = 0.0
  private var days = 0.0
  private var clumpItems = 0.0
  private var itemSquares = 0.0
  private var itemDays = 0.0
  private var daySquares = 0.0

  /// So many feeds whose rates differ by as much as their mean are taken to be there as well: of few
  /// feeds nothing is known.
  static let priorFeeds = 0.5
  /// The most days of evidence that the others are worth.
  static let mostDays = 1_000.0

  /// Enters a feed's record, or takes it out.
  mutating func enter(_ demand: PollDemand, times: Double) {
    let (items, days) = (Double(demand.items), Double(demand.days))
    feeds += times
    self.items += times * items
    self.days += times * days
    clumpItems += times * items * Double(demand.clump)
    itemSquares += times * items * items
    itemDays += times * items * days
    daySquares += times * days * days
  }

  /// By moments: of a feed's items in some days, the variance is that of chance, which is as many as
  /// there are, times what comes at a time, and that of the rates, which grows with the square of the
  /// days.
  var prior: RatePrior {
    guard feeds >= 1, days > 0.5, items > 0 else { return RatePrior() }
    let mean = items / days
    let squares = itemSquares - 2 * mean * itemDays + mean * mean * daySquares
    let beyondChance = max(0, squares - clumpItems)
    let doubt = Self.priorFeeds * daySquares / feeds
    let variance = (beyondChance + doubt * mean * mean) / (daySquares + doubt)
    return RatePrior(
      perDay: Float(mean), days: Float(min(mean / max(variance, 1e-9), Self.mostDays)))
  }
}
