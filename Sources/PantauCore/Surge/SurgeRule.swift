public import FoundationEssentials

/// When the stories of a keyword are so many that they are news of their own.
///
/// The stories of an hour are taken for a Poisson count whose rate is known only as far as the
/// keyword's own history tells: then the count to expect is a negative binomial one (Gelman and
/// others, Bayesian Data Analysis, section 2.6), whose upper limit comes down to the Poisson one as
/// weeks go by, and is wide while they are few. The same means are used to notice outbreaks of
/// diseases early (Farrington and others, 1996, Journal of the Royal Statistical Society A 159).
public enum SurgeRule {
  /// The length of the hour that is looked at, which ends now.
  public static let hour: TimeInterval = 3_600
  /// How long a keyword has to be watched before anything is a surge.
  public static let firstWatch: TimeInterval = 7 * 86_400
  /// Fewer stories than this are never a surge.
  public static let fewest = 5
  /// A story dated longer than this before it was seen says nothing about now.
  public static let latest: TimeInterval = 6 * 3_600
  /// How likely an hour of a rate like the known one may go beyond the limit.
  static let chance = 1e-5
  /// How many weeks of one hour of the week the same hour of all days counts for.
  static let priorWeeks = 4.0

  /// The most stories that the history makes plausible for the hour; more are a surge.
  ///
  /// - Parameter history: the same hour before.
  /// - Returns: at least ``fewest`` less one.
  public static func plausible(_ history: SurgeHistory) -> Int {
    let (shape, weeks) = history.rate
    // By logarithms: the first terms are too small for a number where the rate is large.
    var log = shape * FloatMath.log(weeks / (weeks + 1))
    var count = 0
    var sum = FloatMath.exp(log)
    // Far beyond any limit, so that no rounding makes this endless.
    let end = Int(10 * history.usual) + 1_000
    while sum < 1 - chance, count < end {
      log += FloatMath.log((shape + Double(count)) / (Double(count + 1) * (weeks + 1)))
      count += 1
      sum += FloatMath.exp(log)
    }
    return max(count, fewest - 1)
  }

  /// Whether a surge that last went beyond its limit at an instant is over.
  ///
  /// It is, once no hour has gone beyond the limit for an hour; so one that wavers about it is told
  /// once.
  public static func isOver(_ lastExcess: Date?, now: Date) -> Bool {
    guard let lastExcess else { return true }
    return now.timeIntervalSince(lastExcess) >= hour
  }
}
