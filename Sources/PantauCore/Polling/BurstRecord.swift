/// What looking sooner after news has been worth for a feed.
///
/// Counts the polls that followed a poll with news: how many items were expected there by the plain
/// rate, and how many came. A feed that publishes in bursts brings more than expected.
public struct BurstRecord: Sendable, Hashable {
  /// Items expected, faded.
  var expected: Float = 0
  /// Items found, faded.
  var found: Float = 0

  /// Starts without a record.
  public init() {}

  /// The share of the plain interval to wait after news: from a half, for feeds that publish in
  /// bursts, to nearly all of it, for those whose news come at random.
  var soonerFactor: Double {
    // Three items' worth of doubt: what is expected of a feed not known yet.
    let ratio = Double(found + 3.6) / Double(expected + 3)
    return min(max(1 / max(ratio, 0.1).squareRoot(), 0.5), 0.97)
  }

  mutating func learn(expected: Double, found: Int, elapsedDays: Double) {
    let kept = Float(FloatMath.exp2(-min(max(elapsedDays, 0), 365) / 7))
    self.expected = self.expected * kept + Float(min(max(expected, 0), 1_000))
    // One flood of items says no more than a few: what counts is how often it pays.
    self.found = self.found * kept + Float(min(max(found, 0), 1_000))
  }
}
