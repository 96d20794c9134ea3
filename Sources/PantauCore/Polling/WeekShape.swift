import FoundationEssentials

/// How news is spread over the week: a weight for each of its 168 hours (UTC), with a mean of 1.
public struct WeekShape: Sendable, Equatable {
  /// The weight of each hour, from Sunday, 0 h: above 1 is busier than the feed's mean.
  public private(set) var cells: [Double]
  /// The mean weight of each hour of the day.
  public private(set) var hours: [Double]
  /// The mean weight of each day, from Sunday.
  public private(set) var days: [Double]
  /// The mean of the square roots: what share of evenly spread polls the best placement needs.
  var meanRoot: Double { cells.reduce(0) { $0 + $1.squareRoot() } / 168 }

  /// News at any hour alike.
  public static let flat = WeekShape(weights: [])

  /// The least weight an hour can have, so that none is given up.
  static let leastWeight = 0.02
  static let weekSeconds = 604_800.0

  /// Makes a shape from weights of any scale, one for each hour of the week or of the day; anything
  /// else gives ``flat``.
  public init(weights: [Double]) {
    cells = weights.count == 24 ? (0..<168).map { weights[$0 % 24] } : weights
    let sum = cells.reduce(0, +)
    // A feed's is made with each of its polls, so nothing is copied on the way.
    if cells.count == 168, sum > 0, sum.isFinite, cells.allSatisfy({ $0 >= 0 }) {
      let scale = 168 / sum
      var held = 0.0
      for cell in 0..<168 {
        cells[cell] = max(cells[cell] * scale, Self.leastWeight)
        held += cells[cell]
      }
      let rest = 168 / held
      for cell in 0..<168 { cells[cell] *= rest }
    } else {
      cells = Array(repeating: 1, count: 168)
    }
    hours = Array(repeating: 0, count: 24)
    days = Array(repeating: 0, count: 7)
    for day in 0..<7 {
      for hour in 0..<24 {
        let weight = cells[day * 24 + hour]
        hours[hour] += weight / 7
        days[day] += weight / 24
      }
    }
  }

  /// The hour of the week that holds an instant, 0 to 167, from Sunday, 0 h (UTC).
  static func hour(of date: Date) -> Int { Int(secondOfWeek(date) / 3_600) }

  static func secondOfWeek(_ date: Date) -> Double {
    // 1970 began on a Thursday.
    let seconds = date.timeIntervalSince1970 + 4 * 86_400
    guard seconds.isFinite else { return 0 }
    let inWeek = seconds - (seconds / weekSeconds).rounded(.down) * weekSeconds
    return min(max(inWeek, 0), weekSeconds - 0.001)
  }

  /// The time between two instants on the feed's own clock, in days: a busy hour counts for more
  /// than an hour, a quiet one for less, a whole week for a week.
  func days(from start: Date, to end: Date) -> Double {
    let seconds = end.timeIntervalSince(start)
    guard seconds > 0, seconds.isFinite else { return 0 }
    let weeks = (seconds / Self.weekSeconds).rounded(.down)
    var weighted = 0.0
    var walk = WeekWalk(from: start)
    var rest = seconds - weeks * Self.weekSeconds
    while rest > 0 {
      let step = min(rest, walk.secondsLeft)
      weighted += step * cells[walk.hour]
      rest -= step
      walk.advance(step)
    }
    return weeks * 7 + weighted / 86_400
  }

  /// The mean of the square roots of the day that holds an instant, as a share of ``meanRoot``.
  func rootShare(ofDayAt date: Date) -> Double {
    let first = Self.hour(of: date) / 24 * 24
    return cells[first..<first + 24].reduce(0) { $0 + $1.squareRoot() } / 24 / meanRoot
  }
}

/// A walk through the hours of the week.
struct WeekWalk {
  private var position: Double

  init(from start: Date) { position = WeekShape.secondOfWeek(start) }

  /// The hour of the week it is in.
  var hour: Int { min(Int(position / 3_600), 167) }

  /// How long that hour still lasts, in seconds.
  var secondsLeft: Double { max(Double(hour + 1) * 3_600 - position, 0.001) }

  /// Goes on, at most to the end of the hour.
  mutating func advance(_ seconds: Double) {
    position += seconds
    if position >= WeekShape.weekSeconds - 0.001 { position = 0 }
  }
}
