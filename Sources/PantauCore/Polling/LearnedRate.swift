/// How many items a day a feed brings, learned from its polls.
///
/// Four memories of different length (half-lives of 7 days, 2 days, 12 hours and 3 hours) each
/// estimate the rate, and each is trusted by how well it foretold what the polls found: a steady
/// feed is measured by the long memory, whose estimate is the surest, while one that has changed is
/// followed within hours by a short one. A shorter memory leans on the next longer one for as long
/// as it has seen little; the longest leans on the prior.
///
/// Items that come several at a time tell less than as many that come one by one: all evidence counts
/// for as much less as they come in clumps. And how alike the other feeds are (``RatePrior``) says how
/// much of a feed's own record is chance.
///
/// Exposures are in days of the feed's own clock (``WeekShape``), on which a quiet night is short.
public struct LearnedRate: Sendable, Hashable {
  /// Items that each memory still holds.
  var counts: SIMD4<Float> = .zero
  /// Days over which it collected them.
  var exposures: SIMD4<Float> = .zero
  /// How well it foretold them: the logarithm of its likelihood, the best being 0.
  var scores: SIMD4<Float> = .zero
  /// Items found, and how many pairs of them came together beyond what chance brings; faded.
  var clumpItems: Float = 0
  var clumpPairs: Float = 0
  /// What the other feeds bring.
  var prior = RatePrior()

  /// Half-lives in days, longest first.
  static let halfLives = SIMD4<Float>(7, 2, 0.5, 0.125)
  /// What a feed is taken to bring before anything is known: one item a day.
  public static let priorPerDay: Float = 1
  /// How many days of evidence the prior is worth, and the next longer memory to each of the others.
  static let leanDays = SIMD4<Float>(0.7, 0.5, 0.2, 0.1)
  /// After how many items the prior counts for half of that.
  static let priorItems: Float = 30
  /// The handicap of the shorter memories: what they must first show.
  static let handicaps = SIMD4<Float>(0, -4, -6, -8)
  /// How fast old merits fade, as a half-life in days.
  static let scoreHalfLife: Float = 4
  /// The worst score kept, so that a memory can come back.
  static let worstScore: Float = -8
  /// How fast clumps are forgotten, as a half-life in days, and how many single items they are mixed
  /// with.
  static let clumpHalfLife: Float = 14
  static let clumpPrior: Float = 3

  /// Starts with the prior alone.
  public init() {}

  /// What each memory says, in items a day.
  private var estimates: SIMD4<Float> {
    var leaning = Self.priorPerDay
    var estimates = SIMD4<Float>.zero
    let clump = self.clump
    for index in 0..<4 {
      var lean = Self.leanDays[index] * clump
      var others: Float = 0
      if index == 0 {
        // Else a busy feed would be held below its rate for ever, and its long memory mistrusted.
        lean *= Self.priorItems / (Self.priorItems + counts[0])
        others = prior.days * clump
      }
      leaning =
        (counts[index] + lean * leaning + others * prior.perDay)
        / (exposures[index] + lean + others)
      estimates[index] = leaning
    }
    return estimates
  }

  /// The rate to plan with, in items a day; always above zero.
  public var perDay: Double {
    let estimates = self.estimates
    var sum = 0.0
    var weights = 0.0
    for index in 0..<4 {
      let weight = FloatMath.exp(Double(scores[index] + Self.handicaps[index]))
      weights += weight
      sum += weight * Double(estimates[index])
    }
    return max(sum / weights, 1e-4)
  }

  /// How many items come at a time, 1 and up.
  var clump: Float { 1 + max(0, clumpPairs) / (clumpItems + Self.clumpPrior) }

  /// The days of evidence that the long memory holds.
  public var evidenceDays: Double { Double(exposures[0]) }

  /// Learns from one poll.
  ///
  /// - Parameters:
  ///   - items: how many items were new; held at 10,000.
  ///   - exposure: the time since the last poll on the feed's own clock, in days.
  ///   - elapsed: the same on the wall, in days.
  mutating func learn(items: Int, exposure: Double, elapsed: Double) {
    let found = Float(min(max(items, 0), 10_000))
    let exposure = Float(min(max(exposure, 1e-6), 60))
    let elapsed = Float(min(max(elapsed, 0), 365))
    noteClump(found, expected: Float(perDay) * exposure, fading: elapsed)
    score(found, over: exposure, fading: elapsed)
    for index in 0..<4 {
      let kept = Float(FloatMath.exp2(-Double(elapsed / Self.halfLives[index])))
      counts[index] = counts[index] * kept + found
      exposures[index] = exposures[index] * kept + exposure
    }
  }

  /// Of items that come by chance, n × expected pairs are found together.
  private mutating func noteClump(_ found: Float, expected: Float, fading elapsed: Float) {
    let kept = Float(FloatMath.exp2(-Double(elapsed / Self.clumpHalfLife)))
    clumpItems = clumpItems * kept + found
    clumpPairs = clumpPairs * kept + found * (found - 1 - expected)
  }

  /// Judges what each memory had foretold by the likelihood of a Poisson process.
  private mutating func score(_ found: Float, over exposure: Float, fading elapsed: Float) {
    let estimates = self.estimates
    let clump = self.clump
    let kept = Float(FloatMath.exp2(-Double(elapsed / Self.scoreHalfLife)))
    for index in 0..<4 {
      let expected = max(estimates[index] * exposure, 1e-6)
      scores[index] =
        scores[index] * kept + (found * Float(FloatMath.log(Double(expected))) - expected) / clump
    }
    let best = scores.max()
    for index in 0..<4 { scores[index] = max(scores[index] - best, Self.worstScore) }
    forgetWhatNoLongerHolds()
  }

  /// A memory that has foretold as badly as can be holds a past that is over: it starts again from
  /// what the next shorter one holds, and grows from there.
  private mutating func forgetWhatNoLongerHolds() {
    for index in (0..<3).reversed() where scores[index] <= Self.worstScore {
      guard scores[index + 1] > Self.worstScore / 2, exposures[index + 1] < exposures[index] else {
        continue
      }
      counts[index] = counts[index + 1]
      exposures[index] = exposures[index + 1]
      scores[index] = scores[index + 1]
    }
  }
}

extension LearnedRate {
  /// Starts from the ages of the items that the first document holds, in days.
  ///
  /// The document reaches back as far as its oldest item, which therefore does not count itself.
  mutating func seed(agesInDays ages: [Double]) {
    guard let span = ages.max(), span > 0 else { return }
    for index in 0..<4 {
      let halfLife = Double(Self.halfLives[index])
      let held = ages.reduce(0) { $0 + FloatMath.exp2(-max($1, 0) / halfLife) }
      counts[index] = Float(held - FloatMath.exp2(-span / halfLife))
      exposures[index] = Float(halfLife / 0.693_147 * (1 - FloatMath.exp2(-span / halfLife)))
    }
  }
}
