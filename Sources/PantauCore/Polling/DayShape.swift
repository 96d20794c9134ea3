import FoundationEssentials

/// How news is spread over the hours of the day: 24 weights, one an hour (UTC), with a mean of 1.
public struct DayShape: Sendable, Equatable {
  /// The weight of each hour: above 1 is busier than the feed's mean.
  public private(set) var hours: [Double]

  /// News at any hour alike.
  public static let flat = DayShape(weights: [])

  /// The least weight an hour can have, so that none is given up.
  static let leastWeight = 0.02

  /// Makes a shape from 24 weights of any scale; anything else gives ``flat``.
  public init(weights: [Double]) {
    let sum = weights.reduce(0, +)
    guard weights.count == 24, sum > 0, sum.isFinite, weights.allSatisfy({ $0 >= 0 }) else {
      hours = Array(repeating: 1, count: 24)
      return
    }
    let held = weights.map { max($0 * 24 / sum, Self.leastWeight) }
    let scale = 24 / held.reduce(0, +)
    hours = held.map { $0 * scale }
  }

  /// The hour of the day that holds an instant, 0 to 23 (UTC).
  static func hour(of date: Date) -> Int { Int(secondOfDay(date) / 3_600) }

  static func secondOfDay(_ date: Date) -> Double {
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite else { return 0 }
    let inDay = seconds - (seconds / 86_400).rounded(.down) * 86_400
    return min(max(inDay, 0), 86_399.999)
  }

  /// The time between two instants on the feed's own clock, in days: a busy hour counts for more
  /// than an hour, a quiet one for less, a whole day for a day.
  func days(from start: Date, to end: Date) -> Double {
    let seconds = end.timeIntervalSince(start)
    guard seconds > 0, seconds.isFinite else { return 0 }
    let wholeDays = (seconds / 86_400).rounded(.down)
    var rest = seconds - wholeDays * 86_400
    var position = Self.secondOfDay(start)
    var weighted = 0.0
    while rest > 0 {
      let hour = min(Int(position / 3_600), 23)
      let step = min(rest, max(Double(hour + 1) * 3_600 - position, 0.001))
      weighted += step * hours[hour]
      rest -= step
      position += step
      if position >= 86_400 - 0.001 { position = 0 }
    }
    return wholeDays + weighted / 86_400
  }

  /// The mean of the square roots: what share of evenly spread polls the best placement needs.
  var meanRoot: Double { hours.reduce(0) { $0 + $1.squareRoot() } / 24 }
}
