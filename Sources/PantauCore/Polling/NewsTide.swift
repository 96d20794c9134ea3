/// How many items some polls brought, and how many were to be expected of their feeds' rates.
struct NewsVolume: Sendable, Equatable {
  var found = 0.0
  var expected = 0.0
}

/// How much more, or less, than usual all feeds together bring: holidays, a day on which much
/// happens, a night when the machine was off.
///
/// A feed's own rate is learned against it, for what all have in common says nothing of any one of
/// them: the first feeds found with news would else be polled at the cost of those not looked at yet.
struct NewsTide: Sendable {
  private var volume = NewsVolume()

  /// How fast it forgets, as a half-life in days.
  static let halfLifeDays = 0.25
  /// So many items are taken to have come as expected besides.
  static let prior = 4.0
  /// The share of the tide that feeds are relieved of: with the rest they follow it for good.
  static let relief = 0.8
  /// Of so many feeds half is taken for a tide.
  static let fewFeeds = 4.0

  mutating func learn(_ news: NewsVolume) {
    volume.found += news.found
    volume.expected += news.expected
  }

  mutating func fade(days: Double) {
    let kept = FloatMath.exp2(-days / Self.halfLifeDays)
    volume.found *= kept
    volume.expected *= kept
  }

  /// By what a feed's time counts for more, where so many share it: what one feed alone brings is its
  /// own.
  func height(feeds: Int) -> Double {
    let relief = Self.relief * Double(feeds) / (Double(feeds) + Self.fewFeeds)
    let ratio = (volume.found + Self.prior) / (volume.expected + Self.prior)
    return FloatMath.exp(relief * FloatMath.log(min(max(ratio, 0.02), 1_000)))
  }
}
