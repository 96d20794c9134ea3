/// Compares the news of all feeds with those of a day and of a week before: how much of what looks
/// like a rhythm of the day or the week is one.
struct NewsWaves: Sendable {
  /// Items in each hour of the week, since it began last.
  private var recent = [Double](repeating: 0, count: 168)
  /// The same of the week before.
  private var former = [Double](repeating: 0, count: 168)
  /// Items of the last days, the latest last, eight at most.
  private var days: [Double] = []
  /// The hours that have begun, up to two weeks'.
  private var begun = 0
  private var current: Int?
  private var hourly = Differences()
  private var daily = Differences()
  private var weekly = Differences()

  /// Squared differences, faded, and how many there are.
  private struct Differences {
    var squares = 0.0
    var sums = 0.0
    var count = 0.0

    var mean: Double { squares / max(count, 1e-9) }

    mutating func add(_ one: Double, _ other: Double, kept: Double) {
      squares = squares * kept + (one - other) * (one - other)
      sums = sums * kept + one + other
      count = count * kept + 1
    }
  }

  /// After so many hours all polls are in.
  private static let settledHours = 12
  /// What an hour leaves of the past, and a day: half-lives of a week and of three.
  private static let keptByHour = 0.9959
  private static let keptByDay = 0.9675

  mutating func learn(_ news: [HourShare]) {
    guard current != nil else { return }
    for part in news where recent.indices.contains(part.hour) { recent[part.hour] += part.share }
  }

  mutating func advance(to hour: Int) {
    guard hour != current else { return }
    var next = current.map { ($0 + 1) % 168 } ?? hour
    while true {
      begin(next)
      if next == hour { break }
      next = (next + 1) % 168
    }
  }

  /// How many items come at a time, when feeds take the same story at once: 1 and up.
  ///
  /// By the differences from the same hours of the day or the week before, whichever is nearer, in
  /// which a rhythm does not show.
  var size: Double { max(1, hourly.squares / max(hourly.sums, 1)) }

  /// How much of the differences between the days of the week comes again each week: 0 to 1.
  ///
  /// By how much more alike days are to those a week before than to those a day before.
  var weeklyShare: Double {
    guard weekly.count > 0, daily.mean > 0 else { return 0 }
    // Half a day that is like no other is taken to be there besides.
    let unlike = (weekly.squares + 0.5 * daily.mean) / (weekly.count + 0.5)
    return min(max(1 - unlike / daily.mean, 0), 1)
  }

  private mutating func begin(_ hour: Int) {
    current = hour
    former[hour] = recent[hour]
    recent[hour] = 0
    begun = min(begun + 1, 336)
    let settled = (hour + 168 - Self.settledHours) % 168
    if begun > Self.settledHours + 25 {
      let (items, dayBefore) = (recent[settled], recent[(settled + 144) % 168])
      let weekBefore = begun > 168 + Self.settledHours ? former[settled] : dayBefore
      let isLikeWeek = abs(items - weekBefore) < abs(items - dayBefore)
      hourly.add(items, isLikeWeek ? weekBefore : dayBefore, kept: Self.keptByHour)
    }
    if settled % 24 == 23, begun > Self.settledHours + 24 {
      end(recent[settled - 23...settled].reduce(0, +))
    }
  }

  private mutating func end(_ day: Double) {
    if let yesterday = days.last { daily.add(day, yesterday, kept: Self.keptByDay) }
    if days.count >= 7 { weekly.add(day, days[days.count - 7], kept: Self.keptByDay) }
    days = days.suffix(7) + [day]
  }
}
