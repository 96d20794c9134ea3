import FoundationEssentials

/// At which hours of the day (UTC) a feed's items have come, fading with a half-life of 14 days.
///
/// One feed's items are few for 24 hours, so its own counts are blended with the shape that all
/// feeds show together, and trusted over it only by as much as they have foretold new items better.
public struct DayProfile: Sendable, Hashable {
  /// Items counted in each hour, faded.
  var counts: [Float]
  /// How much better than the common shape the feed's own has foretold its items, as a logarithm.
  var merit: Float = 0
  /// Over how many days the hours were watched, held at 1,000.
  var days: Float = 0

  static let halfLifeDays = 14.0
  /// How many days of counts it takes before they are used.
  static let daysNeeded: Float = 3
  /// How many items of the common shape the feed's own counts are mixed with.
  static let ownPrior = 12.0
  /// What the own shape must first show before it counts for half.
  static let handicap = 2.0

  /// Starts without any item.
  public init() { counts = Array(repeating: 0, count: 24) }

  /// How many items it holds.
  var total: Double { Double(counts.reduce(0, +)) }

  /// The shape to plan with.
  ///
  /// In the first days the hours have not been watched equally often, and the common shape holds
  /// alone.
  func shape(within common: DayShape) -> DayShape {
    guard days >= Self.daysNeeded else { return common }
    let trust = 1 / (1 + FloatMath.exp(Self.handicap - Double(merit)))
    guard trust > 0.02 else { return common }
    let own = ownWeights(within: common)
    return DayShape(
      weights: (0..<24).map { trust * own[$0] + (1 - trust) * common.hours[$0] })
  }

  /// Counts new items by the hour they came in; fades what was there.
  ///
  /// - Returns: what the common shape should learn of it: a share of an item for each, less for the
  ///   feeds that have many, so that a few busy feeds don't speak for all.
  mutating func learn(
    _ spans: [ItemSpan], common: DayShape, elapsedDays: Double
  ) -> [HourShare] {
    let kept = Float(FloatMath.exp2(-min(max(elapsedDays, 0), 365) / Self.halfLifeDays))
    for hour in 0..<24 { counts[hour] *= kept }
    merit *= kept
    days = min(days + Float(min(max(elapsedDays, 0), 365)), 1_000)
    guard !spans.isEmpty else { return [] }
    let voice = commonWeight
    var told: [HourShare] = []
    let own = ownWeights(within: common)
    for span in spans {
      for part in span.hourShares {
        let (hour, share) = (part.hour, part.share)
        let gain = FloatMath.log(max(own[hour], 1e-3) / max(common.hours[hour], 1e-3))
        merit = min(max(merit + Float(share * gain), -8), 12)
        counts[hour] += Float(share)
        told.append(HourShare(hour: hour, share: share * voice))
      }
    }
    return told
  }

  /// What one of the feed's items counts for in the common shape.
  var commonWeight: Double { 1 / (1 + total).squareRoot() }

  private func ownWeights(within common: DayShape) -> [Double] {
    let held = total + Self.ownPrior
    return (0..<24).map {
      (Double(counts[$0]) * 24 + Self.ownPrior * common.hours[$0]) / held
    }
  }
}

/// Some items that came within one span of time: a poll's interval, or the instant that the feed
/// itself names.
struct ItemSpan {
  var start: Date
  var end: Date
  var items: Double

  /// The hours of the day that the span touches, each with its share of the items.
  var hourShares: [HourShare] {
    let seconds = end.timeIntervalSince(start)
    if seconds < 1 { return [HourShare(hour: DayShape.hour(of: end), share: items)] }
    // Beyond a day nothing is known of the hour.
    guard seconds < 86_400 else { return [] }
    var shares: [HourShare] = []
    var position = DayShape.secondOfDay(start)
    var rest = seconds
    while rest > 0 {
      let hour = min(Int(position / 3_600), 23)
      let step = min(rest, max(Double(hour + 1) * 3_600 - position, 0.001))
      shares.append(HourShare(hour: hour, share: items * step / seconds))
      rest -= step
      position += step
      if position >= 86_400 - 0.001 { position = 0 }
    }
    return shares
  }
}

/// Some items, or a part of one, in an hour of the day.
struct HourShare: Sendable, Hashable {
  var hour: Int
  var share: Double
}
