/// How many stories a keyword brought in the same hour of the day before, and in the same hour of
/// the week.
public struct SurgeHistory: Sendable, Hashable {
  /// Stories in the same hour of earlier days, the day before first; only days on which the keyword
  /// was watched.
  public let days: [Int]

  /// How many days back are looked at: eight weeks.
  public static let mostDays = 56

  /// Takes the counts; more than ``mostDays`` are left out.
  public init(days: [Int]) { self.days = Array(days.prefix(Self.mostDays)) }

  /// For how many whole weeks the keyword has been watched.
  public var weeks: Int { days.count / 7 }

  /// How many stories the hour uses to bring: the mean of what is known of its rate.
  public var usual: Double { rate.shape / rate.weeks }

  /// What is known of the rate of this hour of the week: as if `shape` stories had been seen in so
  /// many weeks.
  ///
  /// A few weeks say little of one hour of the week. So they are taken together with what the hour
  /// brought on all days, which counts for as much as ``SurgeRule/priorWeeks``.
  var rate: (shape: Double, weeks: Double) {
    let sameDay = stride(from: 6, to: days.count, by: 7).reduce(0) { $0 + days[$1] }
    // As if one week more had been watched, with half a story: nobody knows that a rate is zero.
    let daily = (Double(days.reduce(0, +)) + 0.5) / Double(days.count + 7)
    return (Double(sameDay) + SurgeRule.priorWeeks * daily, Double(weeks) + SurgeRule.priorWeeks)
  }
}
